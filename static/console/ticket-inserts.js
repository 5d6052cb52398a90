// What is put into an answer from a list: canned replies and colleagues.

import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { fill } from './canned.js';
import { choose } from './choose.js';
import { cannedReplies, staff } from './directory.js';

/** @typedef {import('./ticket-composer.js').TicketComposer} Composer */

/**
 * A canned reply with its variables filled; `from` is where the typed "/" stands.
 * @param {Composer} composer
 * @param {HTMLElement} anchor
 * @param {number} [from]
 */
export async function insertCanned(composer, anchor, from) {
  const all = await cannedReplies().catch(() => []);
  if (from !== undefined && !all.length) return;
  const choices = all.map((c) => ({
    value: c.id,
    label: c.name,
    hint: c.shortcut ? `/${c.shortcut.replace(/^\//, '')}` : '',
  }));
  const id = await choose(anchor, { label: t('tickets.canned'), search: true, choices });
  const reply = all.find((c) => c.id === id);
  composer.text.focus();
  if (!reply) return;
  const ticket = composer.ticket();
  const name = ticket?.contact?.name ?? '';
  const values = {
    'customer.name': name,
    'customer.first_name': name.split(' ')[0],
    'operator.name': app.me.name,
    'ticket.number': `#${ticket?.number}`,
  };
  composer.put(fill(reply.text, values), from);
}

/**
 * A colleague's name; only notes mention, so the mode follows.
 * @param {Composer} composer
 * @param {HTMLElement} anchor
 * @param {number} [from]
 */
export async function insertMention(composer, anchor, from) {
  composer.setMode(true);
  const people = await staff().catch(() => []);
  const choices = people.filter((p) => p.id !== app.me.id).map((p) => ({ value: p.id, label: p.name }));
  const id = await choose(anchor, { label: t('tickets.mention'), search: true, choices });
  const person = people.find((p) => p.id === id);
  composer.text.focus();
  if (person) composer.put(`@${person.name} `, from);
}
