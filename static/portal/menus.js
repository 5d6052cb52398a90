// Menus are <details>: they close on a click elsewhere, on Escape and when the focus leaves; arrows walk through them.

const menus = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details.menu[open]'));

/** @param {HTMLDetailsElement} menu @returns {HTMLElement[]} */
const choices = (menu) => [...menu.querySelectorAll('.popover a, .popover button')].map((e) => /** @type {any} */ (e));

export function dressMenus() {
  document.addEventListener('click', (e) => {
    for (const menu of menus()) if (!menu.contains(/** @type {Node} */ (e.target))) menu.open = false;
  });
  document.addEventListener('focusin', (e) => {
    for (const menu of menus()) if (!menu.contains(/** @type {Node} */ (e.target))) menu.open = false;
  });
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') for (const menu of menus()) close(menu);
    const menu = /** @type {Element} */ (e.target).closest?.('details.menu');
    if (menu) walk(/** @type {HTMLDetailsElement} */ (menu), e);
  });
}

/** @param {HTMLDetailsElement} menu */
function close(menu) {
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

/** @param {HTMLDetailsElement} menu @param {KeyboardEvent} e */
function walk(menu, e) {
  const all = choices(menu);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: at < 0 ? all.length - 1 : (at + all.length - 1) % all.length,
    Home: 0,
    End: all.length - 1,
  }[e.key];
  if (to === undefined || !all.length || (at < 0 && !e.key.startsWith('Arrow'))) return;
  e.preventDefault();
  menu.open = true;
  all[to].focus();
}
