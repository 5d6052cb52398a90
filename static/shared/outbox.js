// Messages that have no `ok` yet. Each lives under its own key in the browser, so several tabs never overwrite each other,
// and its cmid is a UUIDv7, so their order is that of writing.

/**
 * @typedef {object} Item
 * @property {string} cmid
 * @property {string} lane one conversation's stream: sent one at a time
 * @property {string} [conv]
 * @property {any} [new] opens a conversation when conv is missing
 * @property {string} stream
 * @property {string} text
 * @property {any[]} [files] file objects, shown meanwhile
 * @property {number} [reply_to]
 * @property {number} at when written or last retried, ms
 * @property {string} [refused] code of the server's refusal: not sent again by itself
 * @property {string} [detail]
 */

/** @typedef {{getItem(k: string): string | null, setItem(k: string, v: string): void, removeItem(k: string): void, keys(): string[]}} Storage_ */

/** After this long without `ok` a message shows as not sent. */
export const PATIENCE = 30_000;

let last = 0;

/** A UUIDv7; within one page always greater than the one before. */
export function uuid7(now = Date.now()) {
  // the millisecond and twelve bits to count within it, in one number below 2^53
  last = Math.max(last + 1, now * 4096);
  const time = hex(last, 15);
  const rest = hex(crypto.getRandomValues(new BigUint64Array(1))[0], 16);
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${time.slice(12)}-a${rest.slice(1, 4)}-${rest.slice(4)}`;
}

/** @param {number | bigint} n @param {number} size */
const hex = (n, size) => n.toString(16).padStart(size, '0');

export class Outbox {
  /**
   * @param {string} scope whose messages: a visitor's or account's id
   * @param {Storage_} storage
   */
  constructor(scope, storage) {
    this.prefix = `balcao.out.${scope}.`;
    this.storage = storage;
  }

  /** All unsent messages in the order of writing. @returns {Item[]} */
  items() {
    return this.storage
      .keys()
      .filter((k) => k.startsWith(this.prefix))
      .sort()
      .map((k) => this.get(k.slice(this.prefix.length)))
      .filter((i) => i != null);
  }

  /** @param {string} cmid @returns {Item | undefined} */
  get(cmid) {
    try {
      return JSON.parse(this.storage.getItem(this.prefix + cmid) ?? '') || undefined;
    } catch {
      // gone, or not ours
    }
  }

  /** @param {Omit<Item, 'cmid' | 'lane' | 'at' | 'stream'> & {stream?: string}} draft @returns {Item} */
  add(draft) {
    const stream = draft.stream ?? 'public';
    const item = { ...draft, stream, cmid: uuid7(), lane: `${draft.conv ?? 'new'}/${stream}`, at: Date.now() };
    this.put(item);
    return item;
  }

  /** @param {Item} item */
  put(item) {
    this.storage.setItem(this.prefix + item.cmid, JSON.stringify(item));
  }

  /** @param {string} cmid */
  remove(cmid) {
    this.storage.removeItem(this.prefix + cmid);
  }

  /** What waited for a conversation to be opened now goes into it. @param {string} lane @param {string} conv */
  opened(lane, conv) {
    for (const item of this.items())
      if (item.lane === lane) this.put({ ...item, conv, new: undefined, lane: `${conv}/${item.stream}` });
  }
}

/** Whether it shows as *not sent · retry*. @param {Item} item */
export const unsent = (item, now = Date.now()) => !!item.refused || now - item.at >= PATIENCE;
