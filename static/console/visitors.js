// Who wrote without an account, out of the newest conversations.

import { app } from './app-context.js';

/** @typedef {{id: string, kind: string, name: string, email?: string, last: string, text: string, chats: any[]}} Visitor */

/** @param {string} [q] @returns {Promise<Visitor[]>} newest first */
export async function visitorsWhoWrote(q = '') {
  const [open, closed] = await Promise.all(
    ['all', 'closed'].map((view) => app.api.get('/conversations', { view, q, limit: 200 })),
  );
  /** @type {Map<string, Visitor>} */
  const all = new Map();
  for (const c of [...open.items, ...closed.items]) {
    if (c.customer?.kind !== 'visitor') continue;
    const at = c.last_message?.at ?? c.opened_at;
    const one = all.get(c.customer.id) ?? { ...c.customer, last: '', text: '', chats: [] };
    one.chats.push(c);
    if (at > one.last) Object.assign(one, { last: at, text: c.last_message?.text ?? c.subject ?? '' });
    all.set(one.id, one);
  }
  return [...all.values()].sort((a, b) => b.last.localeCompare(a.last));
}
