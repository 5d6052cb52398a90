// Accepting an invitation: the code rides in the fragment of the mail's link, which no server or log sees.
import { Api } from '../shared/api.js';

const KEY = 'balcao.invitation';
const api = new Api();

/** @param {HTMLFormElement} form */
export async function dressInvite(form) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem('code'));
  const wrong = input.getAttribute('aria-invalid') === 'true';
  const linked = location.hash.length > 20;
  if (linked) {
    input.value = decodeURIComponent(location.hash.slice(1));
    sessionStorage.setItem(KEY, input.value); // choosing a language loads the page again
    history.replaceState(history.state, '', location.pathname);
  } else if (!wrong) {
    input.value ||= sessionStorage.getItem(KEY) ?? '';
  }
  input.addEventListener('change', () => look(form, input, false));
  if (input.value && (linked || !wrong)) await look(form, input, linked);
}

/** What the code opens, before anything is done with it.
 * @param {HTMLFormElement} form @param {HTMLInputElement} input @param {boolean} linked */
async function look(form, input, linked) {
  show(form, null);
  if (!input.value.trim()) return;
  try {
    show(form, await api.post('/invitations/inspect', { code: input.value }));
    form.querySelector('button')?.focus({ preventScroll: true });
  } catch (e) {
    // The page that the form leads to gives the reason and the next step.
    if (linked && /** @type {any} */ (e).status === 410) form.requestSubmit();
  }
}

/** @param {HTMLFormElement} form @param {any} invited */
function show(form, invited) {
  const good = /** @type {HTMLElement} */ (form.querySelector('[data-good]'));
  const list = /** @type {HTMLElement} */ (form.querySelector('[data-invited]'));
  good.textContent = '';
  list.hidden = !invited;
  if (!invited) return;
  good.textContent = (good.dataset.text ?? '').replace('{date}', day(invited.expires_at, true));
  for (const cell of list.querySelectorAll('[data-field]')) {
    const dd = /** @type {HTMLElement} */ (cell);
    const value = invited[dd.dataset.field ?? ''] ?? '';
    dd.textContent = dd.dataset.text
      ? dd.dataset.text.replace('{name}', () => value).replace('{date}', day(invited.sent_at, false))
      : value;
    /** @type {HTMLElement} */ (dd.parentElement).hidden = !value;
  }
}

/** @param {string} at @param {boolean} year */
const day = (at, year) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    day: 'numeric',
    month: 'long',
    ...(year ? { year: 'numeric' } : {}),
  }).format(new Date(at));

/** The account begins with the browser's time zone. @param {HTMLInputElement} input */
export function ownZone(input) {
  input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
  sessionStorage.removeItem(KEY);
}
