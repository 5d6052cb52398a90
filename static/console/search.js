// Search of conversations and tickets: the page of results, and what the palette shows while typing.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { icon } from './marks.js';
import { titlePage } from './page-title.js';
import { emptyState, errorState, skeletonRows } from './states.js';
import { dress } from './styles.js';

const ICONS = {
  ticket: 'ticket',
  conversation: 'chat',
  article: 'book',
  fix: 'bug',
  download: 'download',
  person: 'user',
};

/**
 * What the palette offers for some words.
 * @param {string} q
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<{group: string, icon: string, label: string, hint: string, href: string}[]>}
 */
export async function searchPalette(q, { signal } = {}) {
  const words = q.trim();
  if (!words) return [];
  const number = words.match(/^#?(\d+)$/)?.[1];
  const { items } = await app.api.get('/search', { q: words, limit: 12 }, { signal });
  const found = items.map((/** @type {any} */ x) => ({
    group: t(`tickets.search.${x.kind}`),
    icon: iconOf(x.kind),
    label: x.title,
    hint: hintOf(x),
    href: hrefOf(x),
  }));
  if (number && !found.some((/** @type {any} */ x) => x.href === `/console/tickets/${number}`))
    found.unshift({
      group: t('tickets.search.ticket'),
      icon: 'ticket',
      label: t('tickets.search.go_to', { number }),
      hint: '',
      href: `/console/tickets/${number}`,
    });
  return found;
}

function iconOf(/** @type {string} */ kind) {
  return ICONS[/** @type {keyof typeof ICONS} */ (kind)] ?? 'file';
}

function hintOf(/** @type {any} */ x) {
  return x.kind === 'ticket' ? `#${x.number ?? x.url?.match(/\d+$/)?.[0] ?? ''}` : (x.person?.name ?? '');
}

/** Staff stay in the console: addresses of the portal become its own. */
export function hrefOf(/** @type {any} */ x) {
  const last =
    String(x.url ?? '')
      .split('/')
      .filter(Boolean)
      .at(-1) ?? '';
  if (x.kind === 'ticket') return `/console/tickets/${x.number ?? last}`;
  if (x.kind === 'conversation') return `/console/inbox/all/${x.id ?? x.conv ?? last}`;
  return x.url ?? '#';
}

class SearchView extends HTMLElement {
  q = '';
  asked = new AbortController();

  set route(/** @type {{query: URLSearchParams}} */ route) {
    this.q = route.query.get('q') ?? '';
    if (this.isConnected) this.start();
  }

  connectedCallback() {
    dress(this, 'search.css', 'forms.css').then(() => this.box?.focus());
    this.box = /** @type {HTMLInputElement} */ (
      h('input', {
        class: 'search-box',
        type: 'search',
        'aria-label': t('tickets.search.title'),
        placeholder: t('tickets.search.placeholder'),
        enterkeyhint: 'search',
      })
    );
    this.results = h('div', { class: 'search-results' });
    this.said = h('p', { class: 'search-count', role: 'status' });
    const form = h('form', { class: 'search-form', role: 'search' }, icon('search'), this.box);
    form.addEventListener('submit', (/** @type {Event} */ e) => {
      e.preventDefault();
      this.open();
    });
    this.box.addEventListener('input', () => {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.open(), 250);
    });
    this.box.addEventListener('keydown', (e) => {
      if (e.key === 'ArrowDown') {
        e.preventDefault();
        /** @type {HTMLElement | null} */ (this.querySelector('.hit-link'))?.focus();
      }
    });
    this.replaceChildren(
      h(
        'div',
        { class: 'search-page' },
        h('header', {}, h('h1', {}, t('tickets.search.title')), form, this.said),
        this.results,
      ),
    );
    this.addEventListener('keydown', this.keys);
    this.start();
  }

  disconnectedCallback() {
    this.asked.abort();
    clearTimeout(this.later);
    this.removeEventListener('keydown', this.keys);
  }

  open() {
    const q = this.box?.value.trim() ?? '';
    if (q !== this.q) app.navigate(`/console/search${q ? `?q=${encodeURIComponent(q)}` : ''}`, { replace: true });
  }

  async start() {
    const { box, results, said } = this;
    if (!box || !results || !said) return;
    if (document.activeElement !== box) box.value = this.q;
    this.asked.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    titlePage(this.q ? `${this.q} · ${t('tickets.search.title')}` : t('tickets.search.title'));
    said.replaceChildren();
    if (!this.q)
      return results.replaceChildren(
        emptyState({ icon: 'search', title: t('tickets.search.empty'), text: t('tickets.search.empty_text') }),
      );
    results.setAttribute('aria-busy', 'true');
    if (!results.querySelector('.hits')) results.replaceChildren(skeletonRows(5));
    try {
      const { items } = await app.api.get('/search', { q: this.q }, { signal });
      said.textContent = t('tickets.search.found', { count: items.length });
      results.replaceChildren(
        items.length
          ? h('ol', { class: 'hits' }, ...items.map((/** @type {any} */ x) => this.hit(x)))
          : emptyState({
              icon: 'search',
              title: t('tickets.search.none', { q: this.q }),
              text: t('tickets.search.none_text'),
            }),
      );
    } catch (error) {
      if (!signal.aborted) results.replaceChildren(errorState(error, () => this.start()));
    }
    if (!signal.aborted) results.removeAttribute('aria-busy');
  }

  hit(/** @type {any} */ x) {
    return h(
      'li',
      { class: 'hit-row' },
      icon(iconOf(x.kind)),
      h(
        'div',
        {},
        h('a', { class: 'hit-link', href: hrefOf(x) }, ...marked(x.title || t('tickets.search.untitled'), this.q)),
        h(
          'p',
          { class: 'hit-meta' },
          [t(`tickets.search.${x.kind}`), hintOf(x), x.status ? t(`common.status.${x.status}`) : '']
            .filter(Boolean)
            .join(' · '),
        ),
        x.snippet ? h('p', { class: 'hit-snippet' }, ...marked(plain(x.snippet), this.q)) : null,
      ),
    );
  }

  keys = (/** @type {KeyboardEvent} */ e) => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[e.key];
    const link = /** @type {HTMLElement} */ (e.target).closest?.('.hit-link');
    if (!step || !link || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    e.stopPropagation();
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.hit-link')]);
    const to = all[all.indexOf(/** @type {HTMLElement} */ (link)) + step];
    (to ?? (step < 0 ? this.box : null))?.focus();
  };
}

function plain(/** @type {string} */ snippet) {
  return snippet.replace(/<\/?mark>/g, '');
}

/** The text with the words that were looked for marked. @param {string} text @param {string} q @returns {(string | Node)[]} */
function marked(text, q) {
  const words = q
    .split(/\s+/)
    .filter((w) => w.length > 1)
    .map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (!words.length) return [text];
  return text.split(new RegExp(`(${words.join('|')})`, 'gi')).map((piece, i) => (i % 2 ? h('mark', {}, piece) : piece));
}

customElements.define('search-view', SearchView);
