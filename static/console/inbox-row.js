// One row of the list: a chat that waits, a chat, or a ticket of mine.

import { avatar } from '../shared/avatar.js';
import { fill, h, icon } from '../shared/dom.js';
import { clock, daysFrom, exact, format } from '../shared/time.js';
import { claim, isClosing, nameOf } from './actions.js';
import { app } from './app-context.js';
import { once } from './keyed.js';
import { lastAt, pageName, unanswered, waiting, waitsSince } from './lists.js';
import { inboxPath } from './router.js';
import './run-clock.js';

/** @typedef {import("./lists.js").Conversation} Conversation */

/** Today the clock, else the day. @param {string} at */
export const when = (at) =>
  h(
    'time',
    { dateTime: at, title: exact(at) },
    daysFrom(at) === 0 ? clock(at) : format(at, { day: 'numeric', month: 'short' }),
  );

/** What stands below the name: company, else address, else the page the chat came from. @param {Conversation} c */
function belongs(c) {
  const person = /** @type {any} */ (c.customer);
  if (person?.company) return typeof person.company === 'string' ? person.company : person.company.name;
  const known = person?.email || c.subject;
  if (known) return known;
  if (person?.kind === 'customer') return app.t('console.customer');
  const page = c.last_page ?? c.page;
  if (page) return pageName(page);
  return person?.name ? app.t('console.visitor') : '';
}

/** Cover is said only where it matters: once anybody has some. @param {Conversation} c */
function cover(c) {
  const matters = [...app.store.conversations.values()].some((x) => x.cover === 'covered' || x.cover === 'licensed');
  if (!matters || !c.cover) return null;
  return h('span', { class: 'tag' }, app.t(c.cover === 'covered' ? 'console.cover_sla' : 'console.cover_none'));
}

/** @param {Conversation} c */
function preview(c) {
  const last = c.last_message;
  if (!last) return app.t('console.no_messages');
  const text = last.text || app.t('console.message_deleted');
  return last.author?.id === app.me.id ? app.t('console.you_said', { text }) : text;
}

/**
 * @param {HTMLElement} li
 * @param {Conversation} c
 * @param {{view: string, selected: boolean, first: boolean, search: string}} about
 */
export function conversationRow(li, c, { view, selected, first, search }) {
  const isWaiting = waiting(c);
  const others = view === 'all' && c.operator && c.operator.id !== app.me.id ? c.operator.name : '';
  const sign = [
    c.state,
    c.customer?.name,
    c.last_message?.seq,
    c.last_message?.text,
    c.unread,
    selected,
    first,
    view,
    search,
    others,
    c.waiting_since,
    c.unanswered_since,
    c.tickets.length,
    isClosing(c.id),
    c.left_message,
    c.cover,
    belongs(c),
    new Date().toDateString(),
  ].join('|');
  once(li, sign, () => {
    const hadFocus = li.contains(document.activeElement);
    li.className = `chat-row ${isWaiting ? 'waiting' : ''} ${selected ? 'selected' : ''} ${c.unread ? 'unread' : ''} ${isClosing(c.id) ? 'closing' : ''} ${first ? 'first' : ''}`;
    const link = h(
      'a',
      { class: 'row-link', href: inboxPath(view, c.id) + search, 'aria-current': selected ? 'true' : false },
      nameOf(c),
    );
    const count = c.unread
      ? h(
          'span',
          { class: 'count' },
          h('span', { class: 'sr' }, app.t('console.unread_count', { count: c.unread })),
          h('span', { 'aria-hidden': 'true' }, String(c.unread)),
        )
      : null;
    fill(
      li,
      avatar(c.customer, 32),
      h(
        'div',
        { class: 'row-body' },
        h(
          'div',
          { class: 'row-line' },
          h('span', { class: 'row-name ellipsis' }, link),
          isWaiting ? waitClock(c) : when(lastAt(c)),
        ),
        h(
          'div',
          { class: 'row-line' },
          h('span', { class: 'row-sub ellipsis' }, belongs(c)),
          others ? h('span', { class: 'tag' }, others) : cover(c),
        ),
        isWaiting
          ? [h('p', { class: 'row-text two' }, preview(c)), waitingFoot(c, first, count)]
          : h(
              'div',
              { class: 'row-line' },
              h(
                'p',
                { class: 'row-text ellipsis' },
                c.tickets.length ? [icon('ticket', 'icon-16'), ' '] : null,
                preview(c),
              ),
              unansweredTag(c),
              count,
            ),
      ),
    );
    if (hadFocus) link.focus();
  });
}

