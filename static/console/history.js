// Who changed what of one record: folded until somebody asks, newest first, read on by pages.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { auditLine } from './audit-lines.js';
import { errorState, skeletonRows } from './states.js';

/** @param {string} path of the API that answers with audit lines */
export function historySection(path) {
  const place = h('div', {});
  const el = h(
    'details',
    { class: 'record-section record-history' },
    h('summary', {}, h('h2', {}, t('customers.history'))),
    place,
  );
  el.addEventListener('toggle', () => {
    if (/** @type {HTMLDetailsElement} */ (el).open && !place.childElementCount) read('');
  });

  async function read(/** @type {string} */ cursor) {
    if (!cursor) fill(place, skeletonRows(3));
    try {
      const { items, next } = await app.api.get(path, { limit: 20, cursor });
      const list = cursor ? /** @type {HTMLElement} */ (place.querySelector('ul')) : h('ul', { class: 'audit-lines' });
      if (!cursor) fill(place, items.length ? list : h('p', { class: 'record-none' }, t('customers.history_none')));
      list.append(...items.map((/** @type {any} */ x) => auditLine(x)));
      place.querySelector('.history-more')?.remove();
      if (next)
        place.append(
          h('button', { class: 'button history-more', type: 'button', onclick: () => read(next) }, t('customers.more')),
        );
    } catch (error) {
      if (cursor) app.report(error);
      else
        fill(
          place,
          errorState(error, () => read('')),
        );
    }
  }
  return el;
}
