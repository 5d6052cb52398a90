// How each event of the live protocol changes the store. Unknown kinds are skipped: new ones may be added.

import { isMine } from './lists.js';
import { plainText } from './plain-text.js';

/** @typedef {import("./store.js").Store} Store */
/** @typedef {{ev: string, pos: number, conv?: string, ticket?: number, stream?: "public" | "internal", seq?: number, ts: string, data: any}} LiveEvent */

/**
 * @param {Store} store
 * @param {LiveEvent} event
 */
export function applyEvent(store, event) {
  const [family] = event.ev.split('.');
  if (family === 'message') message(store, event);
  else if (family === 'conversation') conversation(store, event);
  else if (event.ev === 'read') read(store, event);
  else if (event.ev === 'operator.state') store.putOperator(event.data);
  else if (family === 'ticket') store.tell('ticket', event);
  else if (event.ev === 'notice') store.tell('notice', event);
}

/** @param {Store} store @param {LiveEvent} event */
function conversation(store, { ev, pos, ts, data }) {
  if (!data?.id) return;
  store.put({ ...data, queue_position: undefined });
  const thread = store.threads.get(data.id);
  if (thread && thread.state !== 'idle') {
    thread.say({ pos, ev, at: ts, data });
    store.changed(`thread:${data.id}`);
  }
  store.tell('happened', { ev, data });
}

/** @param {Store} store @param {LiveEvent} event */
function message(store, { ev, data }) {
  const id = data.conv;
  const isNew = ev === 'message';
  const thread = store.threads.get(id);
  if (thread && thread.state !== 'idle') {
    thread.merge(data);
    store.changed(`thread:${id}`);
  }
  store.volatile.get(id)?.typing.delete(data.author.id);
  store.changed(`volatile:${id}`);
  const known = store.amend(id, (c) => headAfter(c, data, isNew, store.me));
  if (!known) store.tell('unknown', id);
  if (isNew) store.tell('message', data);
}

/**
 * @param {import("./lists.js").Conversation} c
 * @param {import("./thread-store.js").Message} m
 * @param {boolean} isNew
 * @param {string} me
 * @returns {Partial<import("./lists.js").Conversation>}
 */
function headAfter(c, m, isNew, me) {
  if (m.stream === 'internal') return isNew ? { internal_seq: Math.max(c.internal_seq ?? 0, m.seq) } : {};
  const last = c.last_message;
  const text = m.deleted ? '' : plainText(m) || m.files?.[0]?.name || '';
  if (!isNew) return last?.seq === m.seq ? { last_message: { ...last, text } } : {};
  if (m.seq <= (last?.seq ?? 0)) return {};
  const byStaff = m.author.kind === 'operator';
  return {
    last_message: { seq: m.seq, text, at: m.at, author: m.author },
    first_answer_at: c.first_answer_at ?? (byStaff ? m.at : undefined),
    public_seq: Math.max(c.public_seq, m.seq),
    unread: byStaff ? (m.author.id === me ? 0 : c.unread) : (c.unread ?? 0) + 1,
    unanswered_since: byStaff ? undefined : (c.unanswered_since ?? m.at),
  };
}

/** @param {Store} store @param {LiveEvent} event */
function read(store, { data }) {
  if (data.stream !== 'public') return;
  store.amend(data.conv, (c) => {
    if (data.by?.id === store.me)
      return { unread: data.seq >= c.public_seq ? 0 : c.unread, operator_read_seq: data.seq };
    if (data.by?.kind === 'operator') return isMine(c, data.by.id) ? { operator_read_seq: data.seq } : {};
    return { customer_read_seq: Math.max(c.customer_read_seq ?? 0, data.seq) };
  });
  store.changed(`thread:${data.conv}`);
}

/**
 * Volatile frames: who types (lapses after 6 s) and who looks.
 * @param {Store} store
 * @param {{ev: string, conv?: string, data: any}} frame
 * @param {number} now
 */
export function applyVolatile(store, { ev, conv, data }, now) {
  if (!conv) return;
  const about = store.volatile.get(conv) ?? { typing: new Map(), looking: [] };
  store.volatile.set(conv, about);
  const person = data.person ?? data.by ?? data.author;
  if (ev === 'typing' && person && person.id !== store.me) {
    if (data.on)
      about.typing.set(person.id, {
        name: person.name,
        text: data.text,
        until: now + 6000,
        staff: person.kind === 'operator',
      });
    else about.typing.delete(person.id);
  }
  if (ev === 'looking') {
    if (Array.isArray(data.people)) about.looking = data.people;
    else if (person) {
      about.looking = about.looking.filter((p) => p.id !== person.id);
      if (data.on !== false) about.looking.push(person);
    }
    about.looking = about.looking.filter((p) => p.id !== store.me);
  }
  store.changed(`volatile:${conv}`);
}
