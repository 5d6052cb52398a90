// The page of one ticket: what happened in the middle, properties at the side, answer below.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { companyNames } from './company-names.js';
import { departments, staff } from './directory.js';
import { titlePage } from './page-title.js';
import { errorState, skeletonRows } from './states.js';
import { useStyles } from './styles.js';
import { ticketBar } from './ticket-bar.js';
import { changeTicket } from './ticket-change.js';
import { TicketChats } from './ticket-chats.js';
import { TicketComposer } from './ticket-composer.js';
import { filesOf } from './ticket-fold.js';
import { frozenBanner } from './ticket-frozen.js';
import { ticketHead } from './ticket-head.js';
import { placeOf } from './ticket-order.js';
import { ticketProperties } from './ticket-properties.js';
import { Timeline } from './ticket-timeline.js';
import { OVER } from './ticket-words.js';

class TicketView extends HTMLElement {
  number = 0;
  /** @type {any} */
  ticket = null;
  asked = new AbortController();
  /** @type {(() => void)[]} */
  leave = [];
  /** @type {Map<string, string>} */
  names = new Map();

  set route(/** @type {{path: string}} */ route) {
    const number = Number(route.path.match(/\/tickets\/(\d+)/)?.[1] ?? 0);
    if (number === this.number && this.ticket) return;
    this.composer?.draft.flush();
    this.number = number;
    if (this.isConnected) this.start();
  }

  connectedCallback() {
    this.dressed = useStyles('ticket.css', 'ticket-timeline.css', 'forms.css');
    this.leave = [
      app.store.subscribe('ticket', (event) => this.take(event)),
      app.store.subscribe(
        'connection',
        () => ['online', 'polling'].includes(app.store.connection) && this.ticket && this.refresh(),
      ),
    ];
    this.chats = new TicketChats(() => this.soon(true));
    this.addEventListener('keydown', this.keys);
    if (this.number) this.start();
  }

  disconnectedCallback() {
    this.asked.abort();
    this.sizes?.disconnect();
    clearTimeout(this.later);
    clearInterval(this.ticking);
    this.chats?.end();
    this.composer?.draft.flush();
    for (const off of this.leave) off();
    this.removeEventListener('keydown', this.keys);
  }

  nameOf = (/** @type {string} */ _field, /** @type {string} */ id) => this.names.get(id) ?? '';

  async start() {
    this.asked.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    this.ticket = null;
    this.replaceChildren(
      h(
        'div',
        { class: 'ticket-page', 'aria-busy': 'true' },
        ticketBar({ number: this.number, ticket: null, place: placeOf(this.number), onchange: this.change }),
        h('div', { class: 'ticket-main' }, h('div', { class: 'ticket-column' }, skeletonRows(5))),
      ),
    );
    try {
      const timeline = new Timeline(this.nameOf);
      const [ticket] = await Promise.all([
        app.api.get(`/tickets/${this.number}`, null, { signal }),
        timeline.load(this.number, signal),
        this.learn(),
        this.dressed,
      ]);
      this.timeline = timeline;
      this.ticket = ticket;
    } catch (error) {
      if (signal.aborted) return;
      return this.replaceChildren(
        h(
          'div',
          { class: 'ticket-page' },
          ticketBar({ number: this.number, ticket: null, place: placeOf(this.number), onchange: this.change }),
          h(
            'div',
            {},
            h('h1', { class: 'sr' }, `#${this.number}`),
            errorState(error, () => this.start()),
          ),
        ),
      );
    }
    this.build();
  }

  /** Names for ids in changes: staff, departments, companies; without them the page still works. */
  async learn() {
    const [people, places, firms] = await Promise.allSettled([staff(), departments(), companyNames()]);
    if (firms.status === 'fulfilled') for (const [id, name] of firms.value) this.names.set(id, name);
    for (const list of [people, places])
      if (list.status === 'fulfilled') for (const x of list.value) this.names.set(x.id, x.name);
  }

