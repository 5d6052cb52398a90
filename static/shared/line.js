// The line to the server: keeps a socket (or long polls) going for ever, hands events over in order, reads everything anew after a reset.

import { poll } from './poll.js';

/** @typedef {'connecting' | 'online' | 'polling' | 'offline' | 'stopped'} State */

/**
 * @typedef {object} Ends what the line reports
 * @property {(state: any, first: boolean) => any} load
 * @property {(state: State, detail?: object) => void} say
 * @property {(frame: any) => void} event
 * @property {(frame: any) => void} other volatile, err without cmid
 * @property {(frame: any) => void} answer ok, err with cmid
 * @property {() => void} ready everything missed has been told; frames may be said
 */

const wait = (/** @type {number} */ ms) => new Promise((r) => setTimeout(r, ms));
const longer = (/** @type {number} */ n) => Math.min(30_000, 500 * 2 ** n);

export class Line {
  /** @param {any} api @param {string} client @param {Ends} ends */
  constructor(api, client, ends) {
    this.api = api;
    this.client = client;
    this.ends = ends;
    /** @type {{epoch?: string, pos: number}} how far everything has been taken in */
    this.at = { pos: 0 };
    this.open = false;
    this.polls = false;
    /** @type {any} */
    this.welcome = {};
    this.running = false;
  }

  /** @type {WebSocket | null} */ #ws = null;
  /** @type {any[] | null} events that wait for load() */ #held = null;
  /** @type {(() => void) | null} ends the current pause */ #wake = null;
  #n = 0;
  #heard = 0;
  #tries = 0;
  #round = 0;
  #broken = 0;
  #badTickets = 0;
  #pausing = 0;

