// The own picture: one button in the page's language; choosing is sending.
import { h } from '../shared/dom.js';

/** @param {HTMLInputElement} input */
export function dressPicture(input) {
  const send = input.form?.querySelector('button');
  if (!input.form || !send) return;
  const choose = h('button', { type: 'button', class: 'button', onclick: () => input.click() }, input.ariaLabel);
  input.addEventListener('change', () => {
    if (!input.files?.length) return;
    choose.setAttribute('aria-busy', 'true');
    choose.disabled = true;
    input.form?.requestSubmit();
  });
  input.hidden = true;
  send.hidden = true;
  input.before(choose);
}
