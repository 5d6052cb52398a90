// Where the browser keeps what outlives a page.

/** The browser's storage, with memory beneath for where it is blocked or full. @returns {import('./outbox.js').Storage_ & {blocked: boolean}} */
export function browserStorage() {
  /** @type {Map<string, string>} */
  const memory = new Map();
  /** @type {Storage | undefined} */
  let s;
  try {
    s = globalThis.localStorage;
  } catch {
    // blocked
  }
  return {
    blocked: !s,
    getItem: (k) => memory.get(k) ?? s?.getItem(k) ?? null,
    setItem: (k, v) => {
      memory.set(k, v);
      try {
        s?.setItem(k, v);
        if (s) memory.delete(k);
      } catch {
        // full: kept while the page lives
      }
    },
    removeItem: (k) => {
      memory.delete(k);
      s?.removeItem(k);
    },
    keys: () => [...Object.keys(s ?? {}), ...memory.keys()],
  };
}
