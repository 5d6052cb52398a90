// The phone's bottom bar.

import { h, icon } from '../shared/dom.js';
import { app } from './app-context.js';
import { menuButton } from './dialog.js';
import { openPalette } from './dialogs.js';
import { sickDot } from './health-watch.js';
import { ownItems } from './presence.js';
import { inboxPath } from './router.js';

export class BottomNav {
  constructor() {
    const { t } = app;
    this.unread = h('span', { class: 'count', hidden: true });
    this.queue = h('span', { class: 'count caution', hidden: true });
    const item = (
      /** @type {string} */ href,
      /** @type {string} */ glyph,
      /** @type {string} */ label,
      /** @type {any} */ count,
    ) => h('a', { href }, h('span', { class: 'with-count' }, icon(glyph), count), label);
    this.links = {
      mine: item(inboxPath('mine'), 'inbox', t('console.nav_inbox'), this.unread),
      queue: item(inboxPath('queue'), 'clock', t('console.view_queue'), this.queue),
      all: item(inboxPath('all'), 'chat', t('console.view_all'), null),
      tickets: item('/console/tickets', 'ticket', t('console.tickets'), null),
    };
    this.sick = sickDot();
    const more = menuButton({
      label: t('console.more'),
      className: 'bottom-item',
      content: [h('span', { class: 'with-count' }, icon('menu'), this.sick), h('span', null, t('console.more'))],
      items: () => [
        { label: t('console.view_closed'), icon: 'check', href: inboxPath('closed') },
        { label: t('console.search'), icon: 'search', run: () => openPalette() },
        { label: t('console.customers'), icon: 'users', href: '/console/customers' },
        { label: t('console.settings'), icon: 'sliders', href: '/console/settings' },
        '-',
        ...ownItems(),
      ],
    });
    this.el = h(
      'nav',
      { class: 'bottom-nav', 'aria-label': t('console.main_navigation') },
      Object.values(this.links),
      more,
    );
    app.store.subscribe('counts', () => this.#count());
  }

  /** @param {import("./app-context.js").Route} route */
  show(route) {
    const here = route.name === 'inbox' ? route.parts[0] : route.name === 'ticket' ? 'tickets' : route.name;
    for (const [key, link] of Object.entries(this.links)) {
      if (key === here) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  #count() {
    const { unread, queue } = app.store.counts;
    this.unread.textContent = String(unread);
    this.unread.hidden = unread === 0;
    this.queue.textContent = String(queue);
    this.queue.hidden = queue === 0;
  }
}
