// The people who wrote: find one, see their chats and tickets.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { pageName } from './lists.js';
import { icon, statusIcon } from './marks.js';
import { titlePage } from './page-title.js';
import { emptyState, errorState, skeletonRows } from './states.js';
import { dress } from './styles.js';
import { shortTime } from './ticket-time.js';

/** @typedef {{id: string, kind: string, name: string, email?: string, company?: string, chats: any[], tickets: any[], last: string}} Customer */

class CustomersView extends HTMLElement {
  /** @type {Customer[]} */
  people = [];
  id = '';
  q = '';
  asked = new AbortController();

  set route(/** @type {{path: string}} */ route) {
    this.id = decodeURIComponent(route.path.match(/\/customers\/([^/]+)/)?.[1] ?? '');
    if (this.isConnected && this.people.length) this.paint();
  }

  connectedCallback() {
    dress(this, 'customers.css', 'forms.css');
    titlePage(t('tickets.customers'));
    this.search = /** @type {HTMLInputElement} */ (
      h('input', {
        class: 'input',
        type: 'search',
        placeholder: t('tickets.customers.search'),
        'aria-label': t('tickets.customers.search'),
      })
    );
    this.search.addEventListener('input', () => {
      this.q = this.search?.value.trim().toLocaleLowerCase() ?? '';
      this.paintList();
    });
    this.list = h('div', { class: 'customers-list' });
    this.detail = h('section', { class: 'customers-detail', 'aria-label': t('tickets.customers.one') });
    this.replaceChildren(
      h(
        'div',
        { class: 'customers' },
        h(
          'div',
          { class: 'customers-side' },
          h('header', {}, h('h1', {}, t('tickets.customers')), this.search),
          this.list,
        ),
        this.detail,
      ),
    );
    this.start();
  }

  disconnectedCallback() {
    this.asked.abort();
  }

  async start() {
    this.asked.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    this.list?.replaceChildren(skeletonRows(8));
    try {
      const options = { signal };
      const [open, closed, tickets, accounts] = await Promise.all([
        app.api.get('/conversations', { view: 'all', limit: 200 }, options),
        app.api.get('/conversations', { view: 'closed', limit: 200 }, options),
        app.api.get('/tickets', { limit: 200 }, options),
        app.api.get('/accounts', { role: 'customer', limit: 200 }, options).catch(() => ({ items: [] })),
      ]);
      this.people = gather([...open.items, ...closed.items], tickets.items, accounts.items);
      this.paint();
    } catch (error) {
      if (!signal.aborted) this.list?.replaceChildren(errorState(error, () => this.start()));
    }
  }

  paint() {
    this.firstElementChild?.classList.toggle('has-one', Boolean(this.id));
    this.paintList();
    const person = this.people.find((p) => p.id === this.id);
    this.detail?.replaceChildren(
      person
        ? onePerson(person)
        : emptyState({ icon: 'users', title: t('tickets.customers.pick'), text: t('tickets.customers.pick_text') }),
    );
  }

  paintList() {
    const found = this.people.filter((p) =>
      `${p.name} ${p.email ?? ''} ${p.company ?? ''}`.toLocaleLowerCase().includes(this.q),
    );
    if (!this.people.length)
      return this.list?.replaceChildren(
        emptyState({ icon: 'users', title: t('tickets.customers.none'), text: t('tickets.customers.none_text') }),
      );
    this.list?.replaceChildren(
      h(
        'ul',
        {},
        ...found.map((p) =>
          h(
            'li',
            {},
            h(
              'a',
              {
                class: 'customer-row',
                href: `/console/customers/${encodeURIComponent(p.id)}`,
                'aria-current': p.id === this.id ? 'true' : null,
              },
              avatar(p, 32),
              h(
                'span',
                { class: 'line-main' },
                h('span', { class: 'line-name' }, p.name || t('tickets.visitor')),
                h('span', { class: 'line-sub' }, p.company || (p.email ? address(p.email) : about(p))),
              ),
              p.last ? h('time', { title: exact(p.last) }, shortTime(p.last)) : null,
            ),
          ),
        ),
      ),
      found.length ? '' : h('p', { class: 'row-none' }, t('tickets.choose.none')),
    );
  }
}

