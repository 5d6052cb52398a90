// The list of a view: title, filters, live rows, older pages on scroll.

import { fill, h, icon } from '../shared/dom.js';
import { app } from './app-context.js';
import { menuButton } from './dialog.js';
import { openPalette } from './dialogs.js';
import { conversationRow, ticketRow } from './inbox-row.js';
import { keyed } from './keyed.js';
import { lastAt, waiting } from './lists.js';
import { MyTickets } from './my-tickets.js';
import { presenceMenu } from './presence.js';
import { inboxPath } from './router.js';

/** Views whose rows the server pages; the others are wholly here. */
const PAGED = new Set(['closed', 'all']);

export class InboxList {
  view = 'mine';
  selected = '';
  query = new URLSearchParams();
  /** @type {Record<string, string | null | undefined>} next cursor by view; undefined = nothing read yet, null = all read */
  next = {};
  /** The page being read; one that another took the place of is not wanted any more. @type {object | undefined} */
  reading = undefined;
  /** @type {unknown} */
  failed = undefined;

  constructor() {
    const { t } = app;
    this.title = h('h1', { class: 'pane-title' });
    this.chips = h('div', { class: 'chips' });
    this.rows = h('ul', { class: 'chat-rows' });
    this.foot = h('div', { class: 'list-foot' });
    this.scroll = h('div', { class: 'list-scroll' }, this.rows, this.foot);
    this.filter = menuButton({ label: t('console.filter'), content: icon('filter'), items: () => this.#filters() });
    this.sort = menuButton({ label: t('console.sort'), content: icon('sort'), items: () => this.#sorts() });
    this.el = h(
      'section',
      { class: 'list-pane', 'aria-labelledby': 'list-title' },
      h(
        'header',
        { class: 'pane-head' },
        this.title,
        this.filter,
        this.sort,
        h(
          'button',
          {
            class: 'icon-button phone-only',
            type: 'button',
            'aria-label': t('console.search'),
            onclick: () => openPalette(),
          },
          icon('search'),
        ),
        h('div', { class: 'phone-only' }, presenceMenu()),
      ),
      this.chips,
      this.scroll,
    );
    this.title.id = 'list-title';
    this.tickets = new MyTickets(() => this.#render());
    this.ends = ['list', 'operators'].map((topic) => app.store.subscribe(topic, () => this.#render()));
    this.ends.push(app.store.subscribe('reference', () => this.#again()));
    this.refresh = setInterval(
      () => this.view === 'all' && document.visibilityState === 'visible' && this.#read(true),
      30_000,
    );
    this.scroll.addEventListener('scroll', () => this.#more(), { passive: true });
  }

  end() {
    for (const end of this.ends) end();
    clearInterval(this.refresh);
    this.tickets.end();
  }

  /** @param {string} view @param {string | undefined} selected @param {URLSearchParams} query */
  show(view, selected, query) {
    const elsewhere = query.get('department') !== this.query.get('department');
    const moved = elsewhere || view !== this.view;
    Object.assign(this, { view, selected: selected ?? '', query });
    if (elsewhere) this.next = {}; // how far one department was read says nothing of another
    if (moved) {
      this.reading = undefined;
      this.scroll.scrollTop = 0;
    }
    this.failed = undefined;
    if (PAGED.has(view) && this.next[view] === undefined) this.#read();
    if (view === 'mine') this.tickets.start();
    this.#render();
  }

  /** After a new snapshot the pages read before are gone. */
  #again() {
    this.next = {};
    this.reading = undefined;
    if (PAGED.has(this.view)) this.#read();
    this.#render();
  }

  /** Reads the next page of the view, or its first again. @param {boolean} [first] */
  async #read(first = false) {
    const { view } = this;
    // the first snapshot clears what was read before it, then comes #again
    if (!app.store.ready || this.reading || (!first && this.next[view] === null)) return;
    const reading = {};
    this.reading = reading;
    let page, failed;
    try {
      page = await app.api.get('/conversations', {
        view,
        limit: 50,
        cursor: first ? undefined : this.next[view],
        department: this.query.get('department'),
      });
    } catch (error) {
      failed = error;
    }
    if (this.reading !== reading) return;
    this.reading = undefined;
    this.failed = failed;
    for (const conversation of page?.items ?? []) app.store.put(conversation);
    if (page && (!first || this.next[view] === undefined)) this.next[view] = page.next ?? null;
    this.#render();
    requestAnimationFrame(() => this.#more());
  }

  #more() {
    if (!PAGED.has(this.view) || this.failed || !this.next[this.view]) return;
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    if (scrollHeight - scrollTop - clientHeight < 600) this.#read();
  }

  #items() {
    const only = this.query.get('only');
    const department = this.query.get('department');
    const sorted = this.query.get('sort');
    let list = app.store
      .rows(this.view)
      .filter((c) => (!department || c.department === department) && (only !== 'unread' || c.unread));
    // an older page is not all here: rows older than the last one read wait for it
    if (sorted === 'oldest') list = [...list.filter(waiting), ...list.filter((c) => !waiting(c)).reverse()];
    const kind = this.query.get('kind');
    /** @type {{key: string, at: string, conversation?: any, ticket?: any}[]} */
    const rows = kind === 'tickets' ? [] : list.map((c) => ({ key: c.id, at: lastAt(c), conversation: c }));
    if (this.view !== 'mine' || kind === 'chats' || only || department) return rows;
    const tickets = this.tickets.items.map(
      (ticket) => /** @type {typeof rows[number]} */ ({ key: `#${ticket.number}`, at: ticket.updated_at, ticket }),
    );
    const top = rows.filter((r) => waiting(r.conversation));
    const rest = [...rows.slice(top.length), ...tickets].sort((a, b) => (a.at < b.at ? 1 : -1));
    return [...top, ...(sorted === 'oldest' ? rest.reverse() : rest)];
  }

  #render() {
    const { t, store } = app;
    this.title.textContent = t(`console.view_${this.view}`);
    this.#showChips();
    const items = store.ready ? this.#items() : [];
    const firstWaiting = items.find((r) => r.conversation && waiting(r.conversation))?.key;
    keyed(
      this.rows,
      items,
      (r) => r.key,
      () => h('li', null),
      (el, r) => {
        if (r.ticket) ticketRow(el, r.ticket);
        else
          conversationRow(el, r.conversation, {
            view: this.view,
            selected: r.key === this.selected,
            first: r.key === firstWaiting,
            search: this.#search({}),
          });
      },
    );
    this.#showFoot(items.length);
  }

  /** @param {number} count */
  #showFoot(count) {
    const { t } = app;
    const filtered = this.query.get('only') || this.query.get('department') || this.query.get('kind');
    if (this.failed) {
      return fill(
        this.foot,
        h('p', { role: 'alert' }, t('console.list_failed')),
        h('button', { class: 'button', type: 'button', onclick: () => this.#read() }, t('console.retry')),
      );
    }
    if (!app.store.ready || (this.reading && !count))
      return fill(this.foot, h('p', { class: 'sr', role: 'status' }, t('console.loading')), [1, 2, 3, 4].map(skeleton));
    if (count) return fill(this.foot, this.reading && this.next[this.view] && skeleton());
    fill(
      this.foot,
      h('p', { class: 'muted' }, t(filtered ? 'console.list_filtered_empty' : `console.list_empty_${this.view}`)),
      filtered && h('a', { class: 'button', href: inboxPath(this.view) }, t('console.show_all')),
    );
  }

  #showChips() {
    const { t, store } = app;
    const chip = (
      /** @type {string} */ label,
      /** @type {Record<string, string | undefined>} */ change,
      /** @type {boolean} */ on,
      /** @type {number | undefined} */ n,
    ) =>
      h(
        'a',
        { class: 'pill', href: this.#href(change), 'aria-current': on ? 'true' : false },
        label,
        n !== undefined && h('span', null, String(n)),
      );
    const kind = this.query.get('kind') ?? '';
    const department = this.query.get('department') ?? '';
    const only = this.query.get('only') ?? '';
    const { mine } = store.counts;
    const all = chip(
      t(this.view === 'queue' ? 'console.all_departments' : 'console.everything'),
      { kind: undefined, department: undefined, only: undefined },
      !kind && !department && !only,
      undefined,
    );
    const own = store.departments.filter((d) => store.self?.departments?.includes(d.id));
    const sign = [this.view, kind, department, only, mine, this.tickets.items.length, own.length, this.selected].join();
    if (this.chipSign === sign) return;
    this.chipSign = sign;
    if (this.view === 'mine') {
      return fill(
        this.chips,
        all,
        chip(t('console.chats'), { kind: 'chats' }, kind === 'chats', mine),
        chip(t('console.tickets'), { kind: 'tickets' }, kind === 'tickets', this.tickets.items.length),
      );
    }
    fill(
      this.chips,
      all,
      own.length > 1 || this.view === 'queue'
        ? own.slice(0, 3).map((d) => chip(d.name, { department: d.id }, department === d.id, undefined))
        : null,
      this.view === 'all' && chip(t('console.unread'), { only: 'unread' }, only === 'unread', undefined),
    );
  }

  /** The query of the address with some values changed. @param {Record<string, string | undefined>} change */
  #search(change) {
    const query = new URLSearchParams(this.query);
    for (const [k, v] of Object.entries(change)) v ? query.set(k, v) : query.delete(k);
    return query.size ? `?${query}` : '';
  }

  /** @param {Record<string, string | undefined>} change */
  #href(change) {
    return inboxPath(this.view, this.selected || undefined) + this.#search(change);
  }

  #filters() {
    const { t, store } = app;
    const department = this.query.get('department') ?? '';
    const only = this.query.get('only') ?? '';
    const go = (/** @type {Record<string, string | undefined>} */ change) => () => app.navigate(this.#href(change));
    return [
      { label: t('console.everything'), checked: !only, run: go({ only: undefined }) },
      { label: t('console.only_unread'), checked: only === 'unread', run: go({ only: 'unread' }) },
      /** @type {const} */ ('-'),
      { label: t('console.all_departments'), checked: !department, run: go({ department: undefined }) },
      ...store.departments.map((d) => ({ label: d.name, checked: department === d.id, run: go({ department: d.id }) })),
    ];
  }

  #sorts() {
    const sort = this.query.get('sort') ?? '';
    const item = (/** @type {string} */ value, /** @type {string} */ key) => ({
      label: app.t(key),
      checked: sort === value,
      run: () => app.navigate(this.#href({ sort: value || undefined })),
    });
    return [item('', 'console.sort_newest'), item('oldest', 'console.sort_oldest')];
  }
}

const skeleton = () =>
  h(
    'div',
    { class: 'row-skeleton', 'aria-hidden': 'true' },
    h('span', { class: 'skeleton disc' }),
    h('span', { class: 'skeleton' }),
    h('span', { class: 'skeleton' }),
    h('span', { class: 'skeleton' }),
  );
