// The companies: who has cover at a glance, found by name, domain or cover.

import { h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { coverMark, day } from './cover-marks.js';
import { keepSearch, pills, searchField } from './customers-head.js';
import { dataTable } from './data-table.js';
import { menuButton } from './dialog.js';
import { icon } from './marks.js';
import { PagedList } from './paged-list.js';
import { keepsCustomers } from './rights.js';
import { emptyState } from './states.js';

const PATH = '/console/customers/companies';
const STATES = ['covered', 'licensed', 'unlicensed'];

/** @param {import("./customers.js").Place} page */
export function show({ place, query, actions, filters }) {
  const narrowed = () => query.get('q') || query.get('cover');
  const list = new PagedList({
    place,
    path: '/companies',
    query: () => ({ q: query.get('q'), cover: query.get('cover') }),
    paint: table,
    empty: () => (narrowed() ? noneFound(PATH) : none()),
  });
  actions(
    keepsCustomers() && csvMenu(() => list.start()),
    keepsCustomers() &&
      h(
        'button',
        { class: 'button', type: 'button', onclick: () => create() },
        icon('plus', 16),
        h('span', {}, t('customers.company.add')),
      ),
  );
  filters(
    searchField({
      label: t('customers.companies.search'),
      value: query.get('q') ?? '',
      onsearch: (q) => {
        keepSearch(PATH, query, q);
        list.start();
      },
    }),
    pills({
      label: t('customers.field.cover'),
      name: 'cover',
      values: [
        { value: '', label: t('customers.all') },
        ...STATES.map((s) => ({ value: s, label: t(`common.cover.${s}`) })),
      ],
      query,
      path: PATH,
    }),
  );
  list.start();
}

async function create() {
  const { editCompany } = await import('./company-edit.js');
  editCompany(null, (/** @type {any} */ made) => app.navigate(`${PATH}/${made.id}`));
}

/** @param {any[]} companies */
function table(companies) {
  return dataTable({
    label: t('customers.tab.companies'),
    name: 'companies',
    items: companies,
    go: (c) => `${PATH}/${c.id}`,
    columns: [
      { name: 'name', label: t('customers.field.name'), cell: (c) => h('span', { class: 'cut' }, c.name) },
      {
        name: 'domains',
        label: t('customers.field.domains'),
        cell: (c) => h('span', { class: 'cut muted', title: c.domains?.join(', ') }, c.domains?.join(', ') || '–'),
      },
      { name: 'cover', label: t('customers.field.cover'), cell: (c) => coverMark(c.cover) },
      { name: 'plan', label: t('customers.field.plan'), cell: (c) => c.plan_name ?? planWord(c.plan) },
      { name: 'until', label: t('customers.field.until'), cell: (c) => day(c.cover_until) || '–' },
      {
        name: 'people',
        label: t('customers.tab.people'),
        cell: (c) => (c.people ?? 0).toLocaleString(lang()),
      },
    ],
  });
}

/** What a plan is called, where only its id is known. @param {string} [plan] */
const planWord = (plan) => (plan ? plan[0].toUpperCase() + plan.slice(1) : '–');

function none() {
  return emptyState({
    icon: 'building',
    title: t('customers.companies.none'),
    text: t('customers.companies.none_text'),
    ...(keepsCustomers() && { action: t('customers.company.add'), onaction: () => create() }),
  });
}

/** @param {string} path the list without its filters */
export function noneFound(path) {
  return emptyState({
    icon: 'filter',
    title: t('customers.none_found'),
    text: t('customers.none_found_text'),
    action: t('tickets.reset'),
    onaction: () => app.navigate(path),
  });
}

/** @param {() => void} ondone */
function csvMenu(ondone) {
  return menuButton({
    label: t('customers.csv'),
    className: 'button',
    content: [icon('download', 16), h('span', null, 'CSV')],
    items: () => [
      {
        label: t('customers.csv.export'),
        icon: 'download',
        run: () => location.assign('/api/v1/companies/export.csv'),
      },
      {
        label: t('customers.csv.import'),
        icon: 'upload',
        run: () => import('./companies-import.js').then((part) => part.openImport(ondone)).catch(app.report),
      },
    ],
  });
}
