// The two bars above the list: views with counts, and the filters as chips.

import { h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { choose } from './choose.js';
import { staff } from './directory.js';
import { icon, personMark, priorityIcon, statusIcon } from './marks.js';
import { PRIORITIES, STATUSES, TYPES } from './ticket-words.js';
import { cleared, isFiltered, statusesOf, toAddress, VIEWS } from './tickets-query.js';

/** @typedef {import("./tickets-query.js").Query} Query */

/** @param {{query: Query, counts: Record<string, number>, onnew: () => void}} options */
export function viewBar({ query, counts, onnew }) {
  return h(
    'div',
    { class: 'views-row' },
    h('h1', { class: 'views-title' }, t('tickets.title')),
    h(
      'nav',
      { class: 'views', 'aria-label': t('tickets.views') },
      ...VIEWS.map((view) =>
        h(
          'a',
          {
            class: 'view-tab',
            'data-hold': `view-${view}`,
            href: toAddress({ ...cleared(query), view }),
            'aria-current': view === query.view ? 'page' : null,
          },
          t(`tickets.view.${view}`),
          counts[view] === undefined ? null : h('span', { class: 'view-count' }, counts[view].toLocaleString(lang())),
        ),
      ),
    ),
    h(
      'button',
      { class: 'button new-ticket', type: 'button', onclick: onnew },
      icon('plus', 16),
      h('span', {}, t('tickets.new')),
    ),
  );
}

/** How long after the last letter a search begins. */
const TYPED = 250;

/**
 * A search acts while it is typed: `ongo` then gets `{q}` and true, and need not keep the address before.
 * @param {{query: Query, names: Map<string, string>, ongo: (change: Partial<Query>, typed?: boolean) => void}} options
 */
export function filterBar({ query, names, ongo }) {
  const chips = [
    query.status.length
      ? chip('status', t('tickets.column.status'), query.status.map((s) => t(`common.status.${s}`)).join(', '), () =>
          ongo({ status: [] }),
        )
      : null,
    query.priority.length
      ? chip(
          'priority',
          t('tickets.column.priority'),
          query.priority.map((p) => t(`common.priority.${p}`)).join(', '),
          () => ongo({ priority: [] }),
        )
      : null,
    query.type.length
      ? chip('type', t('tickets.field.type'), query.type.map((x) => t(`common.type.${x}`)).join(', '), () =>
          ongo({ type: [] }),
        )
      : null,
    query.department
      ? chip('department', t('tickets.field.department'), names.get(query.department) ?? '…', () =>
          ongo({ department: '' }),
        )
      : null,
    query.assignee ? assigneeChip(query, ongo) : null,
  ];
  const search = /** @type {HTMLInputElement} */ (
    h('input', {
      type: 'search',
      class: 'filter-search',
      value: query.q,
      placeholder: t('tickets.search'),
      'aria-label': t('tickets.search'),
      enterkeyhint: 'search',
    })
  );
  const reset = h(
    'button',
    {
      class: 'button plain',
      type: 'button',
      'data-hold': 'filter',
      hidden: !isFiltered(query),
      onclick: () => ongo(cleared(query)),
    },
    t('tickets.reset'),
  );
  let asked = query.q;
  let later = 0;
  const find = () => {
    clearTimeout(later);
    const q = search.value.trim();
    if (q === asked || !search.isConnected) return;
    asked = q;
    reset.hidden = !isFiltered({ ...query, q });
    ongo({ q }, true);
  };
  search.addEventListener('input', () => {
    clearTimeout(later);
    later = setTimeout(find, TYPED);
  });
  search.addEventListener('change', find);
  const add = h(
    'button',
    {
      class: 'add-filter',
      type: 'button',
      'data-hold': 'filter',
      'aria-haspopup': 'listbox',
      onclick: () => addFilter(add, query, names, ongo),
    },
    icon('plus', 16),
    t('tickets.filter'),
  );
  return h(
    'div',
    { class: 'filters-row', role: 'group', 'aria-label': t('tickets.filters') },
    ...chips,
    add,
    h('span', { class: 'spacer' }),
    reset,
    h(
      'form',
      { class: 'filter-form', role: 'search', onsubmit: (/** @type {Event} */ e) => e.preventDefault() },
      icon('search', 16),
      search,
    ),
  );
}

function chip(
  /** @type {string} */ name,
  /** @type {string} */ label,
  /** @type {string} */ value,
  /** @type {() => void} */ onremove,
) {
  return h(
    'span',
    { class: 'filter-chip', 'data-chip': name },
    h('span', { class: 'chip-label' }, `${label} `),
    h('span', { class: 'chip-value' }, value),
    h(
      'button',
      {
        type: 'button',
        class: 'chip-remove',
        'data-hold': 'filter',
        'aria-label': t('tickets.remove_filter', { name: label }),
        onclick: onremove,
      },
      icon('close', 16),
    ),
  );
}

function assigneeChip(/** @type {Query} */ query, /** @type {(change: Partial<Query>) => void} */ ongo) {
  const node = chip(
    'assignee',
    t('tickets.field.assignee'),
    query.assignee === 'none' ? t('tickets.nobody') : '…',
    () => ongo({ assignee: '' }),
  );
  if (query.assignee !== 'none')
    staff().then(
      (all) => {
        const value = node.querySelector('.chip-value');
        if (value) value.textContent = all.find((p) => p.id === query.assignee)?.name ?? '?';
      },
      () => {},
    );
  return node;
}

/**
 * First what to filter by, then the value; both in one place at the button.
 * @param {HTMLElement} anchor
 * @param {Query} query
 * @param {Map<string, string>} names
 * @param {(change: Partial<Query>) => void} ongo
 */
async function addFilter(anchor, query, names, ongo) {
  const kinds = [
    'status',
    'priority',
    'type',
    ...(names.size > 1 ? ['department'] : []),
    ...(query.view === 'mine' || query.view === 'unassigned' ? [] : ['assignee']),
  ];
  const kind = await choose(anchor, {
    label: t('tickets.filter_by'),
    search: false,
    choices: kinds.map((k) => ({ value: k, label: t(`tickets.field.${k}`) })),
  });
  if (!kind) return;
  const label = t(`tickets.field.${kind}`);
  if (kind === 'assignee') {
    const all = await staff();
    const value = await choose(anchor, {
      label,
      value: query.assignee,
      choices: [
        { value: 'none', label: t('tickets.nobody'), mark: firstChild(personMark(null)) },
        ...all.map((p) => ({ value: p.id, label: p.name, mark: firstChild(personMark(p)) })),
      ],
    });
    if (value) ongo({ assignee: value });
    return;
  }
  if (kind === 'department') {
    const value = await choose(anchor, {
      label,
      value: query.department,
      choices: [...names].map(([id, name]) => ({ value: id, label: name })),
    });
    if (value) ongo({ department: value });
    return;
  }
  const name = /** @type {"status" | "priority" | "type"} */ (kind);
  const values = { status: statusesOf({ ...query, status: [] }), priority: [...PRIORITIES].reverse(), type: TYPES }[
    name
  ];
  const mark = (/** @type {string} */ v) =>
    name === 'status' ? statusIcon(v) : name === 'priority' ? priorityIcon(v) : undefined;
  const value = await choose(anchor, {
    label,
    value: query[name],
    several: true,
    choices: values.map((v) => ({ value: v, label: t(`common.${name}.${v}`), mark: mark(v) })),
  });
  if (!value) return;
  const now = query[name];
  ongo({
    [name]: now.includes(value)
      ? now.filter((v) => v !== value)
      : [...now, value].sort((a, b) => STATUSES.indexOf(a) - STATUSES.indexOf(b)),
  });
}

function firstChild(/** @type {HTMLElement} */ mark) {
  return /** @type {Node} */ (mark.firstChild);
}
