// The one list of a conversation's messages: merged by cmid, then by (stream, seq); never ordered by a clock.

/** @typedef {import('./outbox.js').Item} Item */
/** @typedef {{mid?: string, conv: string, stream: string, seq: number, author: any, text: string, html?: string, files?: any[], at: string, cmid?: string, [more: string]: any}} Message */

export class Messages {
  constructor() {
    /** @type {Message[]} in the order of seq */
    this.list = [];
    /** @type {Map<string, Item>} without `ok`, in the order of writing */
    this.pending = new Map();
  }

  /** The greatest seq. */
  get last() {
    return this.list.at(-1)?.seq ?? 0;
  }

  /**
   * Places a message; the same seq again replaces it. True when it was new.
   * @param {Message} message
   * @param {string} [cmid] of the event or the message, when the reader wrote it
   */
  add(message, cmid = message.cmid) {
    if (cmid) {
      this.pending.delete(cmid);
      message = { ...message, cmid };
    }
    let i = this.list.length;
    while (i > 0 && this.list[i - 1].seq > message.seq) i--;
    const same = i > 0 && this.list[i - 1].seq === message.seq;
    if (same) this.list[i - 1] = { ...this.list[i - 1], ...message };
    else this.list.splice(i, 0, message);
    return !same;
  }

  /** Shows an unsent message, or its new state; one whose receipt was lost is in the list already. @param {Item} item */
  wait(item) {
    if (this.list.some((m) => m.cmid === item.cmid)) return;
    this.pending.set(item.cmid, item);
  }

  /**
   * The server has stored an unsent message: it takes its place in the list at once, the event completes it later.
   * @param {Item} item
   * @param {any} ok
   * @param {any} author
   */
  settle(item, ok, author) {
    this.pending.delete(item.cmid);
    if (this.list.some((m) => m.seq === ok.seq)) return;
    const { text, files = [], reply_to, cmid } = item;
    this.add({ ...ok, cmid, at: ok.ts ?? new Date().toISOString(), author, text, files, reply_to });
  }
}
