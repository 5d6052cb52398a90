// A password field with show and hide, and a first password to hand over.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { input } from './field.js';
import { icon } from './marks.js';

/** Without letters and digits that look alike; always of three classes. */
export function firstPassword() {
  const letters = 'abcdefghijkmnpqrstuvwxyz';
  const numbers = crypto.getRandomValues(new Uint32Array(14));
  const word = (/** @type {number} */ from, /** @type {number} */ to) =>
    [...numbers.slice(from, to)].map((n) => letters[n % letters.length]).join('');
  const first = word(0, 4);
  return `${first[0].toUpperCase()}${first.slice(1)}-${word(4, 8)}-${word(8, 12)}-${(numbers[12] % 8) + 2}${(numbers[13] % 8) + 2}`;
}

/** @param {Record<string, unknown>} props */
export function passwordInput(props) {
  const box = input({
    autocomplete: 'new-password',
    spellcheck: false,
    ...props,
    type: props.value ? 'text' : 'password',
  });
  const button = h('button', { class: 'icon-button', type: 'button' });
  const paint = () => {
    const hidden = box.type === 'password';
    button.replaceChildren(icon(hidden ? 'eye' : 'eye-off'));
    button.setAttribute('aria-label', t(hidden ? 'settings.password.show' : 'settings.password.hide'));
    button.setAttribute('aria-pressed', String(!hidden));
  };
  button.addEventListener('click', () => {
    box.type = box.type === 'password' ? 'text' : 'password';
    paint();
    box.focus();
  });
  paint();
  const control = h('div', { class: 'password-box' }, box, button);
  // The label and the error belong to the box, not to the frame around it.
  Object.defineProperty(control, 'id', { get: () => box.id, set: (id) => (box.id = id) });
  control.setAttribute = (name, value) =>
    name.startsWith('aria-')
      ? box.setAttribute(name, value)
      : HTMLElement.prototype.setAttribute.call(control, name, value);
  return {
    control,
    value: () => box.value,
    clear: () => {
      box.value = '';
      box.type = 'password';
      paint();
    },
    /** What stands in the empty box. @param {string} words */
    hint: (words) => (box.placeholder = words),
  };
}
