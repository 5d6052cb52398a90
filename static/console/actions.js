// What an operator does to a conversation, each with what is said about it. All answer to a failure with a toast.

import { app } from './app-context.js';
import { waiting } from './lists.js';
import { inboxPath } from './router.js';

/** @typedef {import("./lists.js").Conversation} Conversation */

const CLOSE_UNDO = 5000;

/** Chats whose closing waits for its undo. @type {Map<string, number>} */
const closing = new Map();

/** @param {string} id */
export const isClosing = (id) => closing.has(id);

/**
 * @param {string} id
 * @param {string} verb
 * @param {object} [body]
 * @returns {Promise<Conversation | undefined>} nothing when it failed, which was then said
 */
async function call(id, verb, body = {}) {
  try {
    const conversation = await app.api.post(`/conversations/${id}/${verb}`, body);
    if (conversation?.id) app.store.put(conversation);
    return conversation ?? {};
  } catch (error) {
    app.report(error);
  }
}

/** Takes a waiting chat and opens it; being offline ends by it. @param {Conversation} c */
export async function claim(c) {
  if (!waiting(c)) return;
  try {
    const taken = await app.api.post(`/conversations/${c.id}/claim`, {});
    app.store.put(taken);
  } catch (error) {
    const e = /** @type {any} */ (error);
    if (e.status !== 409) return app.report(error);
    const now = await app.api.get(`/conversations/${c.id}`).catch(() => undefined);
    if (now) app.store.put(now);
    return app.toast(app.t('console.claimed_by', { name: now?.operator?.name ?? app.t('console.somebody') }));
  }
  app.announce(app.t('console.claimed', { name: nameOf(c) }));
  if (app.store.self && app.store.self.state !== 'online') await setPresence('online');
  app.navigate(inboxPath('mine', c.id));
}

/** @param {"online" | "away" | "offline"} state */
export async function setPresence(state) {
  try {
    const row = await app.api.put('/presence', { state });
    if (row?.person) app.store.putOperator(row);
    else if (app.store.self) app.store.putOperator({ ...app.store.self, state, chosen: state });
    app.announce(app.t(`console.presence_now_${state}`));
  } catch (error) {
    app.report(error);
  }
}

/** Closes after five seconds in which it can be undone. @param {Conversation} c */
export function close(c) {
  if (c.state === 'closed' || closing.has(c.id)) return;
  const settle = () => {
    closing.delete(c.id);
    app.store.changed('list', `conversation:${c.id}`);
  };
  const run = async () => {
    await call(c.id, 'close');
    settle();
  };
  closing.set(c.id, setTimeout(run, CLOSE_UNDO));
  app.store.changed('list', `conversation:${c.id}`);
  app.toast(app.t('console.closing', { name: nameOf(c) }), {
    seconds: CLOSE_UNDO / 1000,
    undo: () => {
      clearTimeout(closing.get(c.id));
      settle();
    },
  });
}

// a page that goes away does not forget what it promised to close
addEventListener('pagehide', () => {
  for (const [id, timer] of closing) {
    clearTimeout(timer);
    fetch(`/api/v1/conversations/${id}/close`, {
      method: 'POST',
      keepalive: true,
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
  }
  closing.clear();
});

/** Leaves an offer to the next. @param {Conversation} c */
export const decline = (c) => call(c.id, 'decline');

/** @param {Conversation} c */
export const reopen = (c) => call(c.id, 'reopen');

/** Supervisors give chats to whom they see fit; operators join by answering. */
export const supervises = () => app.me.role === 'supervisor' || app.me.role === 'administrator';

/** Takes a chat over from a colleague. @param {Conversation} c */
export async function takeOver(c) {
  const taken = await call(c.id, 'assign', { account: app.me.id });
  if (taken) app.navigate(inboxPath('mine', c.id));
}

/**
 * @param {Conversation} c
 * @param {{account?: string, department?: string, note?: string}} to
 */
export async function transfer(c, to) {
  const moved = await app.api.post(`/conversations/${c.id}/transfer`, to);
  if (moved?.id) app.store.put(moved);
}

/** Keeps the customer from writing, or lets him write again. @param {Conversation} c @param {boolean} [blocked] */
export async function block(c, blocked = true) {
  const done = await call(c.id, 'block', { blocked });
  if (!done) return;
  const text = app.t(blocked ? 'console.blocked' : 'console.unblocked', { name: nameOf(c) });
  app.toast(text, blocked ? { undo: () => block(c, false) } : {});
}

/** Tells the server what was read; quiet on failure, the next read says it again. @param {Conversation} c */
export function markRead(c) {
  if (!c.unread && (c.operator_read_seq ?? 0) >= c.public_seq) return;
  app.store.amend(c.id, () => ({ unread: 0 }));
  app.live.read(c.id, 'public', c.public_seq);
}

/** @param {Conversation} c */
export const nameOf = (c) => c.customer?.name || app.t('console.visitor');