  start() {
    if (this.running) return;
    this.running = true;
    const check = () => this.check();
    addEventListener('online', check);
    addEventListener('offline', check);
    document.addEventListener('visibilitychange', check);
    this.timer = setInterval(() => this.#watchdog(), 5000);
    this.#run();
  }

  /** @param {number | string} [code] */
  stop(code) {
    this.running = this.open = false;
    clearInterval(this.timer);
    this.#ws?.close(1000);
    this.#wake?.();
    this.ends.say('stopped', { code });
  }

  /** Hands a frame to a live socket; false when there is none. @param {any} frame */
  send(frame) {
    if (!this.open || this.#ws?.readyState !== 1) return false;
    this.#ws.send(JSON.stringify(frame));
    return true;
  }

  /** Something changed outside: try now, or see whether the line still answers. */
  check() {
    this.#wake?.();
    const asked = Date.now();
    if (this.send({ t: 'ping', n: asked % 1e6 })) setTimeout(() => this.#heard < asked && this.cut(), 4000);
  }

  /** This socket is not sound any more: go on without it. */
  cut() {
    const ws = this.#ws;
    if (!ws) return;
    ws.close(4000);
    // a dead line never answers the close
    ws.onclose?.(/** @type {any} */ ({ code: 4000 }));
    ws.onclose = ws.onmessage = null;
  }

  async #run() {
    while (this.running) {
      this.#pausing = 0;
      try {
        if (!this.at.epoch) await this.refresh();
        if (typeof WebSocket === 'undefined' || this.#broken > 2) await this.#poll();
        else await this.#socket();
      } catch (/** @type {any} */ e) {
        if ([401, 403, 404].includes(e.status)) return this.stop(e.code);
        if (e.status === undefined) console.error(e);
        this.#broken = 0;
        this.#pausing = (e.retryAfter ?? 0) * 1000;
      }
      this.open = this.polls = false;
      if (!this.running) return;
      this.ends.say('offline');
      await this.#pause(Math.max(this.#pausing, Math.random() * longer(this.#tries++)));
    }
  }

  /** One socket, from its ticket to its close. */
  async #socket() {
    const { ticket } = await this.api.post('/live/ticket');
    await new Promise((/** @type {(v?: any) => void} */ done) => {
      const ws = new WebSocket(`${location.origin.replace('http', 'ws')}/live`, 'balcao.v1');
      this.#ws = ws;
      this.#n = 0;
      this.#heard = Date.now();
      let welcomed = false;
      ws.onopen = () =>
        ws.send(
          JSON.stringify({
            t: 'hello',
            ticket,
            client: { name: this.client, version: '1' },
            resume: this.at.epoch ? this.at : undefined,
          }),
        );
      ws.onmessage = ({ data }) => {
        this.#heard = Date.now();
        const frame = JSON.parse(data);
        welcomed ||= frame.t === 'welcome';
        this.#receive(frame);
      };
      ws.onclose = ({ code }) => {
        if (this.#ws === ws) this.#ws = null;
        this.#broken = welcomed || code >= 4000 ? 0 : this.#broken + 1;
        this.#badTickets = code === 4500 ? this.#badTickets + 1 : 0;
        // one new ticket after a bad one; the rest of the 45xx are for good
        if (code >= 4500 && this.#badTickets !== 1) this.stop(code);
        done();
      };
    });
  }

  /** @param {any} f */
  #receive(f) {
    const { t } = f;
    if (t === 'welcome') {
      this.welcome = f;
      this.at.epoch ??= f.epoch;
    } else if (t === 'event') {
      if (f.n === ++this.#n) this.event(f);
      else this.cut();
    } else if (t === 'synced') {
      this.reach(f.pos);
      this.synced('online');
    } else if (t === 'reset') {
      this.refresh().catch(() => this.cut());
    } else if (t === 'ok' || (t === 'err' && f.cmid)) {
      this.ends.answer(f);
    } else if (t === 'volatile' || t === 'err') {
      this.ends.other(f);
    } else if (t === 'heartbeat') {
      if (f.n === this.#n) this.reach(f.pos);
      else this.cut();
    } else if (t === 'drain') {
      this.#pausing = f.reconnect_after_ms ?? 0;
    }
  }

  /** @param {any} f */
  event(f) {
    if (this.#held) this.#held.push(f);
    else if (f.pos > this.at.pos) {
      this.reach(f.pos);
      this.ends.event(f);
    }
  }

  /** @param {number} pos */
  reach(pos) {
    // while load() runs the place stays: what is held has not been taken in yet
    if (!this.#held && pos > this.at.pos) this.at = { ...this.at, pos };
  }

  /** @param {State} state */
  synced(state) {
    const again = this.#tries > 0;
    this.#tries = 0;
    this.open = true;
    this.polls = state === 'polling';
    this.ends.say(state, { again });
    this.ends.ready();
  }

  /** Reads the snapshot, then lets the app load while events are held; the socket need not wait for that. */
  async refresh() {
    const round = ++this.#round;
    this.#held ??= [];
    const { epoch, pos, state } = await this.api.get('/live/snapshot');
    this.at = { epoch, pos };
    this.#load(round, state);
  }

  /** @param {number} round @param {any} state */
  async #load(round, state) {
    for (let n = 0; this.running; n++) {
      try {
        await this.ends.load(state, round === 1);
        break;
      } catch (/** @type {any} */ e) {
        if (e.status === 401) return this.stop(e.code);
        if (e.status === undefined) console.error(e);
        await wait(longer(n));
      }
      if (round !== this.#round) return; // a later reset took over
    }
    if (round !== this.#round) return;
    const held = this.#held ?? [];
    this.#held = null;
    for (const f of held) this.event(f);
  }

  async #poll() {
    await poll(this);
    this.#broken = 2; // one more try with a socket
  }

  #watchdog() {
    const quiet = Date.now() - this.#heard;
    if (this.#ws && quiet > (this.open ? (this.welcome.heartbeat_s ?? 25) * 1200 + 12_000 : 20_000)) this.cut();
  }

  /** @param {number} ms */
  #pause(ms) {
    return new Promise((/** @type {(v?: any) => void} */ done) => {
      setTimeout(done, ms);
      // several wake-ups at once must not become a storm
      this.#wake = () => setTimeout(done, 100);
    });
  }
}
