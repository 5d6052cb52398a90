// Password fields: show and hide, and the rules ticked off while typing; never red before the form was sent.
import { h, icon } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

export function dressPasswords() {
	for (const box of document.querySelectorAll('.password')) dress(/** @type {HTMLElement} */ (box));
	const rules = document.querySelector('.rules');
	const field = /** @type {HTMLInputElement | null} */ (document.querySelector('input[data-new-password]'));
	if (rules && field) field.addEventListener('input', () => tick(rules, field.value));
}

/** @param {HTMLElement} box */
function dress(box) {
	const input = box.querySelector('input');
	if (!input) return;
	const label = h('span', {}, t('portal.password.show'));
	const button = h('button', { type: 'button', 'aria-pressed': 'false' }, icon('eye'), label);
	button.addEventListener('click', () => {
		const show = input.type === 'password';
		input.type = show ? 'text' : 'password';
		button.setAttribute('aria-pressed', String(show));
		label.textContent = t(show ? 'portal.password.hide' : 'portal.password.show');
	});
	box.append(button);
}

/** @param {Element} rules @param {string} value */
function tick(rules, value) {
	const classes = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u].filter((c) => c.test(value)).length;
	const met = { length: [...value].length >= 8, classes: classes >= 3 };
	for (const rule of rules.children) rule.classList.toggle('met', met[/** @type {HTMLElement} */ (rule).dataset.rule ?? '']);
}
