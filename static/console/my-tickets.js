// The open tickets that are mine, for the rows of "For me".

import { app } from './app-context.js';

const OPEN = new Set(['new', 'open']);

export class MyTickets {
  /** @type {any[]} */
  items = [];
  started = false;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.ends = [
      app.store.subscribe('ticket', (event) => this.#take(event.data?.ticket ?? event.data)),
      app.store.subscribe('reference', () => this.started && this.#read()),
    ];
  }

  end() {
    for (const end of this.ends) end();
  }

  start() {
    if (this.started) return;
    this.started = true;
    if (app.store.ready) this.#read();
  }

  async #read() {
    try {
      const { items } = await app.api.get('/tickets', { assignee: 'me', limit: 100 });
      this.items = items.filter((/** @type {any} */ t) => this.#fits(t));
    } catch {
      // the list of chats stands without them; the tickets view says what is wrong
    }
    this.changed();
  }

  /** @param {any} ticket */
  #fits(ticket) {
    return ticket.assignee?.id === app.me.id && OPEN.has(ticket.status);
  }

  /** @param {any} ticket */
  #take(ticket) {
    if (!ticket?.number) return;
    this.items = this.items.filter((t) => t.number !== ticket.number);
    if (this.#fits(ticket)) this.items.push(ticket);
    this.changed();
  }
}
