// What one who waits is shown.

import { clock } from '../shared/clock.js';
import { h } from '../shared/dom.js';
import { parts, t } from '../shared/i18n.js';
import { app, staffed, toForm } from './app.js';
import { glyph } from './icons.js';
import { opening } from './parts.js';
import { end } from './past.js';

/** Place, wait and promise of one who waits; or that nobody is there. */
export function queue() {
  const { conv, me, site } = app;
  const wait = conv.expected_wait_s;
  const by = staffed()
    ? wait && parts('widget.by', { when: h('b', clock(Date.now() + wait * 1000)) })
    : site.next_open_at
      ? parts('widget.by-opening', { when: h('b', opening(site.next_open_at)) })
      : t('widget.waits');
  /** @param {string} term @param {any} what */
  const cell = (term, what) => h('div', h('dt', term), h('dd', what));
  return [
    staffed() &&
      conv.queue_position > 0 &&
      h(
        'dl',
        cell(t('widget.place'), h('b', conv.queue_position)),
        wait > 0 &&
          cell(t('widget.wait'), parts('widget.about', { count: h('b', Math.max(1, Math.round(wait / 60))) })),
      ),
    h('p.promise', glyph('clock'), h('span', by || t('widget.soon'), me.email ? ` ${t('widget.also-mail')}` : '')),
    h(
      'p.ways',
      !me.email && h('button.link', { onclick: () => toForm(true) }, glyph('mail', 16), t('widget.leave')),
      h('button.link', { onclick: () => end(conv) }, t('widget.leave-queue')),
    ),
  ];
}
