// The rows of the ticket list: one link a row, one tab stop for all, columns that stay empty are left out.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { icon, personMark, priorityIcon, statusMark } from './marks.js';
import { clockText, exactTime, shortTime } from './ticket-time.js';
import { nextClock, urgency } from './ticket-words.js';
import { SORTS } from './tickets-query.js';

/** @typedef {import("./tickets-query.js").Query} Query */

/** The columns that have something to show. */
export function columnsFor(/** @type {any[]} */ tickets) {
  return [
    'number',
    'priority',
    'title',
    'customer',
    ...(tickets.some((x) => x.product || x.version) ? ['version'] : []),
    'status',
    'assignee',
    ...(tickets.some((x) => nextClock(x)) ? ['due'] : []),
    'updated',
  ];
}

/**
 * @param {{tickets: any[], query: Query, selected: Set<number>, current: number, nameOf: (id: string) => string,
 *   onsort: (column: string) => void, onselect: (number: number, on: boolean, range: boolean) => void, onall: (on: boolean) => void}} options
 */
export function ticketTable({ tickets, query, selected, current, nameOf, onsort, onselect, onall }) {
  const columns = columnsFor(tickets);
  const all = tickets.length > 0 && tickets.every((x) => selected.has(x.number));
  const box = /** @type {HTMLInputElement} */ (
    h('input', {
      type: 'checkbox',
      'data-hold': 'all',
      'aria-label': t('tickets.select_all'),
      checked: all,
      onchange: () => onall(box.checked),
    })
  );
  box.indeterminate = !all && tickets.some((x) => selected.has(x.number));
  return h(
    'table',
    { class: 'tickets-table', role: 'table', 'aria-label': t(`tickets.view.${query.view}`) },
    h(
      'thead',
      { role: 'rowgroup' },
      h(
        'tr',
        { role: 'row' },
        h('th', { class: 'c-select', role: 'columnheader', scope: 'col' }, box),
        ...columns.map((c) => heading(c, query, onsort)),
      ),
    ),
    h('tbody', { role: 'rowgroup' }, ...tickets.map((x) => row(x, columns, { selected, current, nameOf, onselect }))),
  );
}

function heading(
  /** @type {string} */ column,
  /** @type {Query} */ query,
  /** @type {(column: string) => void} */ onsort,
) {
  const on = query.sort === column;
  const sort = on ? (query.descending ? 'descending' : 'ascending') : 'none';
  const label = t(`tickets.column.${column}`);
  if (!SORTS.includes(column)) return h('th', { class: `c-${column}`, role: 'columnheader', scope: 'col' }, label);
  return h(
    'th',
    { class: `c-${column}`, role: 'columnheader', scope: 'col', 'aria-sort': sort },
    h(
      'button',
      {
        class: 'sort',
        type: 'button',
        'data-hold': `sort-${column}`,
        'aria-label': t('tickets.sort_by', { column: label }),
        title: t('tickets.sort_by', { column: label }),
        onclick: () => onsort(column),
      },
      column === 'priority' ? h('span', { class: 'sort-priority' }, priorityIcon('high', 16)) : label,
      on ? icon(query.descending ? 'chevron-down' : 'chevron-up', 16) : null,
    ),
  );
}

/**
 * @param {any} ticket
 * @param {string[]} columns
 * @param {{selected: Set<number>, current: number, nameOf: (id: string) => string, onselect: (number: number, on: boolean, range: boolean) => void}} list
 */
function row(ticket, columns, { selected, current, nameOf, onselect }) {
  const on = selected.has(ticket.number);
  const stop = ticket.number === current ? '0' : '-1';
  const box = /** @type {HTMLInputElement} */ (
    h('input', {
      type: 'checkbox',
      tabindex: stop,
      checked: on,
      'aria-label': t('tickets.select_one', { number: ticket.number }),
      onclick: (/** @type {MouseEvent} */ e) => onselect(ticket.number, box.checked, e.shiftKey),
    })
  );
  return h(
    'tr',
    {
      role: 'row',
      'data-number': ticket.number,
      'aria-selected': on ? 'true' : null,
      class: [on ? 'selected' : '', ticket.number === current ? 'current' : ''].join(' ').trim() || null,
    },
    h('td', { class: 'c-select', role: 'cell' }, h('label', { class: 'hit' }, box)),
    ...columns.map((c) => h('td', { class: `c-${c}`, role: 'cell' }, cell(c, ticket, stop, nameOf))),
  );
}

/**
 * @param {string} column
 * @param {any} ticket
 * @param {string} stop
 * @param {(id: string) => string} nameOf
 * @returns {Node | string | null}
 */
function cell(column, ticket, stop, nameOf) {
  switch (column) {
    case 'number':
      return h('span', { class: 'ticket-number' }, `#${ticket.number}`);
    case 'priority': {
      const name = t(`common.priority.${ticket.priority}`);
      return h(
        'span',
        { class: 'tip', 'data-tip': name, role: 'img', 'aria-label': t('tickets.priority_is', { priority: name }) },
        priorityIcon(ticket.priority),
      );
    }
    case 'title':
      return h(
        'a',
        { class: 'title-link', href: `/console/tickets/${ticket.number}`, tabindex: stop, title: ticket.title },
        ticket.title,
      );
    case 'customer':
      return h(
        'span',
        { class: 'cut' },
        ticket.company?.name ??
          (typeof ticket.company === 'string' && ticket.company ? nameOf(ticket.company) : '') ??
          '',
        ticket.company ? '' : (ticket.contact?.name ?? ''),
      );
    case 'version': {
      const product = ticket.product?.name ?? ticket.product ?? '';
      return h(
        'span',
        { class: 'cut', title: [product, ticket.version].filter(Boolean).join(' ') },
        ticket.version ?? '',
        ticket.version && product ? ' ' : '',
        h('span', { class: ticket.version ? 'muted' : '' }, product),
      );
    }
    case 'status':
      return statusMark(ticket.status);
    case 'assignee':
      return personMark(ticket.assignee);
    case 'due':
      return due(ticket);
    default:
      return h(
        'time',
        { datetime: ticket.updated_at, title: exactTime(ticket.updated_at) },
        shortTime(ticket.updated_at),
      );
  }
}

function due(/** @type {any} */ ticket) {
  const next = nextClock(ticket);
  if (!next) return h('span', { class: 'due none' }, '–');
  return h(
    'span',
    {
      class: `due ${urgency(next.clock, Date.now())}`,
      title: `${t(`tickets.clock.${next.name}`)}: ${exactTime(next.clock.due)}`,
    },
    clockText(next.clock),
  );
}
