// Short messages at the foot of the window, with undo; and what screen readers are told.

import { h, icon } from '../shared/dom.js';
import { app } from './app-context.js';
import { sayError } from './dialog.js';

const region = h('div', { class: 'toasts', role: 'region', 'aria-label': '…', popover: 'manual' });
const polite = h('div', { class: 'sr', role: 'status' });
const urgent = h('div', { class: 'sr', role: 'alert' });

/** Puts the regions into the page; readers only notice changes in regions that were there before. */
export function installToasts() {
  region.setAttribute('aria-label', app.t('console.messages_of_program'));
  document.body.append(region, polite, urgent);
}

/** @param {string} text @param {boolean} [now] */
export function announce(text, now = false) {
  const where = now ? urgent : polite;
  where.textContent = '';
  // the same words twice are said twice only when the region was empty between
  setTimeout(() => (where.textContent = text), 50);
}

/**
 * @param {string} text
 * @param {{undo?: () => void, tone?: "plain" | "bad", seconds?: number, action?: {label: string, run: () => void}}} [options]
 * @returns {() => void} takes it away
 */
export function toast(text, { undo, tone = 'plain', seconds = undo || tone === 'bad' ? 8 : 4, action } = {}) {
  const button = undo ? { label: app.t('console.undo'), run: undo } : action;
  const gone = () => {
    clearTimeout(timer);
    el.remove();
    if (!region.childElementCount) region.hidePopover();
  };
  const take = () => {
    gone();
    button.run();
  };
  const el = h(
    'div',
    { class: `toast ${tone}` },
    tone === 'bad' && icon('alert'),
    h('span', null, text),
    button && h('button', { class: 'toast-action', type: 'button', onclick: take }, button.label),
    h(
      'button',
      { class: 'toast-close', type: 'button', 'aria-label': app.t('console.dismiss'), onclick: gone },
      icon('close', 'icon-16'),
    ),
  );
  region.append(el);
  // shown again so that it lies above a dialog that opened meanwhile
  if (region.matches(':popover-open')) region.hidePopover();
  region.showPopover();
  let timer = setTimeout(gone, seconds * 1000);
  announce(text, tone === 'bad');
  // what can be undone for five seconds does not look undoable for longer
  if (undo) return gone;
  el.addEventListener('pointerenter', () => clearTimeout(timer));
  el.addEventListener('pointerleave', () => {
    timer = setTimeout(gone, 3000);
  });
  return gone;
}

/** @param {unknown} error */
export function report(error) {
  if (/** @type {any} */ (error)?.name === 'AbortError') return;
  toast(sayError(error), { tone: 'bad' });
}
