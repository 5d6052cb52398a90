// What is painted anew keeps the focus: a control is known by its data-hold.

/**
 * Wraps a paint of something inside the root; the focus comes back to the control of the same name,
 * also when it is missing for a while (a table behind its skeleton).
 * @param {HTMLElement} root
 */
export function focusKeeper(root) {
  let held = '';
  return (/** @type {() => void} */ paint) => {
    const on = /** @type {HTMLElement | null} */ (root.querySelector('[data-hold]:focus'));
    if (document.activeElement !== document.body) held = on?.dataset.hold ?? '';
    paint();
    const again = held ? /** @type {HTMLElement | null} */ (root.querySelector(`[data-hold="${held}"]`)) : null;
    if (!again) return;
    if (document.activeElement === document.body) again.focus({ preventScroll: true });
    held = '';
  };
}
