// The composer: a reply to the customer or a note to colleagues, never mistaken for each other.

import { h } from '../shared/dom.js';
import { claim, nameOf } from './actions.js';
import { app } from './app-context.js';
import { ComposerBox } from './composer-box.js';
import { ComposerFiles } from './composer-files.js';
import { ComposerMenu } from './composer-menu.js';
import { Drafts } from './drafts.js';
import { isMine, waiting } from './lists.js';
import { SendHold } from './send-hold.js';

/** @typedef {"reply" | "note"} Mode */

const LONGEST = 16_000;

export class Composer {
  /** @type {Mode} */
  mode = 'reply';
  /** @type {Record<Mode, string>} */
  texts = { reply: '', note: '' };
  /** @type {import("./thread-store.js").Message | undefined} the message that is answered */
  quoted;
  typing = false;
  claiming = false;

  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.files = new ComposerFiles(() => {});
    this.box = new ComposerBox(
      { setMode: (mode) => this.setMode(mode), submit: () => this.submit(), mark: (mark) => this.#mark(mark) },
      this.files,
    );
    this.text = this.box.text;
    this.drafts = new Drafts(id, (state) => this.box.showDraft(state));
    this.hold = new SendHold();
    this.menu = new ComposerMenu(this.text, {
      conversation: () => this.conversation,
      mode: () => this.mode,
      changed: () => this.#changed(),
    });
    this.el = h('div', { class: 'composer-wrap' }, this.hold.el, this.menu.el, this.box.el);
    this.#listen();
    this.#restore();
    this.#show();
  }

  get conversation() {
    return app.store.conversations.get(this.id);
  }

  #listen() {
    this.text.addEventListener('input', () => this.#changed());
    this.text.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => this.#key(e));
    this.text.addEventListener('paste', (/** @type {ClipboardEvent} */ e) => {
      const files = [...(e.clipboardData?.files ?? [])];
      if (!files.length) return;
      e.preventDefault();
      this.files.add(files);
    });
    const back = (/** @type {any} */ e) => e.detail.conv === this.id && this.#takeBack(e.detail);
    document.addEventListener('take-back', back);
    const elsewhere = (/** @type {StorageEvent} */ e) => e.key === this.drafts.key && this.#follow(e.oldValue);
    addEventListener('storage', elsewhere);
    this.ends = [
      () => removeEventListener('storage', elsewhere),
      app.store.subscribe(`conversation:${this.id}`, () => this.#show()),
      app.store.subscribe('message', (m) => m.conv === this.id && this.texts.reply.trim() && this.hold.heard(m)),
      () => document.removeEventListener('take-back', back),
    ];
  }

  end() {
    for (const end of this.ends ?? []) end();
    if (this.typing) app.live.typing(this.id, false);
    this.drafts.flush();
    this.files.end();
  }

  async #restore() {
    const local = this.drafts.local();
    this.texts = { reply: local.reply, note: local.note };
    this.mode = local.mode;
    this.#put(this.texts[this.mode]);
    if (this.text.value) this.box.showDraft('saved');
    const remote = await this.drafts.remote();
    const newer = remote?.text && (!local.at || Date.parse(remote.updated_at) > Date.parse(local.at) + 2000);
    if (!newer || this.text.value) return;
    this.mode = remote.stream === 'internal' ? 'note' : 'reply';
    this.texts[this.mode] = remote.text;
    this.#put(remote.text);
    this.#show();
    this.box.showDraft('saved');
  }