/** One row a person, out of what they wrote and opened. @param {any[]} chats @param {any[]} tickets @param {any[]} accounts @returns {Customer[]} */
function gather(chats, tickets, accounts) {
  /** @type {Map<string, Customer>} */
  const all = new Map();
  const at = (/** @type {any} */ p) => {
    const one = all.get(p.id) ?? { kind: 'customer', chats: [], tickets: [], last: '', ...p };
    all.set(p.id, one);
    return /** @type {Customer} */ (one);
  };
  for (const a of accounts) at({ id: a.id, kind: 'customer', name: a.name, email: a.email, company: a.company });
  const staff = (/** @type {any} */ p) => !p?.id || p.kind === 'operator' || app.store.operators.has(p.id);
  for (const c of chats) if (!staff(c.customer)) touch(at(c.customer), 'chats', c, c.last_message?.at ?? c.opened_at);
  for (const x of tickets) if (!staff(x.contact)) touch(at(x.contact), 'tickets', x, x.updated_at);
  return [...all.values()].sort((a, b) => b.last.localeCompare(a.last) || a.name.localeCompare(b.name));
}

function touch(
  /** @type {Customer} */ person,
  /** @type {"chats" | "tickets"} */ list,
  /** @type {any} */ item,
  /** @type {string} */ at,
) {
  person[list].push(item);
  if (at > person.last) person.last = at;
}

/** An e-mail that is too long for its line breaks after the @. @param {string} email */
function address(email) {
  const at = email.indexOf('@') + 1;
  return [email.slice(0, at), h('wbr', {}), email.slice(at)];
}

/** Of one without company and address: what they are, or, without a name too, where they wrote from or what. */
function about(/** @type {Customer} */ { kind, name, chats }) {
  if (name) return t(`common.role.${kind}`);
  const page = chats[0]?.last_page ?? chats[0]?.page;
  return page ? pageName(page) : (chats[0]?.last_message?.text ?? '');
}

function onePerson(/** @type {Customer} */ p) {
  const contact = p.kind === 'visitor' ? undefined : { id: p.id, name: p.name, email: p.email };
  const create = async () => {
    const { openNewTicket } = await import('./ticket-new.js');
    openNewTicket({ contact });
  };
  return h(
    'div',
    { class: 'customer' },
    h(
      'a',
      { class: 'customer-back icon-button', href: '/console/customers', 'aria-label': t('tickets.back') },
      icon('chevron-left'),
    ),
    h(
      'header',
      { class: 'customer-head' },
      avatar(p, 48),
      h(
        'div',
        {},
        h('h2', {}, p.name || t('tickets.visitor')),
        h('p', {}, p.email ? h('a', { class: 'link', href: `mailto:${p.email}` }, p.email) : about(p)),
      ),
      contact
        ? h('button', { class: 'button', type: 'button', onclick: create }, icon('plus', 16), t('tickets.new'))
        : null,
    ),
    part(t('tickets.title'), p.tickets, t('tickets.customers.no_tickets'), (x) =>
      h(
        'a',
        { class: 'customer-line', href: `/console/tickets/${x.number}` },
        statusIcon(x.status),
        h('span', { class: 'ticket-number' }, `#${x.number}`),
        h('span', { class: 'cut' }, x.title),
        h('span', { class: 'line-more' }, t(`common.status.${x.status}`)),
        h('time', { title: exact(x.updated_at) }, relative(x.updated_at, Date.now(), 'short')),
      ),
    ),
    part(t('tickets.customers.chats'), p.chats, t('tickets.customers.no_chats'), (c) =>
      h(
        'a',
        { class: 'customer-line', href: `/console/inbox/${c.state === 'closed' ? 'closed' : 'all'}/${c.id}` },
        icon('chat', 16),
        h('span', { class: 'cut' }, c.last_message?.text || c.subject || t('tickets.search.untitled')),
        h('span', { class: 'line-more' }, t(`common.state.${c.state}`)),
        h(
          'time',
          { title: exact(c.last_message?.at ?? c.opened_at) },
          relative(c.last_message?.at ?? c.opened_at, Date.now(), 'short'),
        ),
      ),
    ),
  );
}

function part(
  /** @type {string} */ title,
  /** @type {any[]} */ items,
  /** @type {string} */ none,
  /** @type {(item: any) => Node} */ line,
) {
  return h(
    'section',
    {},
    h('h3', {}, title, ' ', h('span', { class: 'muted' }, String(items.length))),
    items.length ? h('ul', {}, ...items.map((x) => h('li', {}, line(x)))) : h('p', { class: 'muted' }, none),
  );
}

customElements.define('customers-view', CustomersView);
