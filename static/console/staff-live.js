// The line of those who look into conversations that are not theirs, and say whether they are there.
import { Live } from '../shared/live.js';

export class StaffLive extends Live {
  /** conversations whose volatile frames and messages are wanted beside our own @type {Set<string>} */
  #watched = new Set();

  /** @param {string} conv */
  watch(conv) {
    this.#watched.add(conv);
    this.line.send({ t: 'watch', conv });
  }

  /** @param {string} conv */
  unwatch(conv) {
    this.#watched.delete(conv);
    this.line.send({ t: 'unwatch', conv });
  }

  /** @param {'online' | 'away' | 'offline'} state */
  presence(state) {
    this.tell('presence', { t: 'presence', state });
  }

  ready() {
    for (const conv of this.#watched) this.line.send({ t: 'watch', conv });
    super.ready();
  }
}