  build() {
    this.composer = new TicketComposer({ ticket: () => this.ticket, onsend: (what) => this.send(what) });
    this.bar = h('div');
    this.head = h('div');
    this.side = h('aside', { class: 'ticket-side', 'aria-label': t('tickets.properties') });
    this.column = h(
      'div',
      { class: 'ticket-column' },
      this.head,
      this.timeline?.list,
      h('div', { class: 'ticket-answer' }, this.composer.el),
    );
    this.scroller = h('div', { class: 'ticket-main', tabindex: '-1' }, this.column);
    this.replaceChildren(h('div', { class: 'ticket-page' }, this.bar, this.scroller, this.side));
    this.paint();
    this.composer.restore();
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.paintHead(), 30_000);
    titlePage(`#${this.number} ${this.ticket.title}`);
    this.scroller.focus({ preventScroll: true });
    // A long story is opened at its end, a short one with its title; at the end it stays there when the window changes.
    this.atEnd = undefined;
    this.scroller.addEventListener('scroll', () => (this.atEnd = this.nearEnd()), { passive: true });
    this.sizes?.disconnect();
    this.sizes = new ResizeObserver(() => {
      const { scroller } = this;
      if (!scroller) return;
      this.atEnd ??= scroller.scrollHeight > 1.5 * scroller.clientHeight;
      if (this.atEnd) this.toEnd();
    });
    this.sizes.observe(this.scroller);
  }

  nearEnd() {
    const { scroller } = this;
    return Boolean(scroller && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120);
  }

  toEnd() {
    if (this.scroller) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  paint() {
    this.paintHead();
    this.timeline?.paint(this.ticket);
    const open = this.side?.querySelector('.prop-input');
    if (!open) {
      const focused = /** @type {HTMLElement | null} */ (this.side?.querySelector(':focus'))?.dataset.prop;
      this.side?.replaceChildren(
        ...ticketProperties({
          ticket: this.ticket,
          files: filesOf(this.timeline?.entries ?? []),
          nameOf: this.nameOf,
          onchange: this.change,
        }),
      );
      if (focused) /** @type {HTMLElement | null} */ (this.side?.querySelector(`[data-prop="${focused}"]`))?.focus();
    }
    this.composer?.paint();
    this.chats?.follow(this.ticket.conversations ?? []);
  }

  paintHead() {
    const { bar, head } = this;
    if (!bar || !head || head.querySelector('.title-input')) return;
    const focused = /** @type {HTMLElement | null} */ (bar.querySelector(':focus'))?.dataset.act;
    bar.replaceChildren(
      ticketBar({ number: this.number, ticket: this.ticket, place: placeOf(this.number), onchange: this.change }),
    );
    if (focused) /** @type {HTMLElement | null} */ (bar.querySelector(`[data-act="${focused}"]`))?.focus();
    if (!head.contains(document.activeElement))
      head.replaceChildren(
        ...[
          frozenBanner(this.ticket, this.nameOf('company', this.ticket.company)),
          ticketHead(this.ticket, (title) => this.change({ title })),
        ].filter((node) => node !== null),
      );
  }

  change = async (/** @type {Record<string, unknown>} */ change) => {
    const changed = await changeTicket(this.ticket, change);
    if (changed) this.show(changed);
    return Boolean(changed);
  };

  /** @param {import("./ticket-composer.js").Sending} what */
  async send({ wait, files, ...reply }) {
    const entry = await app.api.post(`/tickets/${this.number}/replies`, {
      ...reply,
      ...(files.length ? { files } : {}),
      ...(wait ? { status: 'waiting_customer' } : {}),
    });
    this.timeline?.take(entry);
    this.timeline?.paint(this.ticket);
    requestAnimationFrame(() => this.toEnd());
    app.announce(t(reply.internal ? 'tickets.note_added' : 'tickets.reply_sent'));
    this.refresh(true);
  }

  show(/** @type {any} */ ticket) {
    this.ticket = ticket;
    titlePage(`#${this.number} ${ticket.title}`);
    this.paint();
  }

  /** Something happened to this ticket, here or elsewhere. @param {any} event */
  take(event) {
    if (Number(event.ticket ?? event.data?.ticket?.number) !== this.number || !this.ticket) return;
    const { ticket, entry } = event.data ?? {};
    const near = this.nearEnd();
    if (entry && this.timeline?.take(entry)) {
      const author = entry.author ?? entry.message?.author;
      if (author?.id !== app.me.id) {
        if (entry.kind !== 'change')
          app.announce(t('tickets.new_entry', { name: author?.name ?? t('tickets.system') }));
        if (entry.kind === 'reply' && author?.kind === 'operator') this.composer?.answered(author.name);
      }
    }
    if (ticket) this.show(ticket);
    else this.paint();
    if (near) requestAnimationFrame(() => this.toEnd());
    // The event has no ETag: a moment later the ticket is read again, so that the next change carries the right one.
    this.soon(!entry);
  }

  /** Reads again a moment later; many changes of one moment are one reading. @param {boolean} entries */
  soon(entries) {
    this.wanted = this.wanted || entries;
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.refresh(this.wanted);
      this.wanted = false;
    }, 400);
  }

  async refresh(entries = true) {
    const { signal } = this.asked;
    try {
      const [ticket] = await Promise.all([
        app.api.get(`/tickets/${this.number}`, null, { signal }),
        entries ? this.timeline?.load(this.number, signal) : null,
      ]);
      if (!signal.aborted) this.show(ticket);
    } catch {
      // What is shown stays; the connection banner says why.
    }
  }

  keys = (/** @type {KeyboardEvent} */ e) => {
    const target = /** @type {HTMLElement} */ (e.target);
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || !this.ticket) return;
    if (app.preferences?.get('keys') === false || target.closest('input, textarea, select, .choose, dialog')) return;
    const place = placeOf(this.number);
    /** @type {Record<string, () => void>} */
    const acts = {
      r: () => this.composer?.setMode(false, true),
      n: () => this.composer?.setMode(true, true),
      e: () => !OVER.includes(this.ticket.status) && this.change({ status: 'resolved' }),
      j: () => place.next && app.navigate(`/console/tickets/${place.next}`),
      k: () => place.previous && app.navigate(`/console/tickets/${place.previous}`),
      u: () => app.navigate(place.address),
    };
    if (!acts[e.key]) return;
    e.preventDefault();
    e.stopPropagation();
    acts[e.key]();
  };
}

customElements.define('ticket-view', TicketView);
