// The timeline of a ticket: entries in order, chats folded, new ones appearing without a jump.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { itemNode } from './ticket-entries.js';
import { foldTimeline, placeEntry } from './ticket-fold.js';

/** @typedef {import("./ticket-fold.js").Entry} Entry */

export class Timeline {
  /** @type {Entry[]} */
  entries = [];
  /** @type {Set<string>} */
  open = new Set();

  /** @param {(field: string, id: string) => string} nameOf */
  constructor(nameOf) {
    this.nameOf = nameOf;
    this.list = h('ol', { class: 'timeline', 'aria-label': t('tickets.timeline') });
  }

  /** Reads all pages. @param {number} number @param {AbortSignal} signal */
  async load(number, signal) {
    /** @type {Entry[]} */
    const all = [];
    let cursor = '';
    do {
      const page = await app.api.get(`/tickets/${number}/timeline`, { limit: 200, cursor }, { signal });
      all.push(...page.items);
      cursor = page.next ?? '';
    } while (cursor && all.length < 5000);
    // What arrived live while reading is not lost.
    this.entries = this.entries.reduce(
      (list, e) => (list.some((x) => x.id === e.id) ? list : placeEntry(list, e)),
      all,
    );
  }

  /** @param {Entry} entry @returns {boolean} whether it is new */
  take(entry) {
    const known = this.entries.some((e) => e.id === entry.id);
    this.entries = placeEntry(this.entries, entry);
    return !known;
  }

  /** The ticket's own text stands before everything. @param {any} ticket */
  paint(ticket) {
    const quoted = ticket.description && !this.entries.some((e) => (e.message?.text ?? e.text) === ticket.description);
    // The quoted text says already who opened the ticket when that was the contact.
    const items = foldTimeline(this.entries.filter((e) => !quoted || !isOpeningBy(e, ticket.contact?.id)));
    if (quoted)
      items.unshift({
        kind: 'entry',
        key: 'description',
        entry: {
          id: 'description',
          kind: 'reply',
          at: ticket.created_at,
          author: ticket.contact,
          text: ticket.description,
          html: ticket.description_html,
        },
      });
    const focused = document.activeElement?.closest('.fold-button')?.getAttribute('aria-controls');
    const context = {
      nameOf: this.nameOf,
      open: this.open,
      ontoggle: (/** @type {string} */ key) => {
        this.open.has(key) ? this.open.delete(key) : this.open.add(key);
        this.paint(ticket);
      },
    };
    this.list.replaceChildren(...items.map((item) => itemNode(item, context)));
    if (focused)
      /** @type {HTMLElement | null} */ (this.list.querySelector(`[aria-controls="${CSS.escape(focused)}"]`))?.focus({
        preventScroll: true,
      });
  }
}

/** @param {Entry} entry @param {string | undefined} person */
function isOpeningBy(entry, person) {
  const [change, ...more] = entry.changes ?? [];
  return entry.author?.id === person && change?.field === 'status' && !change.from && !more.length;
}
