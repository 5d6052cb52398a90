// The first start: the one-time code rides in the fragment, which no server or log sees.
const KEY = 'balcao.setup';

export function dressSetup() {
  const form = /** @type {HTMLFormElement} */ (document.getElementById('setup'));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const token = field('token');
  const wrong = token.getAttribute('aria-invalid') === 'true';
  if (location.hash.length > 20) {
    token.value = location.hash.slice(1);
    sessionStorage.setItem(KEY, token.value); // choosing a language loads the page again
    history.replaceState(null, '', location.pathname);
  } else if (!wrong) {
    token.value ||= sessionStorage.getItem(KEY) ?? '';
  }
  const box = document.getElementById('token-field');
  if (box && token.value && !wrong) box.hidden = true;
  field('time_zone').value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
}
