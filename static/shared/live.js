// Speaks protocol.md, version 1: events in order, and unsent messages sent again until they have their `ok`.
import { Line } from './line.js';
import { Outbox, PATIENCE } from './outbox.js';
import { post } from './poll.js';

/** @typedef {import('./outbox.js').Item} Item */
/** @typedef {import('./line.js').State} State */

/**
 * @typedef {object} Options
 * @property {any} api an Api with the caller's credential
 * @property {string} scope id of the principal: whose unsent messages these are
 * @property {(state: any, first: boolean) => any} load reads everything anew from `state` of the snapshot; events wait until it is done
 * @property {string} [client]
 * @property {import('./outbox.js').Storage_} storage
 */

const AGAIN = new Set(['rate_limited', 'busy', 'readonly', 'internal']);

/**
 * Dispatches CustomEvents: `state` {state, code?, again?} · `event` (the frame, durable, in order) · `volatile` (the frame) ·
 * `outbox` {item, ok?, gone?} · `err` (the frame). start() once; stop() for good.
 */
export class Live extends EventTarget {
  /** @param {Options} options */
  constructor({ api, scope, load, client = 'web', storage }) {
    super();
    this.api = api;
    this.scope = scope;
    this.outbox = new Outbox(scope, storage);
    /** @type {State} */
    this.state = 'connecting';
    this.line = new Line(api, client, {
      load,
      say: (state, detail) => this.#say(state, detail),
      event: (f) => this.#emit('event', f),
      other: (f) => this.#emit(f.t, f),
      answer: (f) => this.#asked.get(f.cmid)?.(f),
      ready: () => this.ready(),
    });
    try {
      this.tabs = new BroadcastChannel(`balcao.${scope}`);
      this.tabs.onmessage = (e) => this.#changed(e.data, false);
    } catch {
      // alone then
    }
  }

  /** @type {Map<string, (answer: any) => void>} */ #asked = new Map();
  /** @type {Map<string, any>} frames to be said once connected */ #due = new Map();
  /** @type {Map<string, number>} when typing was last said */ #typed = new Map();
  /** @type {Set<string>} */ #lanes = new Set();

  start() {
    for (const item of this.outbox.items()) this.#patience(item);
    this.line.start();
  }

  /** @param {number | string} [code] why */
  stop(code) {
    this.line.stop(code);
  }

  /** Keeps a message until the server has it, and sends it as soon as it can. @param {any} draft {conv | new, stream?, text, files?, reply_to?} @returns {Item} */
  send(draft) {
    return this.#keep(this.outbox.add(draft));
  }

  /** Tries an unsent message at once. @param {string} cmid */
  retry(cmid) {
    const item = this.outbox.get(cmid);
    if (!item) return;
    this.#keep({ ...item, at: Date.now(), refused: undefined, detail: undefined });
    this.line.check();
  }

  /** Takes an unsent message back; its text is the caller's again. @param {string} cmid */
  discard(cmid) {
    const item = this.outbox.get(cmid);
    this.outbox.remove(cmid);
    if (item) this.#changed({ item, gone: true });
    return item;
  }

  /** @param {string} conv @param {string} stream @param {number} seq */
  read(conv, stream, seq) {
    if (this.line.polls) this.api.post(`/conversations/${conv}/read`, { stream, seq }).catch(() => {});
    else this.tell(`read ${conv} ${stream}`, { t: 'read', conv, stream, seq });
  }

  /** Says typing at most every 3 s while it goes on. @param {string} conv @param {boolean} on @param {string} [text] */
  typing(conv, on, text) {
    const now = Date.now();
    const said = this.#typed.get(conv) ?? 0;
    if (on ? now - said < 3000 : !said) return;
    this.#typed.set(conv, on ? now : 0);
    this.line.send({ t: 'typing', conv, on, text });
  }

  /** Everything missed has been told: now what waits may be said. */
  ready() {
    for (const f of this.#due.values()) this.line.send(f);
    this.#due.clear();
    this.#pump();
  }

  /** Sends what waits: every conversation's stream by itself, one message at a time, whichever tab comes first. */
  #pump() {
    if (!this.line.open) return;
    for (const { lane, refused } of this.outbox.items()) {
      if (refused || this.#lanes.has(lane)) continue;
      this.#lanes.add(lane);
      const work = () => this.#work(lane);
      const locks = globalThis.navigator?.locks;
      // where storage is blocked, locks are too: each tab has a queue of its own then
      (locks ? locks.request(`balcao.${this.scope}.${lane}`, work).catch(work) : work()).then((lost) => {
        this.#lanes.delete(lane);
        setTimeout(() => this.#pump(), lost ? 1000 : 20);
      });
    }
  }

  /** True when the connection broke meanwhile. @param {string} lane @returns {Promise<boolean>} */
  async #work(lane) {
    while (this.line.open) {
      const item = this.outbox.items().find((i) => i.lane === lane && !i.refused);
      if (!item) return false;
      const answer = await this.#transmit(item);
      if (!answer) return true;
      if (answer.t === 'ok') {
        this.outbox.remove(item.cmid);
        if (!item.conv) this.outbox.opened(lane, answer.conv);
        this.#changed({ item, ok: answer });
      } else if (AGAIN.has(answer.code)) {
        await new Promise((r) => setTimeout(r, answer.retry_after_ms ?? 1000 + Math.random() * 2000));
      } else if (this.outbox.get(item.cmid)) {
        const next = { ...item, refused: answer.code, detail: answer.detail };
        this.outbox.put(next);
        this.#changed({ item: next });
      }
    }
    return true;
  }

  /** @param {Item} item @returns {Promise<any>} ok, err, or null when the connection broke */
  async #transmit({ cmid, conv, stream, text, files, reply_to, new: fresh }) {
    const frame = {
      t: 'send',
      cmid,
      stream,
      text,
      files: files?.map((f) => f.id),
      reply_to,
      ...(conv ? { conv } : { new: fresh }),
    };
    if (this.line.polls) return post(this.api, frame);
    return new Promise((resolve) => {
      const slow = setTimeout(() => this.line.cut(), 15_000);
      const settle = (/** @type {any} */ answer) => {
        clearTimeout(slow);
        this.#asked.delete(cmid);
        resolve(answer);
      };
      this.#asked.set(cmid, settle);
      if (!this.line.send(frame)) settle(null);
    });
  }

  /** Says it now, or as the last word of its kind once connected. @param {string} key @param {any} frame */
  tell(key, frame) {
    if (!this.line.send(frame)) this.#due.set(key, frame);
  }

  /** @param {Item} item */
  #keep(item) {
    this.outbox.put(item);
    this.#patience(item);
    this.#changed({ item });
    this.#pump();
    return item;
  }

  /** Tells when an item has waited too long. @param {Item} item */
  #patience(item) {
    setTimeout(
      () => {
        const now = this.outbox.get(item.cmid);
        if (now?.at === item.at) this.#emit('outbox', { item: now });
      },
      item.at + PATIENCE - Date.now() + 20,
    );
  }

  /** @param {{item: Item, ok?: any, gone?: boolean}} detail @param {boolean} [tell] the other tabs too */
  #changed(detail, tell = true) {
    this.#emit('outbox', detail);
    if (tell) this.tabs?.postMessage(detail);
    else this.#pump();
  }

  /** @param {State} state @param {object} [detail] */
  #say(state, detail) {
    if (state === 'offline' || state === 'stopped') for (const settle of this.#asked.values()) settle(null);
    if (this.state === state) return;
    this.state = state;
    this.#emit('state', { state, ...detail });
  }

  /** @param {string} type @param {any} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
