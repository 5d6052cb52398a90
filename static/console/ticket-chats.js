// While a ticket is shown, its chats are followed: what is said there belongs to the timeline.

import { app } from './app-context.js';

export class TicketChats {
  /** @type {string[]} */
  watched = [];

  /** @param {() => void} onmessage something was said, edited or taken back in one of the chats */
  constructor(onmessage) {
    this.hear = (/** @type {any} */ e) => {
      const { ev, conv } = e.detail;
      if (conv && ev.startsWith('message') && this.watched.includes(conv)) onmessage();
    };
    app.live.addEventListener('event', this.hear);
  }

  /** @param {string[]} conversations */
  follow(conversations) {
    for (const id of this.watched) if (!conversations.includes(id)) app.live.unwatch(id);
    for (const id of conversations) if (!this.watched.includes(id)) app.live.watch(id);
    this.watched = [...conversations];
  }

  end() {
    this.follow([]);
    app.live.removeEventListener('event', this.hear);
  }
}
