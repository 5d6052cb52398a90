// The link of a mail: its code rides in the fragment; what it opens belongs to this browser from then on.

/** Fills in the code; nothing is used up before the button is pressed. */
export function dressLink() {
  const code = /** @type {HTMLInputElement} */ (document.getElementById('code'));
  if (location.hash.length > 20) {
    code.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
    const box = document.getElementById('code-field');
    if (box) box.hidden = true;
  }
}

/** Hands the token to the widget and goes on there. */
export function comeBack() {
  const { site, visitor, token, name, email } = /** @type {HTMLElement} */ (document.getElementById('came-back'))
    .dataset;
  localStorage.setItem(`balcao.visitor.${site}`, JSON.stringify({ id: visitor, token, name, email }));
  location.replace(`/chat?site=${encodeURIComponent(site ?? 'default')}#chat`);
}
