// Customers: which page the address names. Lists share the two bars above; a record has a page of its own.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { listHead, waitingCounts } from './customers-head.js';
import { needsMail } from './mail-state.js';
import { titlePage } from './page-title.js';
import { keepsCustomers } from './rights.js';
import { emptyState, errorState } from './states.js';
import { dress } from './styles.js';

/**
 * What a page of this area is given.
 * @typedef {{place: HTMLElement, query: URLSearchParams, id: string, actions: (...nodes: any[]) => void, filters: (...nodes: any[]) => void}} Place
 * @typedef {{show: (place: Place) => void}} Part
 */

/** @type {Record<string, {list: () => Promise<Part>, one?: () => Promise<Part>}>} */
const PAGES = {
  companies: { list: () => import('./companies.js'), one: () => import('./company.js') },
  people: { list: () => import('./people.js'), one: () => import('./person.js') },
  invitations: { list: () => import('./invitations.js') },
  asked: { list: () => import('./asked.js') },
  requests: { list: () => import('./requests.js') },
};

/** Pages that only those who keep customers may read. */
const FOR_KEEPERS = new Set(['invitations', 'asked']);

class CustomersView extends HTMLElement {
  /** @type {{parts: string[], query: URLSearchParams}} */
  at = { parts: [], query: new URLSearchParams() };
  turn = 0;

  set route(/** @type {{parts: string[], query: URLSearchParams}} */ route) {
    const same = this.at.parts.join() === route.parts.join();
    this.at = route;
    if (this.isConnected && !(same && this.kept())) this.show();
  }

  connectedCallback() {
    dress(this, 'tickets.css', 'ticket.css', 'forms.css', 'customers.css');
    this.leave = [
      app.store.subscribe('reference', () => this.count()),
      app.store.subscribe('customers', () => this.count()),
    ];
    this.show();
    this.count();
  }

  disconnectedCallback() {
    for (const off of this.leave ?? []) off();
  }

  /** While one types into a search only the address changes: the list reads itself. */
  kept() {
    return Boolean(this.querySelector('.list-search:focus'));
  }

  async show() {
    const turn = ++this.turn;
    const [name = 'companies', id = ''] = this.at.parts;
    // addresses of before: a person right below
    if (!PAGES[name]) return app.navigate(`/console/customers/people/${encodeURIComponent(name)}`, { replace: true });
    const page = PAGES[name];
    titlePage(`${t(`customers.tab.${name}`)} · ${t('customers.title')}`);
    const load = id ? page.one : page.list;
    if (FOR_KEEPERS.has(name) && !keepsCustomers())
      return fill(
        this,
        listHead(name).el,
        errorState({ status: 403 }, () => {}),
      );
    if (!load)
      return fill(
        this,
        emptyState({ icon: 'users', title: t('tickets.state.missing'), text: t('tickets.state.missing_text') }),
      );
    try {
      const part = await load();
      if (turn !== this.turn) return;
      const place = h('div', { class: id ? 'record' : 'tickets-body list-body' });
      const head = id ? null : listHead(name);
      this.head = head;
      fill(this, head?.el, place);
      if (!id) needsMail(place);
      part.show({
        place,
        id,
        query: this.at.query,
        actions: (...nodes) => head?.actions(...nodes),
        filters: (...nodes) => head?.filters(...nodes),
      });
      head?.count(this.counts ?? {});
    } catch (error) {
      if (turn === this.turn)
        fill(
          this,
          errorState(error, () => this.show()),
        );
    }
  }

  async count() {
    this.counts = await waitingCounts();
    this.head?.count(this.counts);
  }
}

customElements.define('customers-view', CustomersView);
