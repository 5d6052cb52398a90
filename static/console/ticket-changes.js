// A change of a ticket as a sentence: who changed what from which to which.

import { h } from '../shared/dom.js';
import { has, parts, t } from '../shared/i18n.js';
import { app } from './app-context.js';

/**
 * @param {import("./ticket-fold.js").Entry} entry
 * @param {(field: string, id: string) => string} nameOf what an id of a field is called
 * @returns {any[]}
 */
export function changeWords(entry, nameOf) {
  const name = h(
    'strong',
    {},
    entry.author?.id === app.me.id ? t('tickets.you_short') : (entry.author?.name ?? t('tickets.system')),
  );
  const changes = entry.changes ?? [];
  if (!changes.length) return [name, ' ', entry.text ?? ''];
  const sentences = changes.map((change) => one(change, entry.author?.name, name.cloneNode(true), nameOf));
  const said = sentences.flatMap((s, i) => (i ? [h('br'), ...s] : s));
  return entry.text ? [...said, `: ${entry.text}`] : said;
}

/**
 * @param {{field: string, from: any, to: any}} change
 * @param {string | undefined} author the log names people, an assignee too
 * @param {Node} name
 * @param {(field: string, id: string) => string} nameOf
 */
function one({ field, from, to }, author, name, nameOf) {
  const strong = (/** @type {any} */ value) => h('strong', {}, valueText(field, value, nameOf));
  const label = has(`tickets.the.${field}`) ? t(`tickets.the.${field}`) : field;
  if (field === 'assignee' && isEmpty(to)) return parts('tickets.change.unassigned', { name });
  if (field === 'assignee' && author === to) return parts('tickets.change.took', { name });
  if (field === 'assignee') return parts('tickets.change.assigned', { name, to: strong(to) });
  if (field === 'status' && isEmpty(from)) return parts('tickets.change.created', { name });
  if (field === 'conversations' || field === 'conversation') return parts('tickets.change.linked_chat', { name });
  if (field === 'frozen') return [name, ' ', t(to ? 'console.panel.frozen' : 'console.panel.thawed')];
  if (field === 'title') return parts('tickets.change.title', { name, to: strong(to) });
  if (isEmpty(from) && isEmpty(to)) return parts('tickets.change.touched', { name, field: label });
  if (isEmpty(from)) return parts('tickets.change.set', { name, field: label, to: strong(to) });
  if (isEmpty(to)) return parts('tickets.change.cleared', { name, field: label, from: strong(from) });
  return parts('tickets.change.from_to', { name, field: label, from: strong(from), to: strong(to) });
}

function isEmpty(/** @type {any} */ value) {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);
}

/**
 * A value as people call it.
 * @param {string} field
 * @param {any} value
 * @param {(field: string, id: string) => string} nameOf
 * @returns {string}
 */
export function valueText(field, value, nameOf) {
  if (Array.isArray(value)) return value.map((v) => valueText(field, v, nameOf)).join(', ');
  if (value && typeof value === 'object') return value.name ?? value.title ?? '';
  const code = String(value ?? '');
  if (has(`common.${field}.${code}`)) return t(`common.${field}.${code}`).toLocaleLowerCase();
  return nameOf(field, code) || code;
}
