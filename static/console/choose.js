// A menu that opens at a button: one choice of many, with search when they are many; keyboard like a listbox.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { icon } from './marks.js';

/** @typedef {{value: string, label: string, mark?: Node, hint?: string, tone?: string}} Choice */

/**
 * Opens the menu; resolves with the value, or null when it was left.
 * @param {HTMLElement} anchor
 * @param {{label: string, choices: Choice[], value?: string | string[], search?: boolean, several?: boolean}} options
 * @returns {Promise<string | null>}
 */
export function choose(anchor, { label, choices, value = '', search = choices.length > 8, several = false }) {
  const chosen = new Set([value].flat());
  const list = h('div', {
    class: 'choose-list',
    role: 'listbox',
    'aria-label': label,
    'aria-multiselectable': several ? 'true' : null,
    tabindex: '-1',
    id: 'choose-list',
  });
  const box = /** @type {HTMLInputElement} */ (
    h('input', {
      class: 'choose-search',
      type: 'text',
      placeholder: t('tickets.choose.search'),
      'aria-label': label,
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': 'choose-list',
      autocomplete: 'off',
    })
  );
  const menu = h(
    'div',
    { class: 'choose', popover: 'auto' },
    search ? h('div', { class: 'choose-head' }, icon('search', 16), box) : null,
    list,
  );
  const active = search ? box : list;
  let shown = choices;
  let at = Math.max(
    0,
    choices.findIndex((c) => chosen.has(c.value)),
  );

  const paint = () => {
    list.replaceChildren(
      ...shown.map((c, i) =>
        h(
          'div',
          {
            class: `option ${c.tone ?? ''}`,
            role: 'option',
            id: `option-${i}`,
            'aria-selected': chosen.has(c.value) ? 'true' : 'false',
            'data-active': i === at ? '' : null,
          },
          c.mark ? c.mark.cloneNode(true) : null,
          h('span', { class: 'option-text' }, c.label),
          c.hint ? h('span', { class: 'option-hint' }, c.hint) : null,
          chosen.has(c.value) ? icon('check', 16) : null,
        ),
      ),
      ...(shown.length ? [] : [h('p', { class: 'choose-none' }, t('tickets.choose.none'))]),
    );
    active.setAttribute('aria-activedescendant', shown.length ? `option-${at}` : '');
    list.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  };

  return new Promise((resolve) => {
    /** @type {string | null} */
    let answer = null;
    const take = (/** @type {number} */ i) => {
      if (!shown[i]) return;
      answer = shown[i].value;
      menu.hidePopover();
    };
    menu.addEventListener('toggle', (e) => {
      if (/** @type {ToggleEvent} */ (e).newState !== 'closed') return;
      menu.remove();
      anchor.setAttribute('aria-expanded', 'false');
      if (anchor.isConnected && (answer !== null || document.activeElement === document.body)) anchor.focus();
      resolve(answer);
    });
    menu.addEventListener('keydown', (e) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (step && shown.length) at = (at + step + shown.length) % shown.length;
      else if (e.key === 'Home' && !search) at = 0;
      else if (e.key === 'End' && !search) at = shown.length - 1;
      else if (e.key === 'Enter' || (e.key === ' ' && !search)) take(at);
      else if (e.key === 'Tab') menu.hidePopover();
      else return;
      if (e.key !== 'Tab') e.preventDefault();
      e.stopPropagation();
      if (menu.isConnected) paint();
    });
    box.addEventListener('input', () => {
      const words = fold(box.value);
      shown = choices.filter((c) => fold(`${c.label} ${c.hint ?? ''}`).includes(words));
      at = 0;
      paint();
    });
    list.addEventListener('click', (e) => take(indexOf(list, e)));
    list.addEventListener('pointermove', (e) => {
      const i = indexOf(list, e);
      if (i >= 0 && i !== at) {
        list.children[at]?.removeAttribute('data-active');
        at = i;
        list.children[at]?.setAttribute('data-active', '');
      }
    });
    (anchor.closest('dialog, main') ?? document.body).append(menu);
    paint();
    anchor.setAttribute('aria-expanded', 'true');
    menu.showPopover();
    place(menu, anchor);
    active.focus();
  });
}

function indexOf(/** @type {HTMLElement} */ list, /** @type {Event} */ e) {
  const option = /** @type {HTMLElement} */ (e.target).closest('[role=option]');
  return option ? [...list.children].indexOf(option) : -1;
}

/** Puts a popover under its anchor, or above when there is no room, inside the window. */
export function place(/** @type {HTMLElement} */ menu, /** @type {HTMLElement} */ anchor) {
  const a = anchor.getBoundingClientRect();
  const m = menu.getBoundingClientRect();
  const below = a.bottom + 4 + m.height <= innerHeight - 8;
  const top = below ? a.bottom + 4 : Math.max(8, a.top - 4 - m.height);
  menu.style.setProperty('top', `${top}px`);
  menu.style.setProperty('left', `${Math.max(8, Math.min(a.left, innerWidth - m.width - 8))}px`);
  menu.style.setProperty('min-width', `${Math.max(200, Math.min(a.width, 320))}px`);
}

function fold(/** @type {string} */ text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
