// Who the page around us says its reader is: told to the server once, then remembered for as long as it is the same person.
import { api, app, KEY, remember } from './app.js';
import { host, site, storage, tell } from './host.js';

const root = document.documentElement;
const told = (/** @type {string | null} */ value) => tell('keep', { key: 'balcao.sub', value });

/** Ends what the last reader had here, computers being shared, and begins as the one of now. */
export async function introduce() {
  const { id, sub: before } = app.me;
  if (before) {
    await api.call('DELETE', '/widget/visitor').catch(() => {});
    app.me = {};
    // signed in at the portal as the same person, and shown there by our own cookie
    if (root.dataset.id === id) await api.call('DELETE', '/session').catch(() => {});
    for (const key of storage.keys()) if (key.startsWith('balcao.')) storage.removeItem(key);
  }
  delete root.dataset.kind;
  storage.removeItem(KEY);
  app.me = {};
  told(null);
  if (!host.sub) return;
  try {
    const { identity, page, sub } = host;
    const { visitor, token, name, email } = await api.post('/widget/visitor', {
      site,
      locale: root.lang,
      page,
      identity,
    });
    remember({ id: visitor, token, name, email, sub });
    told(sub);
  } catch (/** @type {any} */ e) {
    if (!(e.status < 500) || !e.status || e.status === 429) throw e;
    console.warn(e.message); // as nobody in particular, the reader still gets help
  }
}
