// Who and which departments there are: asked for once, kept for a minute.

import { app } from './app-context.js';

const KEEP = 60_000;
/** @type {Map<string, {at: number, value: Promise<any>}>} */
const kept = new Map();

/** @template T @param {string} name @param {() => Promise<T>} load @returns {Promise<T>} */
function once(name, load) {
  const known = kept.get(name);
  if (known && Date.now() - known.at < KEEP) return known.value;
  const value = load();
  kept.set(name, { at: Date.now(), value });
  value.catch(() => kept.delete(name));
  return value;
}

/** Active staff, myself first, then by name. @returns {Promise<{id: string, name: string, state?: string, departments?: string[]}[]>} */
export function staff() {
  return once('staff', async () => {
    const items = await app.api.all('/operators');
    const people = items.map((/** @type {any} */ o) => ({
      ...o.person,
      state: o.state,
      departments: o.departments ?? [],
    }));
    if (!people.some((/** @type {any} */ p) => p.id === app.me.id))
      people.push({ kind: 'operator', id: app.me.id, name: app.me.name });
    return people.sort(
      (/** @type {any} */ a, /** @type {any} */ b) =>
        Number(b.id === app.me.id) - Number(a.id === app.me.id) || a.name.localeCompare(b.name),
    );
  });
}

/** @returns {Promise<{id: string, name: string, members?: string[]}[]>} */
export function departments() {
  return once('departments', () => app.api.all('/departments'));
}

/** @returns {Promise<any[]>} */
export function cannedReplies() {
  return once('canned', () => app.api.all('/canned-replies'));
}

/** After a change in the settings: what the console keeps of them is read again. */
export async function forgetDirectory() {
  kept.clear();
  const { store } = app;
  const [places, replies, settings] = await Promise.allSettled([
    departments(),
    cannedReplies(),
    app.api.get('/settings'),
  ]);
  if (places.status === 'fulfilled') store.departments = places.value;
  if (replies.status === 'fulfilled') store.canned = replies.value;
  if (settings.status === 'fulfilled') store.settings = { ...store.settings, ...settings.value };
  store.changed('reference');
}
