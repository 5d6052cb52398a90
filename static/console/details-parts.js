// The sections of the details pane.

import { avatar } from '../shared/avatar.js';
import { h, icon } from '../shared/dom.js';
import { date, exact, format, relative } from '../shared/time.js';
import { nameOf } from './actions.js';
import { app } from './app-context.js';
import { openPerson, openRouting } from './dialogs.js';
import { pageLink } from './log-lines.js';
import { statusIcon } from './marks.js';
import { inboxPath } from './router.js';

/** @typedef {import("./lists.js").Conversation} Conversation */

/** @param {Conversation} c @param {any} account */
export function personPart(c, account) {
  const { t } = app;
  const zone = account?.time_zone;
  return section('', [
    h(
      'div',
      { class: 'details-who' },
      avatar(c.customer, 40),
      h(
        'div',
        { class: 'who' },
        h('h3', null, nameOf(c)),
        h(
          'p',
          { class: 'muted' },
          account?.job_title ||
            (c.customer.kind === 'customer' ? t('console.customer') : c.customer.name && t('console.visitor')),
        ),
      ),
    ),
    pairs([
      [
        t('console.email'),
        c.customer.email && h('a', { class: 'text-link', href: `mailto:${c.customer.email}` }, c.customer.email),
      ],
      [t('console.phone'), account?.phone],
      [t('console.local_time'), zone && timeIn(zone)],
      [t('console.language'), c.locale && new Intl.DisplayNames(app.lang, { type: 'language' }).of(c.locale)],
    ]),
    c.customer.kind !== 'customer' &&
      h(
        'button',
        { class: 'button button-small', type: 'button', onclick: () => openPerson(c) },
        icon('user-plus', 'icon-16'),
        t('console.who_is_this'),
      ),
    c.blocked && h('p', { class: 'tag tag-late' }, t('console.is_blocked')),
  ]);
}

/** @param {Conversation} c */
export function chatPart(c) {
  const { t, store } = app;
  return section(t('console.this_chat'), [
    pairs([
      [t('console.operator'), c.operator?.name],
      [t('console.department'), store.departments.find((d) => d.id === c.department)?.name],
      [t('console.started'), h('time', { dateTime: c.opened_at, title: exact(c.opened_at) }, relative(c.opened_at))],
      [t('console.site'), c.site !== 'default' && c.site],
      [t('console.subject'), c.subject],
    ]),
    h('button', { class: 'text-link small', type: 'button', onclick: () => openRouting(c) }, t('console.why_operator')),
  ]);
}

/** @param {Conversation} c @param {any[] | undefined} tickets */
export function ticketsPart(c, tickets) {
  const { t } = app;
  const list =
    tickets ?? c.tickets.map((number) => ({ number, title: c.ticket_titles?.[number] ?? '', status: 'open' }));
  const body = list.length
    ? h(
        'ul',
        { class: 'details-list' },
        list
          .slice(0, 8)
          .map((ticket) =>
            h(
              'li',
              null,
              h(
                'a',
                { href: `/console/tickets/${ticket.number}` },
                h(
                  'span',
                  { title: t(`common.status.${ticket.status}`), class: 'details-mark' },
                  statusIcon(ticket.status),
                ),
                h('span', { class: 'muted' }, `#${ticket.number}`),
                h('span', { class: 'ellipsis' }, ticket.title),
                ticket.created_at &&
                  h(
                    'time',
                    { dateTime: ticket.created_at, title: exact(ticket.created_at) },
                    format(ticket.created_at, { day: 'numeric', month: 'short' }),
                  ),
              ),
            ),
          ),
      )
    : h('p', { class: 'muted' }, t('console.no_tickets'));
  return section(t('console.tickets'), body, list.length || undefined);
}

/** @param {any[] | undefined} chats */
export function chatsPart(chats) {
  if (!chats?.length) return null;
  return fold(
    app.t('console.earlier_chats'),
    chats.length,
    h(
      'ul',
      { class: 'details-list' },
      chats.map((c) =>
        h(
          'li',
          null,
          h(
            'a',
            { href: inboxPath(c.state === 'closed' ? 'closed' : 'all', c.id) },
            icon('chat', 'icon-16'),
            h('span', { class: 'ellipsis' }, c.last_message?.text || c.subject || nameOf(c)),
            h('span', { class: 'muted', title: exact(c.opened_at) }, date(c.opened_at)),
          ),
        ),
      ),
    ),
  );
}

/** @param {Conversation} c */
export function pagesPart(c) {
  const pages = [c.page, c.last_page].filter((p, i, all) => p && all.indexOf(p) === i);
  if (!pages.length) return null;
  return fold(
    app.t('console.pages_visited'),
    pages.length,
    h(
      'ul',
      { class: 'details-pages' },
      pages.map((p) => h('li', null, pageLink(/** @type {string} */ (p)))),
    ),
    true,
  );
}

/** @param {string} zone */
function timeIn(zone) {
  try {
    return `${format(Date.now(), { hour: '2-digit', minute: '2-digit', timeZone: zone })} · ${zone.split('/').at(-1)?.replaceAll('_', ' ')}`;
  } catch {
    return zone;
  }
}

/** @param {string} title @param {any} body @param {number} [count] */
export const section = (title, body, count) =>
  h(
    'section',
    { class: 'details-part' },
    title &&
      h('h3', { class: 'details-title' }, title, count !== undefined && h('span', { class: 'muted' }, String(count))),
    body,
  );

/** @param {string} title @param {number} count @param {any} body @param {boolean} [open] */
export const fold = (title, count, body, open = false) =>
  h(
    'details',
    { class: 'details-fold', open },
    h('summary', null, h('span', null, title), h('span', null, String(count)), icon('chevron-right', 'icon-16')),
    body,
  );

/** @param {[string, any][]} rows */
export const pairs = (rows) =>
  h(
    'dl',
    { class: 'pairs' },
    rows.filter(([, v]) => v).map(([k, v]) => [h('dt', null, k), h('dd', null, v)]),
  );
