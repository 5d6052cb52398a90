// Keeps the store in step with the server: the snapshot first, then every event in order.

import { browserStorage } from '../shared/storage.js';
import { noteServerTime } from './run-clock.js';
import { api } from './staff-api.js';
import { StaffLive } from './staff-live.js';
import { applyEvent, applyVolatile } from './store-events.js';

/** @typedef {import("./store.js").Store} Store */

/**
 * @param {Store} store
 * @returns {StaffLive} not started yet
 */
export function feed(store) {
  const live = new StaffLive({
    api,
    scope: store.me,
    client: 'console',
    load: (state) => load(store, state),
    storage: browserStorage(),
  });
  const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ fn) =>
    live.addEventListener(type, (e) => fn(/** @type {CustomEvent} */ (e).detail));
  on('event', (event) => {
    noteServerTime(event.ts);
    applyEvent(store, event);
  });
  on('volatile', (frame) => applyVolatile(store, frame, Date.now()));
  on('state', ({ state }) => store.setConnection(state));
  on('outbox', ({ item, ok }) => {
    if (ok && item.conv) settle(store, item, ok);
    store.changed(`thread:${item.conv}`);
    store.tell('outbox', { item, ok });
  });
  store.subscribe('unknown', (id) => fetchConversation(store, id));
  store.subscribe('ticket', countTickets(store));
  store.subscribe('happened', readLoads(store));
  store.subscribe('happened', ({ ev, data }) => {
    if (GIVEN.has(ev) && data.operator?.id === store.me) countUnread(store, data.id);
  });
  return live;
}

/**
 * Reads everything anew. What the snapshot has is taken from it; the rest is asked for.
 * @param {Store} store
 * @param {any} state
 */
async function load(store, state) {
  const heads = await Promise.all(['all', 'mine', 'queue'].map((view) => state?.[view] ?? pageOf(view)));
  const [operators, departments, canned, counts, settings] = await Promise.all([
    state?.operators ?? api.all('/operators'),
    state?.departments ?? api.all('/departments'),
    api.all('/canned-replies').catch(() => []),
    api.get('/counts').catch(() => ({})),
    api.get('/settings').catch(() => ({})),
  ]);
  store.conversations.clear();
  for (const head of heads.flat()) store.put(head);
  store.operators.clear();
  for (const operator of operators) store.putOperator(operator);
  Object.assign(store, {
    departments,
    canned,
    settings: settings ?? {},
    ticketsOpen: counts.tickets_open,
    ready: true,
  });
  // cached messages may have holes now: the open thread reads again, the others when they are opened
  for (const thread of store.threads.values()) {
    thread.state = 'idle';
    store.changed(`thread:${thread.id}`);
  }
  store.changed('list', 'counts', 'operators', 'reference', 'connection');
}

const pageOf = async (/** @type {string} */ view) => (await api.get('/conversations', { view, limit: 200 })).items;

/** A message named a conversation that is not here yet. @param {Store} store @param {string} id */
export async function fetchConversation(store, id) {
  const conversation = await api.get(`/conversations/${id}`).catch(() => undefined);
  if (conversation) store.put(conversation);
}

const GIVEN = new Set(['conversation.assigned', 'conversation.transferred']);

/** An event carries nobody's own counts: who is given a chat asks how much of it is unread. @param {Store} store @param {string} id */
async function countUnread(store, id) {
  const { unread, public_seq } = await api.get(`/conversations/${id}`).catch(() => ({}));
  store.amend(id, (c) => (c.public_seq === public_seq ? { unread } : {})); // else something was said meanwhile
}

/** @param {Store} store */
function countTickets(store) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      store.ticketsOpen = (await api.get('/counts').catch(() => ({}))).tickets_open ?? store.ticketsOpen;
      store.changed('counts');
    }, 1500);
  };
}

/** How many chats colleagues have changes with chats, not by an event of its own. @param {Store} store */
function readLoads(store) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    setTimeout(async () => {
      asked = false;
      for (const operator of await api.all('/operators').catch(() => [])) store.putOperator(operator);
    }, 3000);
  };
}

/**
 * An own message got its `ok`: it takes its place at once; its event completes it.
 * @param {Store} store
 * @param {any} item
 * @param {any} ok
 */
function settle(store, item, ok) {
  const thread = store.threads.get(item.conv);
  const stream = thread?.[/** @type {"public" | "internal"} */ (ok.stream ?? item.stream)];
  if (!thread || !stream || stream.items.some((m) => m.seq === ok.seq)) return;
  /** @type {import("./lists.js").Person} */
  const author = { kind: 'operator', id: store.me, name: store.self?.person.name ?? '' };
  thread.merge({
    mid: ok.mid,
    conv: item.conv,
    stream: ok.stream ?? item.stream,
    seq: ok.seq,
    author,
    text: item.text,
    html: '',
    files: item.files ?? [],
    at: ok.ts ?? new Date().toISOString(),
  });
}
