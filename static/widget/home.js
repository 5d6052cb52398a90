// What one sees first: go on with the chat or start one, news, tickets, whether we are open.

import { avatar } from '../shared/avatar.js';
import { short } from '../shared/clock.js';
import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app, fresh, shut, staffed, stateOf, toChat, toForm } from './app.js';
import { news as announced } from './cards.js';
import { storage, whole } from './host.js';
import { drawn } from './later.js';
import { faces, logo, pace, presence, tool } from './parts.js';

/** Starts or goes on: the form first where one is needed. */
function enter() {
  const { site, me } = app;
  const asks = staffed() ? (site.form ?? []).length && !app.me.token && !app.me.account : !me.email;
  if (fresh() && asks && !app.messages.pending.size) toForm();
  else toChat();
}

/** @returns {import('./app.js').View} */
export function home() {
  const el = h('main', { id: 'home' });
  /** @type {HTMLElement | null} */
  let go = null;
  const update = () => {
    const { site, me, conv, tickets, unread } = app;
    const kept = document.activeElement?.id;
    const open = !fresh() || app.messages.pending.size > 0;
    const last = conv?.last_message;
    const who = conv?.operator ?? (last?.author?.kind === 'operator' && last.author);
    const news = site.announcement;
    const newsKey = `balcao.news.${news?.text}`;
    go = h('button.button.primary', { id: 'go', onclick: enter }, t(open ? 'widget.continue' : 'widget.start'));
    fill(
      el,
      h(
        'header.hello',
        h('p.brand', logo(), h('b.grow', site.name), !whole && tool('close', t('widget.close'), shut)),
        h(
          'h1',
          { id: 'hi' },
          site.greeting || (me.name ? t('widget.hello-name', { name: me.name.split(' ')[0] }) : t('widget.hello')),
        ),
        h('p.who', staffed() && faces(), h('span', presence(), staffed() && pace('widget.we-answer'))),
      ),
      h(
        'div.cards',
        h(
          'section.card',
          open &&
            last &&
            h(
              'div.recent',
              avatar(who || { id: site.name, name: site.name }, 40, who && conv.operator ? stateOf(who) : ''),
              h(
                'div.grow',
                h('p', h('b', who ? who.name : site.name), ' ', h('small', short(last.at))),
                h(
                  'p',
                  { class: unread ? 'cut b' : 'cut' },
                  last.author?.kind !== 'operator' && `${t('widget.you')}: `,
                  last.text,
                ),
              ),
              unread > 0 && h('span', { class: 'badge', title: t('widget.unread', { count: unread }) }, unread),
            ),
          go,
        ),
        news?.text && !storage.getItem(newsKey) && h('section.card.news', announced(news, newsKey)),
        tickets.length > 0 && drawn(h('section.card.list'), (late) => late.recent()),
      ),
      // that nobody is there stands in the head
      staffed() && h('footer.hours', h('span.on'), h('b', t('widget.open'))),
    );
    if (kept === 'go') go?.focus();
  };
  return { el, update, focus: () => go?.focus() };
}
