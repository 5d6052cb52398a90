// Reads the messages of a conversation: the newest first, older ones on demand.

import { ApiError } from '../shared/api.js';
import { app } from './app-context.js';
import { pastLines } from './blocks.js';

const PAGE = 50;

/** @typedef {import("./thread-store.js").Thread} Thread */

/**
 * Reads the newest messages unless they are here. A failure is kept in the thread, for the view to say.
 * @param {string} id
 */
export async function openThread(id) {
  const thread = app.store.thread(id);
  if (thread.state === 'loading' || thread.state === 'ready') return;
  thread.state = 'loading';
  try {
    if (!app.store.conversations.has(id)) app.store.put(await app.api.get(`/conversations/${id}`));
    const c = app.store.conversations.get(id);
    const past = app.api.get(`/conversations/${id}/routing`).catch(() => null);
    await Promise.all([
      past,
      read(thread, 'public', (c?.public_seq ?? 0) + 1, true),
      read(thread, 'internal', (c?.internal_seq ?? 0) + 1, true),
    ]);
    thread.routing = (await past)?.decisions ?? [];
    const now = app.store.conversations.get(id);
    if (now) for (const line of pastLines(now, thread.routing)) thread.say(line);
    thread.state = 'ready';
  } catch (error) {
    thread.state = 'failed';
    if (!(error instanceof ApiError)) console.error(error);
    thread.error = error;
  }
  app.store.changed(`thread:${id}`);
}

/** Reads the page before what is here, of both streams. @param {Thread} thread */
export async function readOlder(thread) {
  if (thread.older || !thread.more) return;
  thread.older = true;
  try {
    await Promise.all(
      /** @type {const} */ (['public', 'internal']).map((name) => {
        const stream = thread[name];
        return stream.complete ? undefined : read(thread, name, stream.items[0]?.seq ?? 1, false);
      }),
    );
  } catch (error) {
    app.report(error);
  }
  thread.older = false;
  app.store.changed(`thread:${thread.id}`);
}

/**
 * @param {Thread} thread
 * @param {"public" | "internal"} name
 * @param {number} before
 * @param {boolean} fresh what was here may have holes: only what joins on is kept
 */
async function read(thread, name, before, fresh) {
  const stream = thread[name];
  if (before <= 1) {
    stream.complete = true;
    return;
  }
  const { items } = await app.api.get(`/conversations/${thread.id}/messages`, { stream: name, before, limit: PAGE });
  if (fresh) {
    const end = items.at(-1)?.seq ?? before - 1;
    stream.items = stream.items.filter((m) => m.seq > end);
  }
  for (const message of items) stream.merge(message);
  stream.complete = !items.length || stream.items[0]?.seq === 1;
}
