// The frame around every view: banner, rail, the view, the phone's bottom bar.

import { h } from '../shared/dom.js';
import { app } from './app-context.js';
import { Banner } from './banner.js';
import { BottomNav } from './bottom-nav.js';
import { watchHealth } from './health-watch.js';
import { Rail } from './rail.js';
import { needTexts } from './texts.js';
import './inbox-view.js';

/** Views by name: the element that shows them, and the module that defines it. */
const VIEWS = {
  inbox: { tag: 'inbox-view', load: () => Promise.resolve() },
  tickets: { tag: 'tickets-view', load: () => import('./tickets.js') },
  ticket: { tag: 'ticket-view', load: () => import('./ticket.js') },
  customers: { tag: 'customers-view', load: () => import('./customers.js') },
  'getting-started': { tag: 'getting-started', load: () => import('./getting-started.js') },
  settings: { tag: 'settings-view', load: () => import('./settings.js') },
  search: { tag: 'search-view', load: () => import('./search.js') },
};

/** Catalogues that all views but the inbox speak, and those of some. */
const TEXTS = ['console-tickets', 'console-settings'];
/** @type {Record<string, string[]>} */
const MORE = { customers: ['console-customers'], settings: ['console-customers', 'console-house'] };

export class Shell {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.rail = new Rail();
    this.nav = new BottomNav();
    watchHealth(this.rail.sick, this.nav.sick);
    this.view = h('main', { class: 'view', id: 'view', tabindex: '-1' });
    root.className = 'console';
    root.replaceChildren(new Banner().el, this.rail.el, this.view, this.nav.el);
  }

  /** @type {import("./app-context.js").Route | undefined} */
  route;

  /** Shows the view the address names; a view that is already there gets the new route. @param {import("./app-context.js").Route} route */
  async show(route) {
    this.route = route;
    this.rail.show(route);
    this.nav.show(route);
    const { tag, load } = VIEWS[route.name];
    try {
      await Promise.all([route.name === 'inbox' || needTexts(...TEXTS, ...(MORE[route.name] ?? [])), load()]);
    } catch (error) {
      if (this.route === route) this.view.replaceChildren(this.#failed(error));
      return;
    }
    if (this.route !== route) return;
    const shown = this.view.firstElementChild;
    if (shown?.localName === tag) {
      /** @type {any} */ (shown).route = route;
      return;
    }
    const el = /** @type {any} */ (document.createElement(tag));
    el.route = route;
    this.view.replaceChildren(el);
  }

  /** A part that could not be fetched: the server was updated, or there is no connection. @param {unknown} error */
  #failed(error) {
    console.error(error);
    return h(
      'div',
      { class: 'empty', role: 'alert' },
      h('h2', null, app.t('console.view_failed')),
      h('p', null, app.t('console.view_failed_why')),
      h(
        'div',
        { class: 'empty-actions' },
        h('button', { class: 'button', type: 'button', onclick: () => location.reload() }, app.t('console.reload')),
      ),
    );
  }
}
