// Addresses of the console. Pure: nothing here touches the page.

/** @typedef {import("./app-context.js").Route} Route */

export const VIEWS = ['mine', 'queue', 'all', 'closed'];

/**
 * Which view an address names; `redirect` when another address says the same better.
 * @param {string} path
 * @param {string} [search]
 * @returns {Route & {redirect?: string}}
 */
export function parse(path, search = '') {
  const query = new URLSearchParams(search);
  const [area = '', ...rest] = path
    .replace(/^\/console\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent);
  const route = (/** @type {Route["name"]} */ name, /** @type {string[]} */ parts) => ({ name, path, parts, query });
  switch (area) {
    case 'inbox':
      if (VIEWS.includes(rest[0])) return route('inbox', rest.slice(0, 2));
      if (!rest[0]) break;
      return { ...route('inbox', ['all', rest[0]]), redirect: inboxPath('all', rest[0]) };
    case 'conversations':
    case 'chats':
      if (rest[0]) return { ...route('inbox', ['all', rest[0]]), redirect: inboxPath('all', rest[0]) };
      break;
    case 'tickets':
      return /^\d+$/.test(rest[0] ?? '') ? route('ticket', rest) : route('tickets', rest);
    case 'settings':
      return route('settings', rest);
    case 'search':
      return route('search', rest);
    case 'customers':
      return route('customers', rest);
    case 'getting-started':
      return route('getting-started', rest);
  }
  return { ...route('inbox', ['mine']), redirect: inboxPath('mine') };
}

/**
 * The address of an inbox view, with or without an open chat.
 * @param {string} view
 * @param {string} [id]
 */
export function inboxPath(view, id) {
  return `/console/inbox/${view}${id ? `/${encodeURIComponent(id)}` : ''}`;
}
