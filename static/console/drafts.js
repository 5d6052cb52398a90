// Unsent text, kept in the browser at once and on the server soon after: one for the reply, one for the note.

import { app } from './app-context.js';

/** @typedef {{reply: string, note: string, mode: "reply" | "note", at?: string}} Draft */

const SOON = 900;

export class Drafts {
  /** @param {string} conversation @param {(state: "saving" | "saved" | "local" | "none") => void} told */
  constructor(conversation, told) {
    this.path = `/drafts/${encodeURIComponent(`conversation:${conversation}`)}`;
    this.key = `balcao.draft.${app.me.id}.${conversation}`;
    this.told = told;
    this.timer = 0;
  }

  /** What this browser has. @returns {Draft} */
  local() {
    try {
      return { reply: '', note: '', mode: 'reply', ...JSON.parse(localStorage.getItem(this.key) ?? '{}') };
    } catch {
      return { reply: '', note: '', mode: 'reply' };
    }
  }

  /** What the server has, from another device maybe. @returns {Promise<{text: string, stream: string, updated_at: string} | undefined>} */
  remote() {
    return app.api.get(this.path).catch(() => undefined);
  }

  /** @param {Draft} draft */
  keep(draft) {
    const empty = !draft.reply.trim() && !draft.note.trim();
    try {
      if (empty) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ ...draft, at: new Date().toISOString() }));
    } catch {
      // the server's copy will do
    }
    clearTimeout(this.timer);
    this.due = { text: draft[draft.mode], stream: draft.mode === 'note' ? 'internal' : 'public' };
    this.told(empty ? 'none' : 'saving');
    this.timer = setTimeout(() => this.flush(), SOON);
  }

  async flush() {
    const due = this.due;
    clearTimeout(this.timer);
    if (!due) return;
    this.due = undefined;
    try {
      if (due.text.trim()) await app.api.put(this.path, due);
      else await app.api.delete(this.path).catch((e) => e.status !== 404 && Promise.reject(e));
      if (!this.due) this.told(due.text.trim() ? 'saved' : 'none');
    } catch {
      if (!this.due) this.told(due.text.trim() ? 'local' : 'none');
    }
  }
}
