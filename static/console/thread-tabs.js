// Tabs of the chats one has taken, and of the one that is looked at.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { nameOf } from './actions.js';
import { app } from './app-context.js';
import { keyed, once } from './keyed.js';
import { isMine } from './lists.js';
import { inboxPath } from './router.js';

export class ThreadTabs {
  id = '';
  view = 'mine';

  constructor() {
    this.el = h('nav', { class: 'tabs', 'aria-label': app.t('console.taken_chats') });
    this.end = app.store.subscribe('list', () => this.#render());
  }

  /** @param {string} id @param {string} view */
  show(id, view) {
    this.id = id;
    this.view = view;
    this.#render();
    this.el.querySelector('[aria-current=true]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }

  #render() {
    const all = [...app.store.conversations.values()];
    const mine = all.filter((c) => isMine(c, app.me.id)).sort((a, b) => (a.opened_at < b.opened_at ? -1 : 1));
    const shown = app.store.conversations.get(this.id);
    if (shown && !mine.includes(shown)) mine.push(shown);
    keyed(
      this.el,
      mine,
      (c) => c.id,
      () => h('a', { class: 'tab' }),
      (el, c) => {
        const here = c.id === this.id;
        const unread = here ? 0 : c.unread;
        // a tab of mine stays in the view it was opened from
        const href = inboxPath(isMine(c, app.me.id) && !here ? 'mine' : this.view, c.id);
        once(el, [nameOf(c), unread, here, href].join(), () => {
          el.href = href;
          if (here) el.setAttribute('aria-current', 'true');
          else el.removeAttribute('aria-current');
          el.replaceChildren(avatar(c.customer, 20), h('span', { class: 'ellipsis' }, nameOf(c)));
          if (unread)
            el.append(
              h(
                'span',
                { class: 'count' },
                h('span', { class: 'sr' }, app.t('console.unread_count', { count: unread })),
                h('span', { 'aria-hidden': 'true' }, String(unread)),
              ),
            );
        });
      },
    );
  }
}
