// The middle pane: tabs of taken chats, the bar with clock and actions, the log, the composer.

import { fill, h } from '../shared/dom.js';
import { markRead, nameOf } from './actions.js';
import { app } from './app-context.js';
import { Composer } from './composer.js';
import { isMine } from './lists.js';
import { ThreadBar } from './thread-bar.js';
import { openThread } from './thread-load.js';
import { ThreadLog } from './thread-log.js';
import { ThreadTabs } from './thread-tabs.js';

export class ThreadView {
  /** @type {string | undefined} */
  id;
  isEmpty = false;
  /** @type {(() => void)[]} */
  ends = [];

  /** @param {{toggleDetails: () => void}} options */
  constructor({ toggleDetails }) {
    this.toggleDetails = toggleDetails;
    this.el = h('section', { class: 'thread', 'aria-label': app.t('console.thread') });
    this.el.openConvert = () => this.bar?.convert();
  }

  /** @param {any} el */
  showEmpty(el) {
    if (this.id) return;
    this.isEmpty = true;
    fill(this.el, el);
  }

  /** @param {string | undefined} id @param {string} [view] the list it is shown beside */
  show(id, view = 'mine') {
    if (id === this.id && view === this.view) return;
    const same = id === this.id;
    this.view = view;
    if (same && id) return this.tabs?.show(id, view);
    this.#leave();
    this.el.classList.remove('broken');
    this.id = id;
    this.isEmpty = false;
    fill(this.el);
    if (id) this.#enter(id, view);
  }

  /** @param {string} id @param {string} view */
  #enter(id, view) {
    const { store, live } = app;
    this.tabs = new ThreadTabs();
    this.bar = new ThreadBar(id, { toggleDetails: this.toggleDetails, view: () => this.view ?? 'mine' });
    this.composer = new Composer(id);
    this.log = new ThreadLog(id, {
      retry: () => openThread(id),
      seen: () => this.#seen(),
      quote: (message) => this.composer?.quote(message),
    });
    fill(this.el, this.tabs.el, this.bar.el, this.log.el, this.composer.el);
    this.tabs.show(id, view);
    live.watch(id);
    this.#look(true);
    const again = () => {
      const thread = store.thread(id);
      this.el.classList.toggle('broken', thread.state === 'failed' && !store.conversations.has(id));
      if (thread.state === 'idle' && store.ready) openThread(id);
      this.#seen();
    };
    // what was said in a chat one only watches is not replayed after a break
    const afterBreak = (/** @type {any} */ e) => {
      const c = store.conversations.get(id);
      if (e.detail.state === 'online') this.#look(true);
      if (!e.detail.again || !c || isMine(c, store.me)) return;
      store.thread(id).state = 'idle';
      again();
    };
    const focus = () => this.#seen();
    live.addEventListener('state', afterBreak);
    addEventListener('focus', focus);
    this.ends = [
      store.subscribe(`thread:${id}`, again),
      store.subscribe(`conversation:${id}`, () => this.#title()),
      () => live.removeEventListener('state', afterBreak),
      () => removeEventListener('focus', focus),
    ];
    again();
    this.#title();
  }

  #leave() {
    for (const end of this.ends) end();
    this.ends = [];
    if (this.id) {
      this.#look(false);
      app.live.unwatch(this.id);
    }
    this.tabs?.end();
    this.bar?.end();
    this.log?.end();
    this.composer?.end();
    this.tabs = this.bar = this.log = this.composer = undefined;
  }

  /** Colleagues see who looks; it ends by itself with the connection. @param {boolean} on */
  #look(on) {
    app.live.line.send({ t: 'looking', conv: this.id, on });
  }

  /** Read is what stood in front of somebody: window focused, thread at its end, and the chat one's own. */
  #seen() {
    const c = this.id && app.store.conversations.get(this.id);
    if (
      !c ||
      !document.hasFocus() ||
      !this.log?.atEnd ||
      !isMine(c, app.store.me) ||
      app.store.thread(c.id).state !== 'ready'
    )
      return;
    markRead(c);
  }

  #title() {
    const c = this.id && app.store.conversations.get(this.id);
    if (c) this.el.setAttribute('aria-label', app.t('console.chat_with', { name: nameOf(c) }));
  }
}
