// Requests without cover: what was asked for while no SLA was in force; a ticket once there is one, or by override with a reason.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { noneFound } from './companies.js';
import { companies } from './company-names.js';
import { coverMark } from './cover-marks.js';
import { keepSearch, pills, searchField } from './customers-head.js';
import { icon } from './marks.js';
import { PagedList } from './paged-list.js';
import { supervises } from './rights.js';
import { emptyState } from './states.js';

const PATH = '/console/customers/requests';

/** @param {import("./customers.js").Place} page */
export function show({ place, query, filters }) {
  const state = () => query.get('state') ?? 'open';
  /** @type {Map<string, any>} */
  let known = new Map();
  const again = () => {
    list.start();
    app.store.tell('customers', null);
  };
  const list = new PagedList({
    place,
    path: '/requests',
    query: () => ({ state: state(), q: query.get('q') }),
    paint: (items) => h('ul', { class: 'list-lines' }, ...items.map((x, i) => row(x, known, again, !i))),
    empty: () =>
      query.get('q')
        ? noneFound(PATH)
        : emptyState({
            icon: 'shield-check',
            title: t(`customers.requests.none_${state()}`),
            text: t('customers.requests.none_text'),
          }),
  });
  filters(
    searchField({
      label: t('customers.requests.search'),
      value: query.get('q') ?? '',
      onsearch: (q) => {
        keepSearch(PATH, query, q);
        list.start();
      },
    }),
    pills({
      label: t('customers.field.state'),
      name: 'state',
      values: [
        { value: '', label: t('customers.requests.open') },
        { value: 'ticket', label: t('customers.requests.ticket') },
      ],
      query,
      path: PATH,
    }),
  );
  companies().then(
    (all) => {
      known = new Map(all.map((c) => [c.id, c]));
      if (list.items.length) list.show();
    },
    () => {},
  );
  list.start();
}

/** @param {any} x @param {Map<string, any>} known @param {() => void} again @param {boolean} first the one whose button is filled */
function row(x, known, again, first) {
  const company = known.get(x.company?.id ?? x.company);
  const covered = (x.cover ?? company?.cover) === 'covered';
  return h(
    'li',
    { class: 'list-line tall', 'data-id': x.id },
    icon('shield-off'),
    h(
      'div',
      { class: 'line-main' },
      h(
        'p',
        { class: 'line-name' },
        h('span', { class: 'ticket-number' }, t('customers.requests.number', { number: String(x.number) })),
        ' ',
        x.title,
      ),
      h(
        'p',
        { class: 'line-sub' },
        h(
          'a',
          { class: 'link', href: `/console/customers/people/${x.customer?.id}` },
          x.customer?.name || t('tickets.visitor'),
        ),
        company
          ? [
              ' · ',
              h('a', { class: 'link', href: `/console/customers/companies/${company.id}` }, company.name),
              ' ',
              coverMark(company.cover),
            ]
          : null,
        ' · ',
        h('time', { title: exact(x.at) }, relative(x.at)),
      ),
      x.description
        ? h(
            'details',
            { class: 'request-text' },
            h('summary', {}, t('customers.requests.read')),
            h('p', {}, x.description),
          )
        : null,
    ),
    h('div', { class: 'line-acts' }, act(x, covered, again, first)),
  );
}

/** What can be done with it, and what became of it. @param {any} x @param {boolean} covered @param {() => void} again @param {boolean} first */
function act(x, covered, again, first) {
  if (x.ticket)
    return h('a', { class: 'button', href: `/console/tickets/${x.ticket}` }, icon('ticket', 16), `#${x.ticket}`);
  if (x.reply)
    return h(
      'a',
      { class: 'button', href: `/console/tickets/${x.reply}` },
      t('customers.requests.comment_on', { number: `#${x.reply}` }),
    );
  if (covered)
    return h(
      'button',
      { class: first ? 'button button-primary' : 'button', type: 'button', onclick: () => grant(x, again) },
      t('customers.requests.make'),
    );
  if (!supervises()) return h('span', { class: 'muted small' }, t('customers.requests.no_sla_yet'));
  return h(
    'button',
    { class: 'button', type: 'button', onclick: () => override(x, again) },
    t('customers.requests.override'),
  );
}

/** There is cover: a ticket at once. Where there is none after all, the reason is asked for. @param {any} x @param {() => void} again */
async function grant(x, again) {
  try {
    done(await app.api.post(`/requests/${x.id}/ticket`), again);
  } catch (error) {
    if (/** @type {any} */ (error).code === 'no_cover' && supervises()) return override(x, again);
    app.report(error);
  }
}

async function override(/** @type {any} */ x, /** @type {() => void} */ again) {
  (await import('./request-override.js')).openOverride(x, (ticket) => done(ticket, again));
}

/** @param {any} ticket @param {() => void} again */
function done(ticket, again) {
  again();
  app.toast(t('customers.requests.made', { number: `#${ticket.number}` }), {
    action: { label: t('customers.requests.go'), run: () => app.navigate(`/console/tickets/${ticket.number}`) },
    seconds: 8,
  });
}
