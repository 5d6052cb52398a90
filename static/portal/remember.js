// The e-mail of somebody who asked to be remembered is filled in next time.
const KEY = 'balcao.email';

/** @param {HTMLInputElement} email */
export function rememberEmail(email) {
  const tick = /** @type {HTMLInputElement} */ (email.form?.elements.namedItem('remember'));
  const kept = localStorage.getItem(KEY) ?? '';
  if (kept && !email.value) {
    email.value = kept;
    tick.checked = true;
  }
  email.form?.addEventListener('submit', () => {
    if (tick.checked) localStorage.setItem(KEY, email.value);
    else localStorage.removeItem(KEY);
  });
}
