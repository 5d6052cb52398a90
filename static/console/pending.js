// A message that has no `ok` yet: being sent, or not sent and to be tried again.

import { fill, h, icon } from '../shared/dom.js';
import { unsent } from '../shared/outbox.js';
import { app } from './app-context.js';
import { once } from './keyed.js';

/** @param {HTMLElement} el @param {import("../shared/outbox.js").Item} item */
export function pendingMessage(el, item) {
  const failed = unsent(item);
  once(el, [failed, item.refused, app.store.connection].join(), () => {
    const { t } = app;
    el.classList.toggle('failed', failed);
    el.classList.toggle('as-note', item.stream === 'internal');
    const why = item.detail || (item.refused ? t('console.refused') : '');
    fill(
      el,
      h(
        'div',
        { class: 'bubble' },
        h('div', { class: 'plain' }, item.text),
        item.files?.map((f) => h('p', { class: 'file-name' }, f.name ?? '')),
      ),
      failed
        ? h(
            'p',
            { class: 'byline state', role: 'alert' },
            icon('alert', 'icon-16'),
            h('span', null, t('console.not_sent')),
            why && ` · ${why}`,
            ' · ',
            h(
              'button',
              { class: 'text-link', type: 'button', onclick: () => app.live.retry(item.cmid) },
              t('console.retry'),
            ),
            // one that may have arrived after all is only ever sent again with its own mark: nothing comes twice
            item.refused && [
              ' · ',
              h(
                'button',
                { class: 'text-link', type: 'button', onclick: () => takeBack(item) },
                t('console.take_back'),
              ),
            ],
          )
        : h(
            'p',
            { class: 'byline state' },
            icon('clock', 'icon-16'),
            t(app.store.connection === 'offline' ? 'console.sent_when_online' : 'console.sending'),
          ),
    );
  });
}

/** The text goes back into the composer. @param {import("../shared/outbox.js").Item} item */
function takeBack(item) {
  app.live.discard(item.cmid);
  document.dispatchEvent(new CustomEvent('take-back', { detail: item }));
}
