// One line over everything: no connection, or nobody attends while people wait.

import { fill, h, icon } from '../shared/dom.js';
import { parts } from '../shared/i18n.js';
import { setPresence } from './actions.js';
import { app } from './app-context.js';
import { waitsSince } from './lists.js';

/** A blink of the line is not worth a banner. */
const PATIENCE = 1500;

export class Banner {
  constructor() {
    this.el = h('div', { class: 'banner', role: 'region', 'aria-label': app.t('console.notices'), hidden: true });
    this.timer = 0;
    this.sign = '';
    app.store.subscribe('connection', () => this.#soon());
    app.store.subscribe('operators', () => this.#show());
    app.store.subscribe('counts', () => this.#show());
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#show(), app.store.connection === 'offline' ? PATIENCE : 0);
  }

  #show() {
    const { t, store } = app;
    const [first] = store.rows('queue');
    const away = (store.self?.state ?? 'offline') !== 'online';
    const waiting = store.counts.queue;
    const sign = [store.connection, store.ready && away && waiting, first?.id, store.self?.state].join();
    if (sign === this.sign) return;
    const was = this.sign.split(',')[0];
    this.sign = sign;
    if (store.connection === 'offline')
      return this.#say(
        'quiet',
        'wifi-off',
        [h('strong', null, t('console.offline')), ' ', t('console.offline_why')],
        true,
      );
    if (was === 'offline' && store.connection === 'online') app.announce(t('console.back_online'));
    if (store.connection === 'polling') return this.#say('quiet', 'info', t('console.polling'), was !== 'polling');
    if (!store.ready || !away || !waiting) {
      this.el.hidden = true;
      return;
    }
    const state = store.self?.state === 'away' ? 'away' : 'offline';
    this.#say(
      '',
      'bell',
      [
        h('strong', null, t(`console.you_are_${state}_waiting`, { count: waiting })),
        ' ',
        parts('console.first_waited', { clock: h('run-clock', { since: waitsSince(first) }) }),
        h('span', { class: 'banner-more' }, this.#others()),
      ],
      false,
      h(
        'button',
        { class: 'button button-primary', type: 'button', onclick: () => setPresence('online') },
        t('console.go_online'),
      ),
    );
  }

  /** Why nobody else takes them. */
  #others() {
    const online = [...app.store.operators.values()].filter((o) => o.state === 'online' && o.person.id !== app.me.id);
    if (!online.length) return ` ${app.t('console.nobody_else_online')}`;
    const full = online.filter((o) => o.load >= o.capacity);
    if (full.length < online.length) return '';
    const names = new Intl.ListFormat(app.lang).format(full.map((o) => o.person.name.split(' ')[0]));
    return ` ${app.t('console.others_full', { names, count: full.length })}`;
  }

  /** @param {string} tone @param {string} glyph @param {any} text @param {boolean} speak @param {any} [action] */
  #say(tone, glyph, text, speak, action) {
    this.el.className = `banner ${tone}`;
    fill(this.el, icon(glyph), h('p', null, text), action);
    this.el.hidden = false;
    if (speak) app.announce(this.el.querySelector('p')?.textContent ?? '');
  }
}
