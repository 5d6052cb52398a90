// Password fields: show and hide, and the rules ticked off while typing; never red before the form was sent.
import { h, icon } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

export function dressPasswords() {
  for (const box of document.querySelectorAll('.password')) dress(/** @type {HTMLElement} */ (box));
  for (const rules of document.querySelectorAll('[data-rules]')) {
    const field = document.getElementById(/** @type {HTMLElement} */ (rules).dataset.rules ?? '');
    field?.addEventListener('input', () => tick(rules, /** @type {HTMLInputElement} */ (field)));
    if (field) tick(rules, /** @type {HTMLInputElement} */ (field)); // typed before the script was there
  }
  for (const rules of document.querySelectorAll('[data-same]')) compare(/** @type {HTMLElement} */ (rules));
}

/** Tells whether the password was repeated, once somebody begins to. @param {HTMLElement} rules */
function compare(rules) {
  const first = /** @type {HTMLInputElement} */ (document.getElementById(rules.dataset.same ?? ''));
  const second = rules.closest('.field')?.querySelector('input');
  const rule = /** @type {HTMLElement | null} */ (rules.querySelector('[data-rule]'));
  if (!second || !rule) return;
  const look = () => {
    const same = second.value === first.value;
    rule.hidden = !second.value;
    rule.classList.toggle('met', same);
    rule.textContent = (same ? rule.dataset.yes : rule.dataset.no) ?? '';
  };
  for (const input of [first, second]) input.addEventListener('input', look);
  look();
}

/** @param {HTMLElement} box */
function dress(box) {
  const input = box.querySelector('input');
  if (!input) return;
  const label = h('span', {}, t('portal.password.show'));
  const button = h(
    'button',
    { type: 'button' },
    icon('eye'),
    label,
    h('span', { class: 'sr' }, ` ${t('portal.password.word')}`),
  );
  button.addEventListener('click', () => {
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    label.textContent = t(show ? 'portal.password.hide' : 'portal.password.show');
  });
  input.form?.addEventListener('submit', () => {
    input.type = 'password'; // browsers offer to keep only those
  });
  box.append(button);
}

const CLASSES = { upper: /\p{Lu}/u, lower: /\p{Ll}/u, digit: /\d/, other: /[^\p{L}\d]/u };

/** @param {Element} rules @param {HTMLInputElement} input */
function tick(rules, input) {
  const { value } = input;
  let classes = 0;
  for (const [name, pattern] of Object.entries(CLASSES)) {
    const met = pattern.test(value);
    classes += Number(met);
    rules.querySelector(`[data-class="${name}"]`)?.classList.toggle('met', met);
  }
  const met = { length: [...value].length >= 8, classes: classes >= 3, personal: value.length > 0 && !personal(input) };
  for (const rule of rules.querySelectorAll('[data-rule]')) {
    rule.classList.toggle('met', met[/** @type {keyof typeof met} */ (/** @type {HTMLElement} */ (rule).dataset.rule)]);
  }
}

/** Made of what stands in the other fields? The server knows the common ones. @param {HTMLInputElement} input */
function personal(input) {
  const value = input.value.toLowerCase();
  const own = ['name', 'email', 'company_name'].flatMap((id) => {
    const field = /** @type {HTMLInputElement | null} */ (
      document.getElementById(id) ?? input.form?.elements.namedItem(id)
    );
    return (field?.value ?? '').toLowerCase().split(/[^\p{L}\d]+/u);
  });
  return value.length < 4 || own.some((word) => word.length > 3 && value.includes(word));
}
