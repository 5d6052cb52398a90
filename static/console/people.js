// The people: customers with an account, page by page; and visitors who wrote without one.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { exact } from '../shared/time.js';
import { noneFound } from './companies.js';
import { companyNames } from './company-names.js';
import { personTags } from './company-people.js';
import { keepSearch, pills, searchField } from './customers-head.js';
import { dataTable } from './data-table.js';
import { icon, personMark } from './marks.js';
import { PagedList } from './paged-list.js';
import { keepsCustomers } from './rights.js';
import { emptyState, errorState, skeletonRows } from './states.js';
import { shortTime } from './ticket-time.js';
import { visitorsWhoWrote } from './visitors.js';

const PATH = '/console/customers/people';

/** @param {import("./customers.js").Place} page */
export function show({ place, query, actions, filters }) {
  const visitors = query.get('kind') === 'visitors';
  const list = visitors ? visitorList(place, query) : accountList(place, query);
  actions(
    keepsCustomers() &&
      h(
        'button',
        { class: 'button', type: 'button', onclick: () => invite(list.start) },
        icon('user-plus', 16),
        h('span', {}, t('customers.invite')),
      ),
  );
  filters(
    searchField({
      label: t('customers.people.search'),
      value: query.get('q') ?? '',
      onsearch: (q) => {
        keepSearch(PATH, query, q);
        list.start();
      },
    }),
    pills({
      label: t('customers.people.kind'),
      name: 'kind',
      values: [
        { value: '', label: t('customers.people.accounts') },
        { value: 'visitors', label: t('customers.people.visitors') },
      ],
      query,
      path: PATH,
    }),
  );
  list.start();
}

async function invite(/** @type {() => void} */ ondone) {
  (await import('./invite-dialog.js')).openInvite({}, ondone);
}

/** @param {HTMLElement} place @param {URLSearchParams} query */
function accountList(place, query) {
  /** @type {Map<string, string>} */
  let names = new Map();
  const list = new PagedList({
    place,
    path: '/accounts',
    query: () => ({ role: 'customer', q: query.get('q') }),
    paint: (people) => table(people, names),
    empty: () =>
      query.get('q')
        ? noneFound(PATH)
        : emptyState({
            icon: 'users',
            title: t('customers.people.none'),
            text: t('customers.people.none_text'),
            ...(keepsCustomers() && { action: t('customers.invite'), onaction: () => invite(() => list.start()) }),
          }),
  });
  companyNames().then((all) => {
    names = all;
    if (list.items.length) list.show();
  });
  return { start: () => list.start() };
}

/** @param {any[]} people @param {Map<string, string>} names */
function table(people, names) {
  return dataTable({
    label: t('customers.tab.people'),
    name: 'people',
    items: people,
    go: (p) => `${PATH}/${p.id}`,
    columns: [
      {
        name: 'name',
        label: t('customers.field.name'),
        cell: (p) => personMark({ ...p, name: p.name || p.email }, { size: 24 }),
      },
      { name: 'email', label: t('settings.field.email'), cell: (p) => h('span', { class: 'cut muted' }, p.email) },
      {
        name: 'company',
        label: t('customers.field.company'),
        cell: (p) => h('span', { class: 'cut' }, p.company_name ?? names.get(p.company) ?? p.company ?? ''),
      },
      {
        name: 'job',
        label: t('customers.field.job_title'),
        cell: (p) => h('span', { class: 'cut muted' }, p.job_title),
      },
      { name: 'tags', label: t('customers.field.rights'), cell: (p) => personTags(p) },
    ],
  });
}

/** Those without an account are known by what they wrote: the newest of it is read. @param {HTMLElement} place @param {URLSearchParams} query */
function visitorList(place, query) {
  const rows = h('div', { class: 'list-rows' });
  place.append(rows);
  const start = async () => {
    rows.replaceChildren(skeletonRows(8));
    try {
      const all = await visitorsWhoWrote(query.get('q') ?? '');
      rows.replaceChildren(
        all.length ? visitorTable(all) : query.get('q') ? noneFound(`${PATH}?kind=visitors`) : noVisitors(),
      );
    } catch (error) {
      rows.replaceChildren(errorState(error, start));
    }
  };
  return { start };
}

const noVisitors = () =>
  emptyState({ icon: 'chat', title: t('customers.visitors.none'), text: t('customers.visitors.none_text') });

/** @param {any[]} people */
function visitorTable(people) {
  return dataTable({
    label: t('customers.people.visitors'),
    name: 'visitors',
    items: people,
    go: (p) => `${PATH}/${p.id}`,
    columns: [
      {
        name: 'name',
        label: t('customers.field.name'),
        cell: (p) => h('span', { class: 'person-mark' }, avatar(p, 24), h('span', {}, p.name || t('tickets.visitor'))),
      },
      {
        name: 'email',
        label: t('settings.field.email'),
        cell: (p) => h('span', { class: 'cut muted' }, p.email || '–'),
      },
      { name: 'last', label: t('customers.field.wrote'), cell: (p) => h('span', { class: 'cut' }, p.text) },
      {
        name: 'at',
        label: t('tickets.column.updated'),
        cell: (p) => h('time', { title: exact(p.last) }, shortTime(p.last)),
      },
    ],
  });
}
