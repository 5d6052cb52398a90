// Modal dialogs and menus: native <dialog> and popover, with the focus given back.

import { h, icon } from '../shared/dom.js';
import { app } from './app-context.js';

/**
 * A dialog with head, body and foot. `submit` runs on the filled button and on Ctrl+Enter; it closes the dialog unless it
 * throws, and then the error is said in the dialog.
 * @param {{title: string, body: any, submit?: () => Promise<unknown> | unknown, label?: string, className?: string, aside?: any, cancel?: string}} what
 * @returns {HTMLDialogElement}
 */
export function dialog({ title, body, submit, label = '', className = '', aside, cancel }) {
  const error = h('p', { class: 'dialog-error', role: 'alert', hidden: true });
  const send =
    submit &&
    h(
      'button',
      { class: 'button button-primary button-dialog', type: 'submit' },
      label,
      h('kbd', { class: 'on-fill', 'aria-hidden': 'true', 'data-hint': 'Ctrl Enter' }),
    );
  const box = h(
    'form',
    { class: 'dialog-box', method: 'dialog', novalidate: true },
    h(
      'header',
      { class: 'dialog-head' },
      h('h2', { id: 'dialog-title' }, title),
      h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': app.t('console.close_dialog'),
          onclick: () => el.close(),
        },
        icon('close'),
      ),
    ),
    h('div', { class: 'dialog-body' }, error, body),
    submit &&
      h(
        'footer',
        { class: 'dialog-foot' },
        h('div', { class: 'dialog-aside' }, aside),
        h(
          'button',
          { class: 'button button-dialog', type: 'button', onclick: () => el.close() },
          cancel ?? app.t('console.cancel'),
        ),
        send,
      ),
  );
  const el = h('dialog', { class: `dialog ${className}`, 'aria-labelledby': 'dialog-title' }, box);
  el.addEventListener('click', (/** @type {MouseEvent} */ e) => e.target === el && el.close());
  if (!submit) return el;
  const run = async () => {
    send.disabled = true;
    error.hidden = true;
    try {
      await submit();
      el.close();
    } catch (fault) {
      error.textContent = sayError(fault);
      error.hidden = false;
      const field = /** @type {any} */ (fault).field;
      /** @type {HTMLElement | null} */ (field && box.querySelector(`[name="${CSS.escape(field)}"]`))?.focus();
    } finally {
      send.disabled = false;
    }
  };
  box.addEventListener('submit', (/** @type {Event} */ e) => {
    e.preventDefault();
    run();
  });
  el.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
    e.preventDefault();
    run();
  });
  return el;
}

/** What to tell people about a failed request. @param {unknown} error */
export function sayError(error) {
  const e = /** @type {any} */ (error);
  if (e?.status === 0) return app.t('console.error_network');
  if (e?.detail) return e.status >= 500 && e.requestId ? `${e.detail} (${e.requestId})` : e.detail;
  return app.t('console.error_unknown');
}

/** @param {HTMLDialogElement} el */
export function openDialog(el) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  document.body.append(el);
  el.addEventListener(
    'close',
    () => {
      el.remove();
      if (before?.isConnected) before.focus();
    },
    { once: true },
  );
  el.showModal();
  /** @type {HTMLElement | null} */ (el.querySelector('[autofocus]'))?.focus();
}

/**
 * A button that opens a menu of actions; arrows move, Esc closes.
 * @param {{label: string, content: any, className?: string, items: () => (MenuItem | "-" | false | null | undefined)[]}} what
 * @typedef {{label: string, icon?: string, dot?: string, run?: () => void, href?: string, checked?: boolean, hint?: string, tone?: string}} MenuItem
 */
export function menuButton({ label, content, className = 'icon-button', items }) {
  const menu = h('div', { class: 'menu', popover: 'auto', role: 'menu', 'aria-label': label });
  const button = h(
    'button',
    {
      class: className,
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': className.includes('icon-button') ? label : undefined,
    },
    content,
  );
  const options = () => /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('[role^=menuitem]')]);
  const move = (/** @type {number} */ step) => {
    const all = options();
    const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    all[(now + step + all.length) % all.length]?.focus();
  };
  button.addEventListener('click', () => {
    menu.replaceChildren(
      ...items()
        .filter(Boolean)
        .map((item) => (item === '-' ? h('hr', null) : menuItem(/** @type {MenuItem} */ (item), menu))),
    );
    menu.togglePopover();
  });
  menu.addEventListener('toggle', (/** @type {ToggleEvent} */ e) => {
    const open = e.newState === 'open';
    button.setAttribute('aria-expanded', String(open));
    if (open) {
      place(menu, button);
      options()[0]?.focus();
    } else if (menu.contains(document.activeElement) || document.activeElement === document.body) button.focus();
  });
  menu.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const end = { Home: 0, End: -1 }[e.key];
    if (e.key === 'Tab') menu.hidePopover();
    if (step) move(step);
    if (end !== undefined) options().at(end)?.focus();
    if (step || end !== undefined) e.preventDefault();
    e.stopPropagation();
  });
  return h('span', { class: 'menu-anchor' }, button, menu);
}

/** @param {MenuItem} item @param {any} menu */
function menuItem(item, menu) {
  const role = item.checked === undefined ? 'menuitem' : 'menuitemradio';
  return h(
    item.href ? 'a' : 'button',
    {
      class: `menu-item ${item.tone ?? ''}`,
      role,
      tabindex: '-1',
      href: item.href,
      type: item.href ? undefined : 'button',
      'aria-checked': item.checked === undefined ? undefined : String(item.checked),
      onclick: () => {
        menu.hidePopover();
        item.run?.();
      },
    },
    item.icon && icon(item.icon),
    item.dot && h('span', { class: `dot dot-${item.dot}` }),
    h('span', { class: 'menu-label' }, item.label),
    item.checked && icon('check'),
    item.hint && h('kbd', null, item.hint),
  );
}

/** Beside the button, inside the window. @param {HTMLElement} menu @param {HTMLElement} button */
function place(menu, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: w, offsetHeight: tall } = menu;
  const below = at.bottom + 4 + tall < innerHeight;
  const left = Math.max(8, Math.min(at.left + w > innerWidth - 8 ? at.right - w : at.left, innerWidth - w - 8));
  menu.style.setProperty('left', `${left}px`);
  menu.style.setProperty('top', `${below ? at.bottom + 4 : Math.max(8, at.top - tall - 4)}px`);
}
