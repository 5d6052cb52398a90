// <inbox-view>: list, thread and details side by side; on a phone one of them at a time.

import { h, icon } from '../shared/dom.js';
import { app } from './app-context.js';
import { DetailsPanel } from './details.js';
import { InboxList } from './inbox-list.js';
import { ThreadView } from './thread-view.js';

class InboxView extends HTMLElement {
  /** @type {import("./app-context.js").Route | undefined} */
  #route;
  #built = false;

  set route(route) {
    this.#route = route;
    if (this.#built) this.#show();
  }

  get route() {
    return this.#route;
  }

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    this.classList.add('inbox');
    this.list = new InboxList();
    this.thread = new ThreadView({ toggleDetails: () => this.toggleDetails() });
    this.details = new DetailsPanel({ close: () => this.toggleDetails(false) });
    this.append(this.list.el, this.thread.el, this.details.el);
    this.ends = [
      app.store.subscribe('list', () => this.#showEmpty()),
      app.store.subscribe('operators', () => this.#showEmpty()),
    ];
    this.#show();
  }

  disconnectedCallback() {
    for (const end of this.ends ?? []) end();
    this.list?.end();
    this.thread?.show(undefined);
    this.details?.show(undefined);
  }

  #show() {
    if (!this.#route) return;
    const [view, id] = this.#route.parts;
    this.classList.toggle('has-chat', Boolean(id));
    this.classList.remove('details-open');
    this.classList.toggle('details-closed', !app.preferences.get('details'));
    this.list?.show(view, id, this.#route.query);
    this.details?.show(id);
    this.thread?.show(id, view);
    this.#showEmpty();
  }

  /** The wide window keeps the choice; the narrow one slides the details over the thread. @param {boolean} [open] */
  toggleDetails(open) {
    if (matchMedia('(max-width: 1280px)').matches) {
      const now = this.classList.toggle('details-open', open);
      if (now) this.details?.focus();
      return;
    }
    const choice = open ?? !app.preferences.get('details');
    app.preferences.set('details', choice);
    this.classList.toggle('details-closed', !choice);
  }

  /** What the middle says while no chat is open. */
  #showEmpty() {
    if (!this.#route || this.#route.parts[1] || !app.store.ready) return;
    const { t, store } = app;
    const [view] = this.#route.parts;
    const none = view === 'queue' && store.counts.queue === 0;
    const offline = (store.self?.state ?? 'offline') !== 'online';
    const text = none ? t('console.queue_empty_why') : offline ? t('console.choose_offline') : t('console.choose_why');
    const sign = [view, none, offline, store.counts.mine].join();
    if (this.emptySign === sign && this.thread?.isEmpty) return;
    this.emptySign = sign;
    this.thread?.showEmpty(
      h(
        'div',
        { class: 'empty' },
        h('div', { class: 'disc' }, icon(none ? 'check' : 'chat')),
        h('h2', null, t(none ? 'console.nobody_waits' : 'console.choose_chat')),
        h('p', null, text),
        none &&
          h(
            'div',
            { class: 'empty-actions' },
            h(
              'a',
              { class: 'button', href: '/console/inbox/mine' },
              t('console.open_mine'),
              h('span', { class: 'muted' }, String(store.counts.mine)),
            ),
            h('a', { class: 'button', href: '/console/tickets' }, t('console.open_tickets')),
          ),
      ),
    );
  }
}

customElements.define('inbox-view', InboxView);
