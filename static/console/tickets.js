// The ticket list: views, filters, sort, pages, live changes, selection.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { departments } from './directory.js';
import { titlePage } from './page-title.js';
import { errorState, skeletonRows } from './states.js';
import { dress } from './styles.js';
import { rememberOrder } from './ticket-order.js';
import { bulkBar } from './tickets-bulk.js';
import { emptyTickets } from './tickets-empty.js';
import { filterBar, viewBar } from './tickets-filters.js';
import { focusKeeper } from './tickets-focus.js';
import { listKeys } from './tickets-keys.js';
import { countViews, fits, fromAddress, toAddress, toApi } from './tickets-query.js';
import { ticketTable } from './tickets-table.js';

/** @typedef {import("./tickets-query.js").Query} Query */

class TicketsView extends HTMLElement {
  /** @type {Query} */
  query = fromAddress(new URLSearchParams());
  /** @type {any[]} */
  tickets = [];
  next = '';
  /** @type {unknown} */
  failure = null;
  loading = true;
  /** @type {Record<string, number>} */
  counts = {};
  /** @type {Set<number>} */
  selected = new Set();
  current = 0;
  lastPicked = 0;
  keepFocus = focusKeeper(this);
  /** @type {Map<string, string>} */
  names = new Map();
  /** @type {AbortController} */
  asked = new AbortController();
  /** @type {(() => void)[]} */
  leave = [];

  set route(/** @type {{query: URLSearchParams}} */ route) {
    const before = toAddress({ ...this.query, q: '' });
    this.query = fromAddress(route.query);
    if (this.isConnected) this.start(before === toAddress({ ...this.query, q: '' }));
  }

  connectedCallback() {
    dress(this, 'tickets.css', 'forms.css');
    titlePage(t('tickets.title'));
    this.views = h('div', { class: 'tickets-views' });
    this.filters = h('div', { class: 'tickets-filters' });
    this.body = h('div', { class: 'tickets-body' });
    this.bulk = h('div', { class: 'tickets-bulk', hidden: true });
    this.replaceChildren(this.views, this.filters, this.body, this.bulk);
    this.leave = [
      app.store.subscribe('ticket', (event) => this.take(event.data?.ticket)),
      app.store.subscribe('connection', () => ['online', 'polling'].includes(app.store.connection) && this.soon(true)),
      listKeys(this),
    ];
    departments()
      .then((all) => {
        this.names = new Map(all.map((d) => [d.id, d.name]));
        this.paintBars();
      })
      .catch(() => {});
    this.start();
  }

  disconnectedCallback() {
    this.asked.abort();
    clearTimeout(this.later);
    for (const off of this.leave) off();
  }

  /** Reads anew; while one types a search the rows before it stay until the answer is there. */
  start(keep = false) {
    this.selected.clear();
    if (!keep) this.tickets = [];
    this.next = '';
    this.current = 0;
    this.loading = true;
    this.paintBars();
    this.paint();
    this.load();
    this.count();
  }

  /** Reads the list from its start; what is shown stays until the answer is there. */
  async load(limit = 50) {
    this.asked.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    try {
      const page = await this.read('', limit, signal);
      this.tickets = page.items;
      this.next = page.next;
      this.failure = null;
    } catch (error) {
      if (signal.aborted) return;
      this.failure = error;
    }
    this.loading = false;
    this.paint();
  }

  async more() {
    if (!this.next || this.loading) return;
    this.loading = true;
    const { signal } = this.asked;
    try {
      const page = await this.read(this.next, 50, signal);
      const known = new Set(this.tickets.map((x) => x.number));
      this.tickets.push(...page.items.filter((/** @type {any} */ x) => !known.has(x.number)));
      this.next = page.next;
    } catch (error) {
      if (!signal.aborted) app.report(error);
    }
    this.loading = false;
    this.paint();
  }

  /** A page of the server may be empty and still have a next one: goes on until there is something. */
  async read(/** @type {string} */ cursor, /** @type {number} */ limit, /** @type {AbortSignal} */ signal) {
    /** @type {any[]} */
    const items = [];
    let next = cursor;
    do {
      const page = await app.api.get(toApi(this.query, app.me.id, { cursor: next, limit }), null, { signal });
      items.push(...page.items);
      next = page.next ?? '';
    } while (next && items.length < Math.min(limit, 20));
    return { items, next };
  }

  /** Counts of the views, as long as a page holds all open tickets; a list without counts is still a list. */
  async count() {
    try {
      const { items, next } = await app.api.get('/tickets', { status: 'active', limit: 200 });
      this.counts = next ? {} : countViews(items, app.me.id);
      this.paintBars();
    } catch {
      this.counts = {};
    }
  }

  /** A ticket changed somewhere: the row follows at once, order and counts a moment later. */
  take(/** @type {any} */ ticket) {
    if (!ticket) return;
    const at = this.tickets.findIndex((x) => x.number === ticket.number);
    if (at >= 0) {
      if (fits(this.query, ticket, app.me.id)) this.tickets[at] = { ...this.tickets[at], ...ticket };
      else this.tickets.splice(at, 1);
      this.paint();
    } else if (!fits(this.query, ticket, app.me.id)) return this.soon(false);
    this.soon(true);
  }

