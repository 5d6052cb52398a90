// One company: its cover, contracts, licences, installations, people, tickets, and who changed what.

import { h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { contactSection } from './company-contacts.js';
import { contractSection, installationSection, licenceSection } from './company-parts.js';
import { peopleSection } from './company-people.js';
import { coverStrip } from './cover-strip.js';
import { historySection } from './history.js';
import { icon, statusIcon } from './marks.js';
import { titlePage } from './page-title.js';
import { facts, recordPage, recordRow, recordSection } from './record.js';
import { keepsCustomers } from './rights.js';
import { shown } from './settings-page.js';

/** @param {import("./customers.js").Place} page */
export function show({ place, id }) {
  shown(
    place,
    () => load(id),
    (all) => paint(all, () => show(/** @type {any} */ ({ place, id }))),
  );
}

/** All that the page shows; what one may not read or what fails beside the company leaves its section empty. @param {string} id */
async function load(id) {
  const list = (/** @type {string} */ path, query = {}) =>
    app.api.get(path, { limit: 100, ...query }).then(
      (/** @type {any} */ p) => p.items,
      () => [],
    );
  const at = `/companies/${encodeURIComponent(id)}`;
  const [company, cover, licences, contracts, installations, people, tickets, products, plans, calendars] =
    await Promise.all([
      app.api.get(at),
      app.api.get(`${at}/cover`).catch(() => null),
      list(`${at}/licences`),
      list(`${at}/contracts`),
      list(`${at}/installations`),
      list('/accounts', { company: id, role: 'customer' }),
      list('/tickets', { company: id, limit: 8 }),
      list('/products'),
      list('/sla-plans'),
      list('/calendars'),
    ]);
  return { company, cover, licences, contracts, installations, people, tickets, products, plans, calendars };
}

/** @typedef {Awaited<ReturnType<typeof load>>} Known */

/** @param {Known} known @param {() => void} again */
function paint(known, again) {
  const { company, cover, tickets } = known;
  titlePage(`${company.name} · ${t('customers.title')}`);
  const edit = async () => (await import('./company-edit.js')).editCompany(company, again);
  return recordPage({
    crumbs: [
      { href: '/console/customers', label: t('customers.title') },
      { href: '/console/customers/companies', label: t('customers.tab.companies') },
    ],
    here: company.name,
    actions: keepsCustomers()
      ? h('button', { class: 'button', type: 'button', onclick: edit }, icon('edit', 16), t('customers.edit'))
      : null,
    title: h('h1', { class: 'ticket-title', tabindex: '-1' }, company.name),
    sub: company.domains?.join(' · '),
    main: [
      coverStrip(cover ?? company),
      contractSection(known, again),
      licenceSection(known, again),
      installationSection(known, again),
      peopleSection(known, again),
      ticketsSection(tickets, company),
      historySection(`/companies/${company.id}/history`),
    ],
    side: [
      facts('', [
        [t('customers.field.name'), company.name],
        [
          t('customers.field.domains'),
          company.domains?.length ? company.domains.join(', ') : h('span', { class: 'unset' }, '–'),
        ],
        [t('settings.field.time_zone'), company.time_zone?.replaceAll('_', ' ')],
        [t('customers.local_time'), localTime(company.time_zone)],
      ]),
      contactSection(company.contacts),
      company.sites?.length
        ? h(
            'section',
            { class: 'prop-section' },
            h('h2', {}, t('customers.field.sites')),
            h('ul', { class: 'plain-list' }, ...company.sites.map((/** @type {string} */ s) => h('li', {}, s))),
          )
        : null,
      company.notes
        ? h(
            'section',
            { class: 'prop-section' },
            h('h2', {}, t('customers.field.notes')),
            h(
              'div',
              { class: 'side-note' },
              h('strong', {}, icon('lock', 16), t('customers.staff_only')),
              h('p', {}, company.notes),
            ),
          )
        : null,
    ],
  });
}

/** The hour it is where the company is. @param {string} [zone] */
function localTime(zone) {
  try {
    return zone ? new Intl.DateTimeFormat(lang(), { timeZone: zone, timeStyle: 'short' }).format(new Date()) : '';
  } catch {
    return '';
  }
}

/** @param {any[]} tickets @param {any} [company] */
export function ticketsSection(tickets, company) {
  return recordSection({
    title: t('tickets.title'),
    rows: tickets.map((x) =>
      recordRow({
        href: `/console/tickets/${x.number}`,
        mark: statusIcon(x.status),
        name: [h('span', { class: 'ticket-number' }, `#${x.number} `), x.title],
        sub: [t(`common.status.${x.status}`), company ? x.contact?.name : ''].filter(Boolean).join(' · '),
        end: h('time', { class: 'muted', title: exact(x.updated_at) }, relative(x.updated_at, Date.now(), 'short')),
      }),
    ),
    none: t('customers.no_tickets'),
    count: false,
  });
}