/** @param {Conversation} c */
const waitClock = (c) =>
  h(
    'span',
    { class: 'row-clock', title: exact(waitsSince(c)) },
    icon('clock', 'icon-16'),
    h('span', { class: 'sr' }, app.t('console.waits')),
    h('run-clock', { since: waitsSince(c) }),
  );

/** Mine and without an answer for a while: said in words and with a clock. @param {Conversation} c */
function unansweredTag(c) {
  if (!unanswered(c) || c.operator?.id !== app.me.id || c.first_answer_at) return null;
  return h(
    'span',
    { class: 'tag tag-due' },
    h('span', { class: 'sr' }, app.t('console.unanswered')),
    h('run-clock', { since: c.unanswered_since }),
  );
}

/** @param {Conversation} c @param {boolean} first @param {any} count */
function waitingFoot(c, first, count) {
  const { t } = app;
  const offered = c.state === 'offered' && c.operator;
  const hint = c.left_message
    ? t('console.left_message')
    : offered
      ? c.operator?.id === app.me.id
        ? t('console.offered_you')
        : t('console.offered_to', { name: c.operator?.name })
      : t('console.waits_since', { time: clock(waitsSince(c)) });
  return h(
    'div',
    { class: 'row-line row-foot' },
    h(
      'button',
      {
        class: `button button-small ${first ? 'button-primary' : ''}`,
        type: 'button',
        onclick: () => claim(c),
        'aria-label': t('console.claim_chat_of', { name: nameOf(c) }),
      },
      t('console.claim'),
      first && h('kbd', { class: 'on-fill', 'aria-hidden': 'true', 'data-hint': 'C' }),
    ),
    h('span', { class: 'row-hint ellipsis' }, hint),
    count,
  );
}

/** @param {HTMLElement} li @param {any} ticket */
export function ticketRow(li, ticket) {
  const clockOf = ticket.sla?.next_answer ?? ticket.sla?.first_answer ?? ticket.sla?.solution;
  const left = clockOf?.state === 'running' ? clockOf.remaining_s : undefined;
  once(li, [ticket.updated_at, ticket.title, ticket.status, left].join('|'), () => {
    li.className = 'chat-row';
    const company = typeof ticket.company === 'string' ? ticket.company : ticket.company?.name;
    fill(
      li,
      avatar(ticket.contact ?? {}, 32),
      h(
        'div',
        { class: 'row-body' },
        h(
          'div',
          { class: 'row-line' },
          h(
            'span',
            { class: 'row-name ellipsis' },
            h(
              'a',
              { class: 'row-link', href: `/console/tickets/${ticket.number}` },
              ticket.contact?.name || app.t('console.visitor'),
            ),
          ),
          when(ticket.updated_at),
        ),
        h(
          'div',
          { class: 'row-line' },
          h('span', { class: 'row-sub ellipsis' }, company || ticket.contact?.email || ''),
          due(clockOf, left),
        ),
        h(
          'div',
          { class: 'row-line' },
          h(
            'p',
            { class: 'row-text ellipsis' },
            icon('ticket', 'icon-16'),
            h('span', { class: 'muted' }, ` #${ticket.number} `),
            ticket.title,
          ),
        ),
      ),
    );
  });
}

/** @param {any} sla @param {number | undefined} left */
function due(sla, left) {
  if (sla?.state === 'breached' || (left !== undefined && left < 0))
    return h('span', { class: 'tag tag-late' }, app.t('console.late'));
  if (left !== undefined && left < 3600)
    return h('span', { class: 'tag tag-due' }, app.t('console.due_in', { minutes: Math.ceil(left / 60) }));
  return null;
}
