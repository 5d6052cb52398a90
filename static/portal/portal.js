// Makes the server's pages livelier; without it everything still works.
import { loadCatalogue } from '../shared/i18n.js';
import { dressPasswords } from './password.js';
import { dressTimes } from './times.js';

const root = document.documentElement;
root.style.setProperty('--hue', root.dataset.hue || '250');

// A menu closes when one clicks elsewhere or presses Escape.
const menus = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details.menu[open]'));
document.addEventListener('click', (e) => {
	for (const menu of menus()) if (!menu.contains(/** @type {Node} */ (e.target))) menu.open = false;
});
document.addEventListener('keydown', (e) => {
	if (e.key !== 'Escape') return;
	for (const menu of menus()) {
		menu.open = false;
		menu.querySelector('summary')?.focus();
	}
});

// The first field at fault gets the focus; a form is sent once.
/** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid="true"]'))?.focus();
document.addEventListener('submit', (e) => {
	const form = /** @type {HTMLFormElement} */ (e.target);
	if (form.dataset.sent) e.preventDefault();
	form.dataset.sent = '1';
	setTimeout(() => delete form.dataset.sent, 3000);
});

// The one-time code of the first start rides in the fragment, which no server or log sees.
const code = /** @type {HTMLInputElement | null} */ (document.querySelector('#setup [name="token"]'));
if (code) {
	if (location.hash.length > 20) {
		code.value = location.hash.slice(1);
		history.replaceState(null, '', location.pathname);
	}
	const field = document.getElementById('token-field');
	if (field && code.value) field.hidden = true;
}

// The e-mail of somebody who asked to be remembered.
const email = /** @type {HTMLInputElement | null} */ (document.querySelector('input[data-remember]'));
if (email) {
	email.value ||= localStorage.getItem('balcao.email') ?? '';
	email.form?.addEventListener('submit', () => {
		const keep = /** @type {HTMLInputElement} */ (email.form?.elements.namedItem('remember')).checked;
		if (keep) localStorage.setItem('balcao.email', email.value);
		else localStorage.removeItem('balcao.email');
	});
}

await loadCatalogue(root.lang, ['portal']);
dressTimes(document);
dressPasswords();
if (document.querySelector('[data-live]')) (await import('./page-live.js')).follow();
