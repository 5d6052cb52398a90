// Who is typing, with the preview where the site allows it; lapses by itself.

import { fill, h } from '../shared/dom.js';
import { app } from './app-context.js';

export class TypingLine {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.el = h('div', { class: 'typing', hidden: true });
    this.end_ = app.store.subscribe(`volatile:${id}`, () => this.#show());
    this.timer = 0;
    this.sign = '';
  }

  end() {
    this.end_();
    clearTimeout(this.timer);
  }

  #show() {
    clearTimeout(this.timer);
    const typing = app.store.volatile.get(this.id)?.typing ?? new Map();
    const now = Date.now();
    for (const [who, about] of typing) if (about.until <= now) typing.delete(who);
    const people = [...typing.values()];
    const sign = people.map((p) => p.name + (p.text ?? '')).join();
    if (people.length) this.timer = setTimeout(() => this.#show(), 1000);
    if (sign === this.sign) return;
    this.sign = sign;
    this.el.hidden = !people.length;
    if (!people.length) return fill(this.el);
    const names = new Intl.ListFormat(app.lang).format(
      people.map((p) => p.name.split(' ')[0] || app.t('console.visitor')),
    );
    const preview = people.find((p) => p.text)?.text;
    fill(
      this.el,
      h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i', null), h('i', null), h('i', null)),
      preview
        ? h('span', { class: 'typing-preview' }, preview)
        : h('span', null, app.t('console.is_typing', { names, count: people.length })),
    );
    const log = this.el.parentElement;
    if (log && log.scrollHeight - log.scrollTop - log.clientHeight < 120) log.scrollTop = log.scrollHeight;
  }
}
