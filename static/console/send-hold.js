// Holds a reply back when a colleague answered while it was being written: first the other's words, then the choice.

import { fill, h, icon } from '../shared/dom.js';
import { clock } from '../shared/time.js';
import { app } from './app-context.js';
import { plainText } from './plain-text.js';

export class SendHold {
  /** @type {import("./thread-store.js").Message | undefined} */
  meanwhile;

  constructor() {
    this.el = h('div', { class: 'composer-held', role: 'alert', hidden: true });
  }

  /**
   * Notes what was said in the chat while a reply stood there unsent.
   * @param {import("./thread-store.js").Message} m
   */
  heard(m) {
    const colleague = m.author.kind === 'operator' && m.author.id !== app.me.id;
    if (colleague && m.stream === 'public') this.meanwhile = m;
  }

  letGo() {
    this.meanwhile = undefined;
    this.el.hidden = true;
  }

  /** @param {{change: () => void, send: () => void}} choices */
  show({ change, send }) {
    const m = this.meanwhile;
    if (!m) return;
    const { t } = app;
    const choice = (/** @type {string} */ key, /** @type {() => void} */ run) =>
      h('button', { class: 'button button-small', type: 'button', onclick: run }, t(key));
    fill(
      this.el,
      icon('warning'),
      h(
        'div',
        { class: 'held-text' },
        h('b', null, t('console.held', { name: m.author.name, time: clock(m.at) })),
        h('p', null, plainText(m) || m.files?.[0]?.name),
      ),
      choice('console.change_it', change),
      choice('console.send_anyway', send),
    );
    this.el.hidden = false;
  }
}
