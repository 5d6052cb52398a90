// Keys and clicks of the list: j k and arrows move, Enter opens, x selects, Escape clears.

import { app } from './app-context.js';

/**
 * @param {HTMLElement & {tickets: any[], current: number, selected: Set<number>, paint(): void, focusRow(n: number): void, select(n: number, on: boolean, range?: boolean): void}} view
 * @returns {() => void} takes them off again
 */
export function listKeys(view) {
  const keys = (/** @type {KeyboardEvent} */ e) => {
    const target = /** @type {HTMLElement} */ (e.target);
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    if (e.key === 'Escape' && view.selected.size && !target.closest('.choose, input[type=search]')) {
      view.selected.clear();
      view.paint();
      return;
    }
    if (!target.closest('[data-number]')) return;
    const arrows = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const letters = app.preferences?.get('keys') === false ? undefined : { j: 1, k: -1 }[e.key];
    const step = arrows ?? letters;
    if (step) {
      const at = view.tickets.findIndex((x) => x.number === view.current);
      const to = view.tickets[at + step];
      if (to) move(view, to.number);
    } else if (e.key === 'x' && app.preferences?.get('keys') !== false)
      view.select(view.current, !view.selected.has(view.current));
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const clicks = (/** @type {MouseEvent} */ e) => {
    const target = /** @type {HTMLElement} */ (e.target);
    const row = target.closest('tbody [data-number]');
    if (!row || target.closest('a, button, input, label') || e.defaultPrevented || getSelection()?.toString()) return;
    const path = `/console/tickets/${row.getAttribute('data-number')}`;
    if (e.ctrlKey || e.metaKey) open(path, '_blank', 'noopener');
    else app.navigate(path);
  };
  view.addEventListener('keydown', keys);
  view.addEventListener('click', clicks);
  return () => {
    view.removeEventListener('keydown', keys);
    view.removeEventListener('click', clicks);
  };
}

function move(/** @type {Parameters<typeof listKeys>[0]} */ view, /** @type {number} */ number) {
  for (const [n, on] of /** @type {[number, boolean][]} */ ([
    [view.current, false],
    [number, true],
  ])) {
    const row = view.querySelector(`[data-number="${n}"]`);
    row?.classList.toggle('current', on);
    for (const stop of row?.querySelectorAll('[tabindex]') ?? []) stop.setAttribute('tabindex', on ? '0' : '-1');
  }
  view.current = number;
  view.focusRow(number);
  view.querySelector(`[data-number="${number}"]`)?.scrollIntoView({ block: 'nearest' });
}
