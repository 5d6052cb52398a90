// Above the log: how long the customer waits, who else looks, what can be done.

import { avatar } from '../shared/avatar.js';
import { fill, h, icon } from '../shared/dom.js';
import { parts } from '../shared/i18n.js';
import { clock, exact } from '../shared/time.js';
import { block, claim, close, decline, isClosing, nameOf, reopen, supervises, takeOver } from './actions.js';
import { app } from './app-context.js';
import { menuButton } from './dialog.js';
import { openConvert, openPerson, openRouting, openTransfer } from './dialogs.js';
import { isMine, waiting, waitsSince } from './lists.js';
import { inboxPath } from './router.js';
import './run-clock.js';

export class ThreadBar {
  sign = '';

  /**
   * @param {string} id
   * @param {{toggleDetails: () => void, view: () => string}} options
   */
  constructor(id, { toggleDetails, view }) {
    this.id = id;
    this.toggleDetails = toggleDetails;
    this.view = view;
    this.main = h('div', { class: 'bar-main' });
    this.actions = h('div', { class: 'bar-actions' });
    this.next = h('div', { class: 'bar-next', hidden: true });
    this.more = menuButton({ label: app.t('console.more_actions'), content: icon('dots'), items: () => this.#items() });
    this.el = h('div', { class: 'bar-wrap' }, h('header', { class: 'bar' }, this.main, this.actions), this.next);
    this.ends = [
      app.store.subscribe(`conversation:${id}`, () => this.#render()),
      app.store.subscribe(`volatile:${id}`, () => this.#render()),
      app.store.subscribe('counts', () => this.#showNext()),
    ];
    this.#render();
    this.#showNext();
  }

  end() {
    for (const end of this.ends) end();
  }

  get conversation() {
    return app.store.conversations.get(this.id);
  }

  convert() {
    const c = this.conversation;
    if (c) openConvert(c);
  }

  #render() {
    const c = this.conversation;
    if (!c) return;
    const looking = app.store.volatile.get(this.id)?.looking ?? [];
    const sign = [
      c.state,
      c.operator?.id,
      c.operator?.name,
      c.waiting_since,
      c.unanswered_since,
      c.closed_at,
      c.tickets.join(),
      isClosing(c.id),
      looking.map((p) => p.id).join(),
      nameOf(c),
      c.first_answer_at,
    ].join('|');
    if (sign === this.sign) return;
    this.sign = sign;
    fill(
      this.main,
      h(
        'a',
        { class: 'bar-back', href: inboxPath(this.view()), 'aria-label': app.t('console.back_to_list') },
        icon('chevron-left'),
        h('b', { 'data-hint': app.store.counts.mine || '' }),
      ),
      h(
        'div',
        { class: 'bar-who' },
        h('h1', { class: 'ellipsis' }, nameOf(c)),
        h('span', { class: 'bar-state' }, stateOf(c)),
      ),
      c.tickets.map((n) =>
        h(
          'a',
          { class: 'bar-ticket', href: `/console/tickets/${n}`, title: c.ticket_titles?.[n] ?? '' },
          icon('ticket', 'icon-16'),
          `#${n}`,
        ),
      ),
      looking.length
        ? h(
            'span',
            { class: 'bar-looking', title: looking.map((p) => p.name).join(', ') },
            avatar(looking[0], 20),
            h(
              'span',
              { class: 'ellipsis' },
              looking.length > 1 ? `+${looking.length - 1}` : looking[0].name.split(' ')[0],
            ),
            icon('eye', 'icon-16'),
            h('span', { class: 'sr' }, app.t('console.is_looking')),
          )
        : null,
    );
    fill(this.actions, this.#buttons(c), this.more);
  }

  /** @param {import("./lists.js").Conversation} c */
  #buttons(c) {
    const { t } = app;
    const mine = isMine(c, app.me.id);
    const glyph = (
      /** @type {string} */ name,
      /** @type {string} */ key,
      /** @type {() => void} */ run,
      /** @type {string} */ hint,
    ) =>
      h(
        'button',
        {
          class: 'icon-button wide-only',
          type: 'button',
          'aria-label': t(key),
          title: `${t(key)} (${hint})`,
          onclick: run,
        },
        icon(name),
      );
    return [
      waiting(c) &&
        h(
          'button',
          { class: 'button button-primary', type: 'button', onclick: () => claim(c) },
          t('console.claim'),
          h('kbd', { class: 'on-fill', 'aria-hidden': 'true' }, 'C'),
        ),
      c.state === 'offered' &&
        c.operator?.id === app.me.id &&
        h('button', { class: 'button', type: 'button', onclick: () => decline(c) }, t('console.decline')),
      c.state === 'assigned' &&
        !mine &&
        supervises() &&
        h('button', { class: 'button', type: 'button', onclick: () => takeOver(c) }, t('console.take_over')),
      c.state === 'closed' &&
        h('button', { class: 'button', type: 'button', onclick: () => reopen(c) }, t('console.reopen')),
      h(
        'button',
        { class: 'button bar-convert', type: 'button', title: t('console.convert'), onclick: () => this.convert() },
        icon('ticket'),
        h('span', null, t('console.convert')),
        h('kbd', { 'aria-hidden': 'true' }, 'T'),
      ),
      c.state !== 'closed' && glyph('transfer', 'console.transfer', () => openTransfer(c), 'X'),
      mine && !isClosing(c.id) && glyph('check', 'console.close_chat', () => close(c), 'E'),
      h(
        'button',
        {
          class: 'icon-button details-toggle wide-only',
          type: 'button',
          'aria-label': t('console.details'),
          title: t('console.details'),
          onclick: this.toggleDetails,
        },
        icon('panel-right'),
      ),
    ];
  }

  /** @returns {(import("./dialog.js").MenuItem | "-" | false)[]} */
  #items() {
    const c = this.conversation;
    if (!c) return [];
    const { t } = app;
    const open = c.state !== 'closed';
    return [
      open && { label: t('console.transfer_menu'), icon: 'transfer', hint: 'X', run: () => openTransfer(c) },
      open && { label: t('console.close_chat'), icon: 'check', hint: 'E', run: () => close(c) },
      { label: t('console.details'), icon: 'panel-right', run: this.toggleDetails },
      { label: t('console.attach_person'), icon: 'user-plus', run: () => openPerson(c) },
      { label: t('console.why_operator'), icon: 'help', run: () => openRouting(c) },
      '-',
      { label: t('console.copy_link'), icon: 'link', run: () => copyLink(c.id) },
      { label: t('console.transcript'), icon: 'download', href: `/api/v1/conversations/${c.id}/transcript` },
      '-',
      c.blocked
        ? { label: t('console.unblock'), icon: 'unlock', run: () => block(c, false) }
        : { label: t('console.block'), icon: 'block', tone: 'negative', run: () => block(c) },
    ];
  }

  /** On a phone the list is away: whoever waits is said here. */
  #showNext() {
    const [first] = app.store.rows('queue').filter((c) => c.id !== this.id);
    this.next.hidden = !first;
    if (this.nextShown === first?.id) return;
    this.nextShown = first?.id;
    if (!first) return;
    fill(
      this.next,
      h('run-clock', { since: waitsSince(first) }),
      h('span', { class: 'ellipsis' }, parts('console.is_waiting', { name: h('b', null, nameOf(first)) })),
      h('button', { class: 'bar-claim', type: 'button', onclick: () => claim(first) }, app.t('console.claim')),
    );
  }
}

/** The state in words, with a running clock while somebody waits. @param {import("./lists.js").Conversation} c */
function stateOf(c) {
  const { t } = app;
  const running = (/** @type {string} */ key, /** @type {string} */ since) =>
    h(
      'span',
      { class: 'state-waits', title: exact(since) },
      icon('clock', 'icon-16'),
      parts(key, { clock: h('run-clock', { since }) }).map((p) =>
        typeof p === 'string' ? h('span', { class: 'state-word' }, p) : p,
      ),
    );
  if (isClosing(c.id)) return t('console.state_closing');
  if (c.state === 'closed')
    return c.closed_at
      ? h('span', { title: exact(c.closed_at) }, t('console.state_closed', { time: clock(c.closed_at) }))
      : t('console.view_closed');
  if (waiting(c)) return running('console.state_waiting', waitsSince(c));
  if (c.unanswered_since && isMine(c, app.me.id)) return running('console.state_unanswered', c.unanswered_since);
  if (!isMine(c, app.me.id) && c.operator) return t('console.state_with', { name: c.operator.name });
  return c.last_message
    ? h('span', { title: exact(c.last_message.at) }, t('console.state_answered', { time: clock(c.last_message.at) }))
    : '';
}

/** @param {string} id */
async function copyLink(id) {
  const link = new URL(inboxPath('all', id), location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    app.toast(app.t('console.link_copied'));
  } catch {
    app.toast(link, { seconds: 20 });
  }
}
