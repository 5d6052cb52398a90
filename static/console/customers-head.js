// The two bars above the lists of customers: which list, with what waits in each; search, filters and what can be done.

import { fill, h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { icon } from './marks.js';
import { keepsCustomers } from './rights.js';

/** Invitations and who asks for one are for those who keep customers. */
const tabs = () => ['companies', 'people', ...(keepsCustomers() ? ['invitations', 'asked'] : []), 'requests'];

/** @param {string} current */
export function listHead(current) {
  const names = tabs();
  const counts = new Map(names.map((name) => [name, h('span', { class: 'view-count' })]));
  const actions = h('div', { class: 'list-actions' });
  const filters = h('div', { class: 'filters-row', role: 'group', 'aria-label': t('tickets.filters') });
  const el = h(
    'div',
    { class: 'list-head' },
    h(
      'div',
      { class: 'views-row' },
      h('h1', { class: 'views-title' }, t('customers.title')),
      h(
        'nav',
        { class: 'views', 'aria-label': t('customers.title') },
        ...names.map((name) =>
          h(
            'a',
            {
              class: 'view-tab',
              href: `/console/customers/${name}`,
              'aria-current': name === current ? 'page' : null,
            },
            t(`customers.tab.${name}`),
            counts.get(name),
          ),
        ),
      ),
      actions,
    ),
    filters,
  );
  queueMicrotask(() => el.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  return {
    el,
    actions: (/** @type {any[]} */ ...nodes) => fill(actions, nodes),
    filters: (/** @type {any[]} */ ...nodes) => fill(filters, nodes),
    count: (/** @type {Record<string, string>} */ known) => {
      for (const [name, place] of counts) place.textContent = known[name] ?? '';
    },
  };
}

/** How many ask for an invitation and how many requests wait: what a list that cannot be read says nothing of. */
export async function waitingCounts() {
  const many = async (/** @type {string} */ path) => {
    try {
      const { items, next } = await app.api.get(path, { state: 'open', limit: 99 });
      const open = items.filter((/** @type {any} */ x) => x.state === 'open').length;
      return open ? `${open.toLocaleString(lang())}${next ? '+' : ''}` : '';
    } catch {
      return '';
    }
  };
  const [asked, requests] = await Promise.all([
    keepsCustomers() ? many('/invitation-requests') : '',
    many('/requests'),
  ]);
  return { asked, requests };
}

/** The field that narrows a list while one types; the address keeps the words. @param {{label: string, value: string, onsearch: (q: string) => void}} what */
export function searchField({ label, value, onsearch }) {
  const box = /** @type {HTMLInputElement} */ (
    h('input', {
      type: 'search',
      class: 'filter-search list-search',
      value,
      placeholder: label,
      'aria-label': label,
      enterkeyhint: 'search',
    })
  );
  let said = value;
  let later = 0;
  const go = () => {
    clearTimeout(later);
    const q = box.value.trim();
    if (q === said) return;
    said = q;
    onsearch(q);
  };
  box.addEventListener('input', () => {
    clearTimeout(later);
    later = setTimeout(go, 250);
  });
  box.addEventListener('change', go);
  const form = h('form', { class: 'filter-form', role: 'search' }, icon('search', 16), box);
  form.addEventListener('submit', (/** @type {Event} */ e) => {
    e.preventDefault();
    go();
  });
  return form;
}

/**
 * Exclusive filters as links: the address names the one that holds.
 * @param {{label: string, name: string, values: {value: string, label: string}[], query: URLSearchParams, path: string}} what
 */
export function pills({ label, name, values, query, path }) {
  const now = query.get(name) ?? '';
  return h(
    'nav',
    { class: 'pills', 'aria-label': label },
    ...values.map((v) => {
      const q = new URLSearchParams(query);
      if (v.value) q.set(name, v.value);
      else q.delete(name);
      return h(
        'a',
        { class: 'pill', href: q.size ? `${path}?${q}` : path, 'aria-current': v.value === now ? 'true' : null },
        v.label,
      );
    }),
  );
}

/** Puts what is looked for into the address without a new entry in the history. @param {string} path @param {URLSearchParams} query @param {string} q */
export function keepSearch(path, query, q) {
  if (q) query.set('q', q);
  else query.delete('q');
  app.navigate(query.size ? `${path}?${query}` : path, { replace: true });
}