  soon(/** @type {boolean} */ list) {
    this.due = this.due || list;
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      if (this.due) this.load(Math.min(200, Math.max(50, this.tickets.length)));
      this.due = false;
      this.count();
    }, 900);
  }

  /** @param {Partial<Query>} change @param {boolean} [typed] letter by letter: one step of the browser's back */
  go(change, typed = false) {
    const replace = typed && Boolean(this.query.q);
    app.navigate(toAddress({ ...this.query, ...change }), { replace });
  }

  paintBars() {
    this.keepFocus(() => this.fillBars());
  }

  fillBars() {
    this.views?.replaceChildren(viewBar({ query: this.query, counts: this.counts, onnew: () => this.create() }));
    this.views?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (this.filters && !this.filters.contains(document.activeElement?.closest('input') ?? null))
      this.filters.replaceChildren(
        filterBar({ query: this.query, names: this.names, ongo: (change, typed) => this.go(change, typed) }),
      );
  }

  async create() {
    const { openNewTicket } = await import('./ticket-new.js');
    openNewTicket();
  }

  paint() {
    if (!this.body) return;
    const focused = this.body.querySelector(':focus');
    const held = focused?.closest('[data-number]')?.getAttribute('data-number');
    const scroll = this.body.scrollTop;
    if (!this.tickets.some((x) => x.number === this.current)) this.current = this.tickets[0]?.number ?? 0;
    for (const n of [...this.selected]) if (!this.tickets.some((x) => x.number === n)) this.selected.delete(n);
    this.body.setAttribute('aria-busy', String(this.loading));
    this.keepFocus(() => this.body?.replaceChildren(...this.content()));
    this.body.scrollTop = scroll;
    if (held) this.focusRow(Number(held), focused instanceof HTMLInputElement);
    rememberOrder({
      address: toAddress(this.query),
      view: this.query.view,
      numbers: this.tickets.map((x) => x.number),
      more: Boolean(this.next),
    });
    this.paintBulk();
  }

  /** @returns {Node[]} */
  content() {
    if (this.failure) return [errorState(this.failure, () => this.start())];
    if (this.loading && !this.tickets.length) return [skeletonRows(10)];
    if (!this.tickets.length) return [emptyTickets(this.query, () => this.create())];
    const table = ticketTable({
      tickets: this.tickets,
      query: this.query,
      selected: this.selected,
      current: this.current,
      nameOf: (id) => this.names.get(id) ?? '',
      onsort: (column) =>
        this.go(
          this.query.sort === column ? { descending: !this.query.descending } : { sort: column, descending: true },
        ),
      onselect: (number, on, range) => this.select(number, on, range),
      onall: (on) => {
        for (const x of this.tickets) on ? this.selected.add(x.number) : this.selected.delete(x.number);
        this.paint();
      },
    });
    if (!this.next) return [table];
    const button = h('button', { class: 'button', type: 'button', onclick: () => this.more() }, t('tickets.more'));
    const watch = new IntersectionObserver((seen) => seen[0].isIntersecting && this.more(), {
      root: this.body,
      rootMargin: '400px',
    });
    watch.observe(button);
    return [table, h('div', { class: 'tickets-more' }, button)];
  }

  select(/** @type {number} */ number, /** @type {boolean} */ on, range = false) {
    const order = this.tickets.map((x) => x.number);
    const [a, b] = [order.indexOf(this.lastPicked), order.indexOf(number)].sort((x, y) => x - y);
    const which = range && a >= 0 ? order.slice(a, b + 1) : [number];
    for (const n of which) on ? this.selected.add(n) : this.selected.delete(n);
    this.lastPicked = number;
    this.current = number;
    this.paint();
  }

  focusRow(/** @type {number} */ number, box = false) {
    /** @type {HTMLElement | null} */ (
      this.querySelector(`[data-number="${number}"] ${box ? 'input' : '.title-link'}`)
    )?.focus({ preventScroll: true });
  }

  paintBulk() {
    if (!this.bulk) return;
    const count = this.selected.size;
    if (count && this.bulk.hidden) app.announce(t('tickets.selected', { count }));
    this.bulk.hidden = !count;
    if (!count) return this.bulk.replaceChildren();
    const kept = /** @type {HTMLElement | null} */ (this.bulk.querySelector(':focus'))?.dataset.act;
    this.bulk.replaceChildren(
      bulkBar({
        tickets: this.tickets.filter((x) => this.selected.has(x.number)),
        onclear: () => {
          this.selected.clear();
          this.paint();
          this.focusRow(this.current);
        },
        ondone: (changed) => {
          for (const x of changed) this.take(x);
        },
      }),
    );
    if (kept) /** @type {HTMLElement | null} */ (this.bulk.querySelector(`[data-act="${kept}"]`))?.focus();
  }
}

customElements.define('tickets-view', TicketsView);
