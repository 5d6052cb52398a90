// Keeps a list of elements in step with a list of items without rebuilding what stays: focus and scroll survive.

/**
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => any} create
 * @param {(el: any, item: T) => void} update called for new and kept elements
 */
export function keyed(parent, items, keyOf, create, update) {
  const old = new Map([...parent.children].map((el) => [/** @type {HTMLElement} */ (el).dataset.key, el]));
  /** @type {Element | null} */
  let at = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const kept = old.get(key);
    old.delete(key);
    const el = kept ?? create(item);
    el.dataset.key = key;
    update(el, item);
    if (el === at) at = at?.nextElementSibling ?? null;
    else parent.insertBefore(el, at);
  }
  for (const el of old.values()) el.remove();
}

/**
 * Calls make again only when the sign of what it shows changed.
 * @param {any} el
 * @param {string} sign
 * @param {() => void} make
 */
export function once(el, sign, make) {
  if (el.shownSign === sign) return;
  el.shownSign = sign;
  make();
}
