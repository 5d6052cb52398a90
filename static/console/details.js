// The details of a chat: who it is, cover, tickets, earlier chats, pages, how it came here.

import { fill, h, icon } from '../shared/dom.js';
import { nameOf } from './actions.js';
import { app } from './app-context.js';
import { companyPart, coverPart, ownedPart, suggestedPart } from './details-company.js';
import { chatPart, chatsPart, pagesPart, personPart, ticketsPart } from './details-parts.js';

/** @typedef {import("./lists.js").Conversation} Conversation */

export class DetailsPanel {
  /** @type {string | undefined} */
  id;
  /** What was asked for beside the conversation, by conversation. @type {Map<string, {tickets?: any[], chats?: any[], account?: any, panel?: any}>} */
  known = new Map();
  sign = '';

  /** @param {{close: () => void}} options */
  constructor({ close }) {
    const { t } = app;
    this.body = h('div', { class: 'details-body', tabindex: '0', role: 'region', 'aria-label': t('console.details') });
    this.closer = h(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': t('console.close_details'),
        title: t('console.close_details'),
        onclick: close,
      },
      icon('panel-right'),
    );
    this.el = h(
      'aside',
      {
        class: 'details',
        'aria-label': t('console.details'),
        onkeydown: (/** @type {KeyboardEvent} */ e) => e.key === 'Escape' && close(),
      },
      h('header', { class: 'pane-head' }, h('h2', { class: 'pane-title' }, t('console.details')), this.closer),
      this.body,
    );
    /** @type {(() => void)[]} */
    this.ends = [];
  }

  focus() {
    this.closer.focus();
  }

  /** @param {string | undefined} id */
  show(id) {
    if (id === this.id) return;
    for (const end of this.ends) end();
    this.id = id;
    this.sign = '';
    fill(this.body);
    if (!id) return;
    this.ends = [
      app.store.subscribe(`conversation:${id}`, () => this.#render()),
      app.store.subscribe('reference', () => this.#render()),
      app.store.subscribe('ticket', (e) => e.data?.ticket?.conversations?.includes(id) && this.#ask()),
    ];
    // a company may be another though nothing that the list shows is
    const hear = (/** @type {any} */ { detail: e }) =>
      e.conv === id && e.ev === 'conversation.changed' && e.data?.conversation?.reason === 'attached' && this.#ask();
    app.live.addEventListener('event', hear);
    this.ends.push(() => app.live.removeEventListener('event', hear));
    this.#render();
  }

  /** What belongs to the person rather than to the chat. */
  async #ask() {
    const c = this.id && app.store.conversations.get(this.id);
    if (!c) return;
    const topic = `${c.customer.kind === 'customer' ? 'account' : 'visitor'}/${c.customer.id}`;
    const [tickets, chats, account, panel] = await Promise.all([
      app.api.get('/tickets', { contact: topic, limit: 20 }).then(
        (page) => page.items,
        () => undefined,
      ),
      app.api
        .get('/conversations', { view: '', customer: topic, q: c.customer.email || c.customer.name, limit: 20 })
        .then(
          (page) => page.items,
          () => [],
        ),
      c.customer.kind === 'customer' ? app.api.get(`/accounts/${c.customer.id}`).catch(() => undefined) : undefined,
      app.api.get(`/conversations/${c.id}/panel`).catch(() => undefined),
    ]);
    // the chat's own tickets are here even when they belong to another contact
    const missing = c.tickets.filter((n) => !tickets?.some((/** @type {any} */ t) => t.number === n));
    const more = await Promise.all(missing.map((n) => app.api.get(`/tickets/${n}`).catch(() => undefined)));
    this.known.set(c.id, {
      tickets: [...(tickets ?? []), ...more.filter(Boolean)].sort((a, b) => b.number - a.number),
      chats: chats.filter((/** @type {Conversation} */ x) => x.id !== c.id && x.customer?.id === c.customer.id),
      account,
      panel,
    });
    if (panel) Object.assign(c, { cover_until: panel.cover.until, cover_plan: panel.cover.plan_name });
    this.sign = '';
    this.#render();
  }

  #render() {
    const c = this.id && app.store.conversations.get(this.id);
    if (!c) return;
    const sign = [
      c.id,
      nameOf(c),
      c.customer.email,
      c.customer.id,
      c.tickets.join(),
      c.cover,
      c.operator?.id,
      c.department,
      c.last_page,
      c.state,
      this.known.has(c.id),
      app.store.departments.length,
    ].join('|');
    if (sign === this.sign) return;
    const asked = this.asked === `${c.id} ${c.customer.id} ${c.customer.email} ${c.cover} ${c.tickets.join()}`;
    this.sign = sign;
    const known = this.known.get(c.id) ?? {};
    fill(
      this.body,
      personPart(c, known.account),
      companyPart(known.panel),
      suggestedPart(c, known.panel),
      coverPart(c, known.panel),
      ownedPart(known.panel),
      chatPart(c),
      ticketsPart(c, known.tickets),
      chatsPart(known.chats),
      pagesPart(c),
    );
    if (asked) return;
    this.asked = `${c.id} ${c.customer.id} ${c.customer.email} ${c.cover} ${c.tickets.join()}`;
    this.#ask();
  }
}
