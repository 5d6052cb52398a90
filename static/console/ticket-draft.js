// A draft kept by the server a moment after the last key, so that another device goes on with it.

import { app } from './app-context.js';

const PAUSE = 900;

export class Draft {
  /** @param {() => string} key @param {(state: "" | "saving" | "saved" | "unsaved") => void} say */
  constructor(key, say) {
    this.key = key;
    this.say = say;
    this.stored = '';
  }

  url() {
    return `/drafts/${encodeURIComponent(this.key())}`;
  }

  /** @returns {Promise<{text: string, stream: string} | null>} */
  async read() {
    try {
      const draft = await app.api.get(this.url());
      this.stored = draft.text;
      if (draft.text) this.say('saved');
      return draft;
    } catch {
      return null;
    }
  }

  keep(/** @type {string} */ text, /** @type {string} */ stream) {
    clearTimeout(this.timer);
    this.pending = { text, stream };
    this.say('');
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Writes what waits; called too when the page is left. */
  async flush() {
    clearTimeout(this.timer);
    const { pending } = this;
    this.pending = undefined;
    if (!pending || (!pending.text && !this.stored)) return;
    try {
      if (pending.text) await app.api.put(this.url(), pending);
      else await app.api.delete(this.url());
      this.stored = pending.text;
      this.say(pending.text ? 'saved' : '');
    } catch {
      // Still in the box: the next key tries again.
      this.say('unsaved');
    }
  }

  /** After sending. @param {string} left what was typed meanwhile @param {string} stream */
  async drop(left, stream) {
    clearTimeout(this.timer);
    this.pending = undefined;
    this.say('');
    if (left) return this.keep(left, stream);
    if (!this.stored) return;
    this.stored = '';
    await app.api.delete(this.url()).catch(() => {});
  }
}
