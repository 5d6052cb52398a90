// One person: company and cover, what they may see, their tickets and chats; a visitor who wrote has a page too.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { ticketsSection } from './company.js';
import { personTags } from './company-people.js';
import { coverMark, day } from './cover-marks.js';
import { menuButton } from './dialog.js';
import { historySection } from './history.js';
import { icon } from './marks.js';
import { titlePage } from './page-title.js';
import { facts, recordPage, recordRow, recordSection } from './record.js';
import { keepsCustomers } from './rights.js';
import { shown } from './settings-page.js';
import { visitorsWhoWrote } from './visitors.js';

/** @param {import("./customers.js").Place} page */
export function show({ place, id }) {
  const again = () => show(/** @type {any} */ ({ place, id }));
  shown(
    place,
    () => load(id),
    (known) => paint(known, again),
  );
}

/** @param {string} id */
async function load(id) {
  const account = await app.api.get(`/accounts/${encodeURIComponent(id)}`).catch((/** @type {any} */ error) => {
    if (error.status !== 404) throw error;
  });
  const visitor = account ? undefined : (await visitorsWhoWrote()).find((v) => v.id === id);
  if (!account && !visitor) throw { status: 404 };
  const list = (/** @type {string} */ path, /** @type {any} */ query) =>
    app.api.get(path, query).then(
      (/** @type {any} */ p) => p.items,
      () => [],
    );
  const topic = `${account ? 'account' : 'visitor'}/${id}`;
  const words = account?.email ?? '';
  const [tickets, open, closed, company] = await Promise.all([
    list('/tickets', { contact: topic, limit: 10 }),
    account ? list('/conversations', { view: 'all', q: words, limit: 50 }) : [],
    account ? list('/conversations', { view: 'closed', q: words, limit: 50 }) : [],
    account?.company ? app.api.get(`/companies/${account.company}`).catch(() => null) : null,
  ]);
  const chats = visitor?.chats ?? [...open, ...closed].filter((c) => c.customer?.id === id);
  return { person: account ?? visitor, account, tickets, chats, company };
}

/** @param {Awaited<ReturnType<typeof load>>} known @param {() => void} again */
function paint({ person, account, tickets, chats, company }, again) {
  const name = person.name || person.email || t('tickets.visitor');
  titlePage(`${name} · ${t('customers.title')}`);
  const may = account && keepsCustomers();
  const edit = async () => (await import('./person-edit.js')).editPerson(account, again);
  return recordPage({
    crumbs: [
      { href: '/console/customers', label: t('customers.title') },
      { href: '/console/customers/people', label: t('customers.tab.people') },
    ],
    here: name,
    actions: [
      account
        ? h(
            'button',
            { class: 'button', type: 'button', onclick: () => newTicket(account) },
            icon('plus', 16),
            t('tickets.new'),
          )
        : null,
      may
        ? h('button', { class: 'button', type: 'button', onclick: edit }, icon('edit', 16), t('customers.edit'))
        : null,
      may
        ? menuButton({
            label: t('customers.more_actions'),
            content: icon('dots'),
            items: () => [
              account.state === 'disabled'
                ? { label: t('customers.person.enable'), icon: 'unlock', run: () => toggle(account, again) }
                : {
                    label: t('customers.person.disable'),
                    icon: 'lock',
                    tone: 'negative',
                    run: () => toggle(account, again),
                  },
            ],
          })
        : null,
    ],
    title: h(
      'div',
      { class: 'person-head' },
      avatar(person, 40),
      h('h1', { class: 'ticket-title', tabindex: '-1' }, name),
      account ? personTags(account) : h('span', { class: 'label-tag' }, t('tickets.visitor')),
    ),
    sub: [person.job_title, person.email].filter(Boolean).join(' · '),
    main: [
      ticketsSection(tickets),
      recordSection({
        title: t('customers.chats'),
        rows: chats.slice(0, 20).map((/** @type {any} */ c) => chatRow(c)),
        none: t('customers.no_chats'),
        count: false,
      }),
      may ? historySection(`/accounts/${account.id}/history`) : null,
    ],
    side: [
      facts('', [
        [
          t('settings.field.email'),
          person.email ? h('a', { class: 'link', href: `mailto:${person.email}` }, person.email) : null,
        ],
        [
          t('customers.field.phone'),
          person.phone
            ? h('a', { class: 'link', href: `tel:${person.phone.replace(/[^+\d]/g, '')}` }, person.phone)
            : null,
        ],
        [t('settings.field.locale'), person.locale ? t(`common.lang.${person.locale}`) : null],
        [t('settings.field.time_zone'), person.time_zone?.replaceAll('_', ' ')],
        [
          t('customers.person.since'),
          account ? h('span', { title: exact(account.created_at) }, relative(account.created_at)) : null,
        ],
      ]),
      account ? companyFacts(account, company) : null,
      account?.role === 'customer'
        ? facts(t('customers.field.rights'), [
            [t('customers.field.access'), t(`customers.access.${account.access ?? 'own'}`)],
            [t('customers.person.manager'), t(account.manager ? 'customers.yes' : 'customers.no')],
          ])
        : null,
    ],
  });
}

/** @param {any} account @param {any} company */
function companyFacts(account, company) {
  if (!account.company)
    return facts(t('customers.field.company'), [[t('customers.field.name'), h('span', { class: 'unset' }, '–')]]);
  return facts(t('customers.field.company'), [
    [
      t('customers.field.name'),
      h(
        'a',
        { class: 'link', href: `/console/customers/companies/${account.company}` },
        company?.name ?? account.company,
      ),
    ],
    [t('customers.field.cover'), company ? coverMark(company.cover) : null],
    [t('customers.field.until'), day(company?.cover_until)],
  ]);
}

/** @param {any} c */
function chatRow(c) {
  const at = c.last_message?.at ?? c.opened_at;
  return recordRow({
    href: `/console/inbox/${c.state === 'closed' ? 'closed' : 'all'}/${c.id}`,
    mark: icon('chat'),
    name: c.last_message?.text || c.subject || t('tickets.search.untitled'),
    sub: t(`common.state.${c.state}`),
    end: h('time', { class: 'muted', title: exact(at) }, relative(at, Date.now(), 'short')),
  });
}

async function newTicket(/** @type {any} */ contact) {
  (await import('./ticket-new.js')).openNewTicket({ contact });
}

/** @param {any} account @param {() => void} again */
async function toggle(account, again) {
  const off = account.state !== 'disabled';
  try {
    await app.api.post(`/accounts/${account.id}/${off ? 'disable' : 'enable'}`);
  } catch (error) {
    return app.report(error);
  }
  again();
  app.toast(
    t(off ? 'settings.team.disabled_toast' : 'settings.team.enabled_toast', { name: account.name }),
    off ? { undo: () => app.api.post(`/accounts/${account.id}/enable`).then(again, app.report) } : {},
  );
}
