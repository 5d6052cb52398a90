// A code that a mail's link carries in its fragment, which no server or log sees.

/** Fills in the code, and takes it out of the address bar. @param {HTMLInputElement} input */
export function fillCode(input) {
  if (location.hash.length < 20) return;
  input.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(history.state, '', location.pathname + location.search);
}

/** The page that asks for a code instead of this one, when the link carries it. */
export function goToCode() {
  if (location.hash.length > 20) location.replace(`/reset?step=code${location.hash}`);
}

/** Signing in first keeps the fragment for the page that was asked for. @param {HTMLInputElement} back */
export function keepFragment(back) {
  if (back.value && location.hash.length > 1 && !back.value.includes('#')) back.value += location.hash;
}