  /** Another tab wrote on or sent the draft that stands here too: nobody sends it twice. @param {string | null} before */
  #follow(before) {
    const { reply = '', note = '' } = JSON.parse(before ?? '{}');
    if (reply !== this.texts.reply || note !== this.texts.note) return;
    const now = this.drafts.local();
    this.texts = { reply: now.reply, note: now.note };
    this.#put(this.texts[this.mode]);
    this.box.showDraft(this.text.value ? 'saved' : 'none');
  }

  /** @param {string} text */
  #put(text) {
    this.text.value = text;
    this.box.fit();
  }

  /** Each mode has a text of its own: a note never turns into a reply. @param {Mode} mode */
  setMode(mode) {
    if (mode !== this.mode) {
      this.texts[this.mode] = this.text.value;
      this.mode = mode;
      this.menu.close();
      this.#put(this.texts[mode]);
      this.#show();
      this.drafts.keep({ ...this.texts, mode });
      const name = this.conversation ? nameOf(this.conversation) : '';
      app.announce(app.t(mode === 'note' ? 'console.now_note' : 'console.now_reply', { name }));
    }
    this.focus();
  }

  /** A colleague is called in notes only: the customer never reads "@Jonas". @param {"/" | "@"} mark */
  #mark(mark) {
    if (mark === '@') this.setMode('note');
    this.menu.open(mark);
  }

  focus() {
    this.text.focus();
  }

  /** @param {import("./thread-store.js").Message} message */
  quote(message) {
    this.setMode(message.stream === 'internal' ? 'note' : 'reply');
    this.#showQuoted(message);
  }

  /** @param {import("./thread-store.js").Message | undefined} message */
  #showQuoted(message) {
    this.quoted = message;
    this.box.showQuoted(message, () => this.#showQuoted(undefined));
  }

  #changed() {
    this.texts[this.mode] = this.text.value;
    this.box.fit();
    this.menu.update();
    this.drafts.keep({ ...this.texts, mode: this.mode });
    const on = this.mode === 'reply' && this.text.value.trim() !== '';
    if (on || this.typing) app.live.typing(this.id, on);
    this.typing = on;
    if (!this.texts.reply.trim()) this.hold.letGo();
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.isComposing || this.menu.key(e)) return;
    if (e.key === 'Escape') this.text.blur();
    if (e.key !== 'Enter' || e.shiftKey || e.altKey) return;
    if (app.preferences.get('send') === 'ctrl' && !e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    this.submit();
  }

  /** Sends what stands here; the words leave the field only once they are kept to be sent. */
  async submit(anyway = false) {
    const c = this.conversation;
    const text = this.text.value.trim();
    const note = this.mode === 'note';
    if (!c || (!text && !this.files.ready.length)) return this.focus();
    if (this.files.busy) return app.toast(app.t('console.wait_for_files'));
    if ([...text].length > LONGEST) return app.toast(app.t('console.too_long'), { tone: 'bad' });
    if (!note && this.hold.meanwhile && !anyway) return this.#holdBack();
    if (!note && waiting(c)) return this.#claimFirst();
    const stream = note ? 'internal' : 'public';
    app.live.send({ conv: this.id, stream, text, files: this.files.ready, reply_to: this.quoted?.seq });
    this.text.value = '';
    this.hold.letGo();
    this.files.clear();
    this.#showQuoted(undefined);
    this.#changed();
    this.drafts.flush();
    this.focus();
  }

  /** Sends what stands here once the chat is mine; a second Enter meanwhile does not send it twice. */
  async #claimFirst() {
    const c = this.conversation;
    if (!c || this.claiming) return;
    this.claiming = true;
    await claim(c);
    this.claiming = false;
    const now = this.conversation;
    if (now && !waiting(now) && isMine(now, app.me.id) && this.mode === 'reply') await this.submit();
  }

  #holdBack() {
    const change = () => {
      this.hold.letGo();
      this.focus();
    };
    this.hold.show({ change, send: () => this.submit(true) });
  }

  /** An unsent message becomes text again. @param {import("../shared/outbox.js").Item} item */
  #takeBack(item) {
    this.setMode(item.stream === 'internal' ? 'note' : 'reply');
    this.#put([this.text.value, item.text].filter(Boolean).join('\n'));
    this.files.restore(item.files ?? []);
    this.#changed();
  }

  #show() {
    const c = this.conversation;
    if (!c) return;
    const sign = [this.mode, nameOf(c), c.state, c.operator?.id, app.preferences.get('send')].join();
    if (sign === this.sign) return;
    this.sign = sign;
    this.box.show(this.mode, c);
  }
}
