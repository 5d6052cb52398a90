// One change of a ticket, when somebody may have been faster.

import { h } from '../shared/dom.js';
import { has, t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { formDialog } from './form-dialog.js';
import { valueText } from './ticket-changes.js';

/**
 * Sends the change with the ETag of what was seen. When another one came first: the same field untouched → once more by itself;
 * the same field changed → the person decides. Null when it was not made (which was said).
 * @param {any} ticket
 * @param {Record<string, unknown>} change
 * @returns {Promise<any | null>}
 */
export async function changeTicket(ticket, change) {
  const url = `/tickets/${ticket.number}`;
  try {
    return await app.api.patch(url, change, { etag: app.api.etag(ticket) });
  } catch (error) {
    const known = /** @type {any} */ (error);
    if (known.status !== 412) {
      app.report(error);
      return null;
    }
  }
  try {
    const now = await app.api.get(url);
    const [field] = Object.keys(change);
    const again = () => app.api.patch(url, change, { etag: app.api.etag(now) });
    if (same(now[field], ticket[field])) return await again();
    if (same(now[field], change[field])) return now;
    return (await decide(field, now[field], change[field], again)) ?? now;
  } catch (error) {
    app.report(error);
    return null;
  }
}

function same(/** @type {any} */ a, /** @type {any} */ b) {
  const plain = (/** @type {any} */ v) => JSON.stringify(v?.id ?? v ?? '');
  return plain(a) === plain(b);
}

/** @param {string} field @param {any} theirs @param {any} mine @param {() => Promise<any>} again @returns {Promise<any | null>} */
function decide(field, theirs, mine, again) {
  const label = has(`tickets.field.${field}`) ? t(`tickets.field.${field}`) : field;
  const text = (/** @type {any} */ v) =>
    valueText(field, v, (_f, id) => app.store.operators.get(id)?.person.name ?? '') || t('tickets.unset');
  return new Promise((resolve) => {
    /** @type {any} */
    let result = null;
    const box = formDialog({
      title: t('tickets.conflict'),
      label: t('tickets.conflict_mine'),
      body: h(
        'div',
        { class: 'conflict' },
        h('p', {}, t('tickets.conflict_text', { field: label })),
        h(
          'dl',
          {},
          h('dt', {}, t('tickets.conflict_theirs')),
          h('dd', {}, text(theirs)),
          h('dt', {}, t('tickets.conflict_yours')),
          h('dd', {}, text(mine)),
        ),
      ),
      onsubmit: async () => {
        result = await again();
      },
    });
    box.el.addEventListener('close', () => resolve(result));
  });
}
