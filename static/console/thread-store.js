// The messages of one conversation as far as they were read: two streams, each in the order of its seq. Pure.

/**
 * @typedef {object} Message
 * @property {string} mid
 * @property {string} conv
 * @property {"public" | "internal"} stream
 * @property {number} seq
 * @property {import("./lists.js").Person} author
 * @property {string} text
 * @property {string} html
 * @property {{id: string, name: string, size: number, type: string, thumb?: boolean, width?: number, height?: number}[]} files
 * @property {string} at
 * @property {string} [edited_at]
 * @property {boolean} [deleted]
 * @property {number} [reply_to]
 */

/**
 * What the system says, from a conversation.* event.
 * @typedef {object} Line
 * @property {number} pos
 * @property {string} ev
 * @property {string} at
 * @property {any} data
 */

/** @typedef {{kind: "message", at: string, message: Message} | {kind: "line", at: string, line: Line}} Entry */

class Stream {
  /** @type {Message[]} ascending by seq, without doubles */
  items = [];
  /** Everything before the first item was read. */
  complete = false;

  /** @param {Message} message @returns {boolean} whether it was new */
  merge(message) {
    let i = this.items.length;
    while (i > 0 && this.items[i - 1].seq > message.seq) i--;
    const known = i > 0 && this.items[i - 1].seq === message.seq;
    this.items.splice(known ? i - 1 : i, known ? 1 : 0, message);
    return !known;
  }
}

export class Thread {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.public = new Stream();
    this.internal = new Stream();
    /** @type {Line[]} */
    this.lines = [];
    /** @type {"idle" | "loading" | "ready" | "failed"} */
    this.state = 'idle';
    /** @type {unknown} */
    this.error = undefined;
    /** An older page is being read. */
    this.older = false;
    /** @type {any} how the conversation came to whom, as the server tells it */
    this.routing = undefined;
  }

  /** @param {Message} message */
  merge(message) {
    return this[message.stream].merge(message);
  }

  /** @param {Line} line */
  say(line) {
    // answering is what made somebody join or take the chat: the words come after
    const byAnswer = line.ev === 'conversation.joined' || line.data.reason === 'answered';
    if (byAnswer) line = { ...line, at: new Date(Date.parse(line.at) - 1000).toISOString() };
    // the same thing may come as history and as an event: its moment is one
    const same = (/** @type {Line} */ l) => l.ev === line.ev && Math.abs(Date.parse(l.at) - Date.parse(line.at)) < 1000;
    if (this.lines.some(same)) return;
    this.lines.push(line);
    this.lines.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  /** Whether older messages exist that were not read. */
  get more() {
    return !(this.public.complete && this.internal.complete);
  }

  /** The last public message of somebody on the staff. */
  get lastStaff() {
    return this.public.items.findLast((m) => m.author.kind === 'operator' && !m.deleted);
  }

  /**
   * Both streams and the lines in one list. Each stream keeps the order of its seq; between them the server's
   * commit time decides. A stream whose older part is unread holds the others back, so that paging never inserts above.
   * @returns {Entry[]}
   */
  entries() {
    const from = this.#readFrom();
    // at the same moment the line comes first: what is said follows from what happened
    const queues = [
      this.lines.map((line) => /** @type {Entry} */ ({ kind: 'line', at: line.at, line })),
      this.public.items.map((message) => /** @type {Entry} */ ({ kind: 'message', at: message.at, message })),
      this.internal.items.map((message) => /** @type {Entry} */ ({ kind: 'message', at: message.at, message })),
    ].map((queue) => queue.filter((e) => Date.parse(e.at) >= from));
    const merged = [];
    while (queues.some((q) => q.length)) {
      const next = queues.filter((q) => q.length).reduce((a, b) => (Date.parse(b[0].at) < Date.parse(a[0].at) ? b : a));
      merged.push(/** @type {Entry} */ (next.shift()));
    }
    return merged;
  }

  #readFrom() {
    const edges = [this.public, this.internal]
      .filter((s) => !s.complete && s.items.length)
      .map((s) => Date.parse(s.items[0].at));
    return Math.max(0, ...edges);
  }
}
