// From a product into the portal: the token rides in the fragment, which no server or log sees.
export function dressSSO() {
  const form = /** @type {HTMLFormElement} */ (document.getElementById('sso'));
  const said = new URLSearchParams(location.hash.slice(1));
  const token = said.get('token') ?? said.get('identity');
  if (!token) return;
  history.replaceState(null, '', location.pathname);
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  field('token').value = token;
  field('return').value = said.get('return') ?? field('return').value;
  form.submit();
}
