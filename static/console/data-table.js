// A table of records: the first column is the way to the record, the rest what one wants at a glance; cards on a phone.

import { h } from '../shared/dom.js';

/**
 * @template T
 * @typedef {{name: string, label: string, cell: (item: T) => any}} Column
 */

/**
 * @template {{id: any}} T
 * @param {{label: string, name: string, columns: Column<T>[], items: T[], go: (item: T) => string | (() => void)}} what `go`: the address of the record, or what opens it
 */
export function dataTable({ label, name, columns, items, go }) {
  return h(
    'table',
    { class: `data-table of-${name}`, 'aria-label': label },
    h('thead', {}, h('tr', {}, ...columns.map((c) => h('th', { class: `d-${c.name}`, scope: 'col' }, c.label)))),
    h(
      'tbody',
      {},
      ...items.map((item) =>
        h(
          'tr',
          { 'data-id': item.id },
          ...columns.map((c, i) =>
            i
              ? h('td', { class: `d-${c.name}` }, c.cell(item))
              : h('th', { class: `d-${c.name}`, scope: 'row' }, way(go(item), c.cell(item))),
          ),
        ),
      ),
    ),
  );
}

/** @param {string | (() => void)} to @param {any} inside */
function way(to, inside) {
  return typeof to === 'string'
    ? h('a', { class: 'row-go', href: to }, inside)
    : h('button', { class: 'row-go', type: 'button', onclick: to }, inside);
}
