// The one door for markup: only html that the server has sanitised comes in. Everything else enters pages as text.

/** @type {any} */
const trusted = /** @type {any} */ (globalThis).trustedTypes;
const policy = trusted?.createPolicy('balcao', { createHTML: (/** @type {string} */ s) => s });

/**
 * Shows html of the server in el; links open a new window and tell it nothing.
 * @template {Element} T
 * @param {T} el
 * @param {string} html
 * @returns {T}
 */
export function setHTML(el, html) {
  const box = document.createElement('template');
  box.innerHTML = policy ? policy.createHTML(html) : html;
  for (const a of box.content.querySelectorAll('a')) {
    a.target = '_blank';
    a.rel = 'noopener noreferrer nofollow';
  }
  el.replaceChildren(box.content);
  return el;
}
