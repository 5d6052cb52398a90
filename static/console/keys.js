// The keyboard. Single keys act only with the focus in list or thread (or nowhere), never in a field, and can be switched off.

import { claim, close } from './actions.js';
import { app } from './app-context.js';
import { chatNow } from './chat-now.js';
import { openHelp, openPalette, openTransfer } from './dialogs.js';
import { isMine, waiting } from './lists.js';

/** @param {import("./shell.js").Shell} shell */
export function installKeys(shell) {
  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || e.isComposing) return;
    if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === 'k') {
      e.preventDefault();
      return openPalette();
    }
    if (
      e.ctrlKey ||
      e.metaKey ||
      e.altKey ||
      !app.preferences.get('keys') ||
      !mayAct(/** @type {Element} */ (e.target))
    )
      return;
    if (e.key === '/') return act(e, () => openPalette());
    if (e.key === '?') return act(e, openHelp);
    if (shell.route?.name === 'inbox') inboxKey(e);
  });
}

/** @param {Element} target */
function mayAct(target) {
  if (document.querySelector('dialog[open]') || target.closest('input, textarea, select, [contenteditable], .menu'))
    return false;
  return target === document.body || Boolean(target.closest('.view'));
}

/** @param {KeyboardEvent} e @param {() => void} run */
function act(e, run) {
  e.preventDefault();
  run();
}

/** @param {KeyboardEvent} e */
function inboxKey(e) {
  const c = chatNow();
  switch (e.key) {
    case 'j':
    case 'k':
      return act(e, () => moveRow(e.key === 'j' ? 1 : -1));
    case 'c':
      return act(e, () => {
        const next = c && waiting(c) ? c : app.store.rows('queue')[0];
        if (next) claim(next);
        else app.toast(app.t('console.nobody_waits'));
      });
    case 'r':
    case 'n':
      if (c)
        act(e, () =>
          /** @type {HTMLElement | undefined} */ (
            document.querySelectorAll('.composer-mode')[e.key === 'r' ? 0 : 1]
          )?.click(),
        );
      return;
    case 't':
      if (c) act(e, () => /** @type {HTMLElement | null} */ (document.querySelector('.bar-convert'))?.click());
      return;
    case 'x':
      if (c && c.state !== 'closed') act(e, () => openTransfer(c));
      return;
    case 'e':
      if (c && c.state !== 'closed' && isMine(c, app.me.id)) act(e, () => close(c));
  }
}

/** Moves the focus along the rows, from the open chat at first. @param {number} step */
function moveRow(step) {
  const links = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.chat-rows .row-link')]);
  if (!links.length) return;
  let at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0) at = links.findIndex((l) => l.getAttribute('aria-current') === 'true');
  const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + step))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
