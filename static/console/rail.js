// The rail at the left: where one can go, what waits there, who is online, the own presence.

import { avatar } from '../shared/avatar.js';
import { fill, h, icon } from '../shared/dom.js';
import { app } from './app-context.js';
import { openPalette } from './dialogs.js';
import { sickDot } from './health-watch.js';
import { presenceMenu } from './presence.js';
import { inboxPath, VIEWS } from './router.js';

/** @typedef {import("./app-context.js").Route} Route */

/** Which entry of the rail an address belongs to. @param {Route} route */
const entryOf = (route) =>
  route.name === 'inbox'
    ? route.parts[0]
    : route.name === 'ticket'
      ? 'tickets'
      : route.name === 'getting-started'
        ? 'settings'
        : route.name;

export class Rail {
  /** @type {Record<string, HTMLElement>} */ links = {};
  /** @type {Record<string, HTMLElement>} */ numbers = {};

  constructor() {
    const { t } = app;
    const name = document.documentElement.dataset.name || 'Balcão';
    this.dot = h('span', { class: 'rail-dot', hidden: true });
    this.inbox = h(
      'a',
      { class: 'rail-item', href: inboxPath('mine'), title: t('console.inbox') },
      icon('inbox'),
      h('span', { class: 'label' }, t('console.inbox')),
      this.dot,
    );
    this.team = h('div', { class: 'rail-team' });
    this.el = h(
      'nav',
      { class: 'rail', 'aria-label': t('console.main_navigation') },
      h(
        'a',
        { class: 'rail-brand', href: '/console/', title: name },
        h('span', { class: 'brand-mark', 'aria-hidden': 'true' }, [...name][0]),
        h('span', { class: 'name ellipsis' }, name),
      ),
      h(
        'button',
        {
          class: 'rail-search',
          type: 'button',
          'aria-label': t('console.search'),
          'aria-keyshortcuts': 'Control+K',
          onclick: () => openPalette(),
        },
        icon('search'),
        h('span', null, t('console.search')),
        h('kbd', { 'aria-hidden': 'true', 'data-hint': 'Ctrl K' }),
      ),
      h(
        'div',
        { class: 'rail-nav' },
        h(
          'ul',
          null,
          h(
            'li',
            null,
            this.inbox,
            h(
              'ul',
              null,
              VIEWS.map((view) => h('li', null, this.#link(view, inboxPath(view), t(`console.view_${view}`), 'sub'))),
            ),
          ),
          h('li', null, this.#link('tickets', '/console/tickets', t('console.tickets'), '', 'ticket')),
          h('li', null, this.#link('customers', '/console/customers', t('console.customers'), '', 'users')),
          h('li', null, this.#link('settings', '/console/settings', t('console.settings'), '', 'sliders')),
        ),
      ),
      this.team,
      h('div', { class: 'rail-self' }, presenceMenu()),
    );
    this.sick = sickDot();
    this.links.settings.append(this.sick);
    app.store.subscribe('counts', () => this.#count());
    app.store.subscribe('operators', () => this.#showTeam());
    this.#count();
  }

  /** @param {string} key @param {string} href @param {string} label @param {string} extra @param {string} [glyph] */
  #link(key, href, label, extra, glyph) {
    this.numbers[key] = h('span', { class: 'number' });
    this.links[key] = h(
      'a',
      { class: `rail-item ${extra}`, href, title: label },
      glyph && icon(glyph),
      h('span', { class: 'label' }, label),
      this.numbers[key],
    );
    return this.links[key];
  }

  /** @param {Route} route */
  show(route) {
    const here = entryOf(route);
    for (const [key, link] of Object.entries(this.links)) {
      if (key === here) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    // with the names folded away, the icon stands for the views below it
    this.inbox.toggleAttribute('data-current', route.name === 'inbox');
  }

  #count() {
    const { mine, queue, all, tickets } = app.store.counts;
    const ready = app.store.ready;
    for (const [key, n] of Object.entries({ mine, queue, all, tickets }))
      this.numbers[key].textContent = ready ? String(n ?? '') : '';
    this.numbers.queue.classList.toggle('caution', queue > 0);
    this.dot.hidden = queue === 0;
  }

  #showTeam() {
    const online = [...app.store.operators.values()].filter((o) => o.state === 'online');
    const others = online.filter((o) => o.person.id !== app.me.id);
    fill(
      this.team,
      others
        .slice(0, 3)
        .map((o) => h('span', { title: `${o.person.name} · ${o.load}/${o.capacity}` }, avatar(o.person, 24))),
      h('span', { class: 'more' }, app.t('console.online_count', { count: online.length })),
    );
  }
}
