// Cards that not everybody sees: the queue, tickets, news, and the newest message beside the closed widget.

import { avatar } from '../shared/avatar.js';
import { clock, short } from '../shared/clock.js';
import { h } from '../shared/dom.js';
import { parts, t } from '../shared/i18n.js';
import { api, app, changed, staffed, toForm, toTicket } from './app.js';
import { storage, tell } from './host.js';
import { glyph } from './icons.js';
import { opening, tool } from './parts.js';

/** @type {Record<string, string>} */
export const STATUS = {
  new: 'widget.status.new',
  open: 'widget.status.open',
  waiting_customer: 'widget.status.waiting_customer',
  waiting_third_party: 'widget.status.waiting_third_party',
  resolved: 'widget.status.resolved',
  closed: 'widget.status.closed',
};

/** @param {string} status */
export const chip = (status) => h('span', { class: `chip ${status}` }, t(STATUS[status]));
/** @param {string} text @param {() => any} onclick @param {any} [before] @param {any} [after] */
const link = (text, onclick, before, after) => h('button.link', { onclick }, before, text, after);

/** When the next thing is promised on a ticket, in words. @param {any} ticket */
export function promise(ticket) {
  const { first_answer: a, solution: s } = ticket?.sla ?? {};
  const due = a?.state === 'running' ? a : s?.state === 'running' && s;
  return due ? t(due === a ? 'widget.answer-by' : 'widget.solution-by', { when: short(due.due) }) : '';
}

/** @param {any} ticket */
export const row = ({ number, title, status }) =>
  h(
    'button.row',
    { onclick: () => toTicket(number) },
    h('span.muted', `#${number}`),
    h('span.cut', title),
    chip(status),
  );

/** The two newest tickets. */
export function recent() {
  const { tickets } = app;
  const all = tickets.length > 2 && link(t('widget.all', { count: tickets.length }), () => toTicket());
  return [h('h2', t('widget.my-tickets'), all), tickets.slice(0, 2).map(row)];
}

/** A ticket within the conversation. @param {number} n @param {any} known */
export function ticket(n, known) {
  const due = promise(known);
  return [
    h('p', glyph('ticket'), h('b.grow', t('widget.ticket', { number: `#${n}` })), known && chip(known.status)),
    h('p.title', known?.title ?? app.conv?.ticket_titles?.[n]),
    h(
      'p.end',
      due && [glyph('clock'), h('span.grow', due)],
      link(t('widget.view-ticket'), () => toTicket(n), null, glyph('next', 16)),
    ),
  ];
}

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
      !me.email && link(t('widget.leave'), () => toForm(true), glyph('mail', 16)),
      link(t('widget.leave-queue'), () => api.post(`/conversations/${conv.id}/close`)),
    ),
  ];
}

/** What the site announces. @param {{text: string, url?: string}} news @param {string} key where its end is kept */
export function news({ text, url }, key) {
  const said = /^https?:/.test(url ?? '') ? h('a', { href: url, target: '_blank', rel: 'noopener' }, text) : text;
  const close = tool('close', t('widget.dismiss'), () => {
    storage.setItem(key, '1');
    changed();
  });
  return [glyph('news'), h('p.grow', said), close];
}

/** The newest message, beside the launcher, while the widget is closed. @param {any} m */
export function peek(m) {
  document.getElementById('peek')?.remove();
  const text = m.text || m.files?.[0]?.name;
  const open = h(
    'button.grow',
    { onclick: () => tell('open') },
    h('b', m.author.name),
    h('small', ` · ${clock(m.at)}`),
    h('p', text),
  );
  const el = h(
    'div',
    { id: 'peek', role: 'status' },
    avatar(m.author, 36),
    open,
    tool('close', t('widget.dismiss'), () => tell('close')),
  );
  document.body.append(el);
  tell('peek');
  // its size is known once it shows; gone again, it has none
  new ResizeObserver(() => open.offsetHeight && tell('peek', { height: open.offsetHeight + 26 })).observe(open);
}
