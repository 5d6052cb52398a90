// The page around the iframe: what we tell it, what it may tell us, and its storage where ours is blocked.
import { browserStorage } from '../shared/storage.js';

const query = new URLSearchParams(location.search);

/** Whether we are a page of our own (/chat) and not a panel. */
export const whole = window.parent === window;
export const site = query.get('site') || 'default';
/** The accent the host page asks for. */
export const accent = query.get('hue');
// frame-ancestors decides who may embed us; the message only reaches the origin named here.
const origin = query.get('host') ?? '';

export const storage = browserStorage();
/** What the host page told: its address, an identity token and whom it names ('' = nobody any more), whether the panel is open, and opened by hand: then the focus is ours even before the browser knows. @type {{page: string, identity?: string, sub?: string | null, open: boolean, focus?: boolean}} */
export const host = { page: location.href, open: whole };

/** @param {string} t @param {object} [more] */
export function tell(t, more) {
  if (!whole) window.parent.postMessage({ balcao: 1, t, ...more }, origin);
}

/**
 * Greets the host page and goes on once it has answered (or does not within a second).
 * @param {(kind: 'open' | 'close', focus: boolean) => void} heard
 */
export function meet(heard) {
  if (whole) return Promise.resolve();
  return new Promise((/** @type {(v?: any) => void} */ done) => {
    setTimeout(done, 1000);
    addEventListener('message', ({ source, origin: from, data: d }) => {
      if (source !== window.parent || from !== origin || d?.balcao !== 1) return;
      if (d.t === 'init') {
        Object.assign(host, d);
        if (storage.blocked) borrow(d.stored);
        done();
      } else if (d.t === 'open' || d.t === 'close') {
        host.open = d.t === 'open';
        heard(d.t, d.focus);
      }
    });
    tell('ready');
  });
}

/** Uses the host page's storage beneath ours. @param {Record<string, string>} stored */
function borrow(stored) {
  for (const [k, v] of Object.entries(stored)) storage.setItem(k, String(v));
  const { setItem, removeItem } = storage;
  storage.setItem = (key, value) => {
    setItem(key, value);
    tell('keep', { key, value });
  };
  storage.removeItem = (key) => {
    removeItem(key);
    tell('keep', { key, value: null });
  };
}
