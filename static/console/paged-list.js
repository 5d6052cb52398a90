// A list that comes page by page: bars while it is read, rows, what is said when there are none, more on demand.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { errorState, skeletonRows } from './states.js';

/** Fewer than this and the next page is asked for at once: a filter may leave little of one. */
const ENOUGH = 20;

/**
 * @template T
 */
export class PagedList {
  /** @type {T[]} */
  items = [];
  next = '';
  asked = new AbortController();

  /**
   * @param {{place: HTMLElement, path: string, query: () => Record<string, any>, paint: (items: T[]) => any, empty: () => Node, limit?: number}} what
   */
  constructor({ place, path, query, paint, empty, limit = 50 }) {
    Object.assign(this, { path, query, paint, empty, limit });
    this.rows = h('div', { class: 'list-rows' });
    this.foot = h('div', { class: 'tickets-more', hidden: true });
    this.said = h('p', { class: 'sr', role: 'status' });
    place.append(this.said, this.rows, this.foot);
    this.rows.addEventListener('keydown', moveRow);
    // rows come before one reaches the end
    const near = new IntersectionObserver((seen) => seen.some((x) => x.isIntersecting) && this.more(), {
      rootMargin: '400px',
    });
    near.observe(this.foot);
  }

  /** @type {string} */ path = '';
  /** @type {() => Record<string, any>} */ query = () => ({});
  /** @type {(items: T[]) => any} */ paint = () => null;
  /** @type {() => Node} */ empty = () => h('div');
  limit = 50;

  /** Reads from the start; what is shown stays until the answer is there. */
  async start() {
    this.asked.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    const wait = setTimeout(() => !this.items.length && fill(this.rows, skeletonRows(8)), 120);
    this.rows.setAttribute('aria-busy', 'true');
    try {
      const { items, next } = await this.#read('', signal);
      Object.assign(this, { items, next });
      this.show();
      this.said.textContent = t('customers.found', { count: items.length });
    } catch (error) {
      if (!signal.aborted) {
        this.foot.hidden = true;
        fill(
          this.rows,
          errorState(error, () => this.start()),
        );
      }
    } finally {
      clearTimeout(wait);
      if (!signal.aborted) this.rows.removeAttribute('aria-busy');
    }
  }

  async more() {
    if (!this.next || this.reading) return;
    this.reading = true;
    const { signal } = this.asked;
    try {
      const { items, next } = await this.#read(this.next, signal);
      this.items.push(...items);
      this.next = next;
      this.show();
    } catch (error) {
      if (!signal.aborted) app.report(error);
    }
    this.reading = false;
  }

  show() {
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.closest('.list-rows [data-id]');
    fill(this.rows, this.items.length ? this.paint(this.items) : this.empty());
    this.foot.hidden = !this.next;
    fill(this.foot, h('button', { class: 'button', type: 'button', onclick: () => this.more() }, t('customers.more')));
    const id = focus?.getAttribute('data-id');
    if (id)
      /** @type {HTMLElement | null} */ (this.rows.querySelector(`[data-id="${CSS.escape(id)}"] .row-go`))?.focus();
  }

  /** @param {string} cursor @param {AbortSignal} signal */
  async #read(cursor, signal) {
    /** @type {T[]} */
    const items = [];
    let next = cursor;
    do {
      const page = await app.api.get(this.path, { ...this.query(), limit: this.limit, cursor: next }, { signal });
      items.push(...page.items);
      next = page.next ?? '';
    } while (next && items.length < ENOUGH);
    return { items, next };
  }
}

/** Arrows, j and k go from row to row. @param {KeyboardEvent} e */
function moveRow(e) {
  const letters = app.preferences.get('keys') ? { j: 1, k: -1 }[e.key] : undefined;
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key] ?? letters;
  const target = /** @type {HTMLElement} */ (e.target);
  if (!step || e.ctrlKey || e.metaKey || e.altKey || !target.closest('.row-go')) return;
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.list-rows .row-go')]);
  const to = all[all.indexOf(target) + step];
  if (!to) return;
  e.preventDefault();
  e.stopPropagation();
  to.focus();
  to.scrollIntoView({ block: 'nearest' });
}
