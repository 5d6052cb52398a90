// The settings: what can be set at the left, one page at the right.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { needsMail } from './mail-state.js';
import { icon } from './marks.js';
import { titlePage } from './page-title.js';
import { emptyState } from './states.js';
import { dress } from './styles.js';

/** @typedef {{name: string, icon: string, admin?: boolean, lead?: boolean, show: (place: HTMLElement, rest: string[]) => void}} Page */

/** @param {() => Promise<{show: Page["show"]}>} load @returns {Page["show"]} */
const lazy = (load) => async (place, rest) => {
  const { show } = await load();
  show(place, rest);
};

/** @type {{label: string, pages: Page[]}[]} */
const GROUPS = [
  {
    label: 'settings.group.you',
    pages: [
      { name: 'preferences', icon: 'sliders', show: lazy(() => import('./settings-preferences.js')) },
      { name: 'security', icon: 'key', show: lazy(() => import('./settings-security.js')) },
    ],
  },
  {
    label: 'settings.group.team',
    pages: [
      { name: 'team', icon: 'users', admin: true, show: lazy(() => import('./settings-team.js')) },
      { name: 'departments', icon: 'clock', admin: true, show: lazy(() => import('./settings-departments.js')) },
      { name: 'canned', icon: 'slash', show: lazy(() => import('./settings-canned.js')) },
    ],
  },
  {
    label: 'settings.group.sla',
    pages: [
      { name: 'products', icon: 'box', admin: true, show: lazy(() => import('./settings-products.js')) },
      { name: 'plans', icon: 'alarm', admin: true, show: lazy(() => import('./settings-plans.js')) },
      { name: 'calendars', icon: 'calendar', admin: true, show: lazy(() => import('./settings-calendars.js')) },
    ],
  },
  {
    label: 'settings.group.house',
    pages: [
      { name: 'general', icon: 'building', admin: true, show: lazy(() => import('./settings-general.js')) },
      { name: 'sites', icon: 'globe', admin: true, show: lazy(() => import('./settings-sites.js')) },
      { name: 'mail', icon: 'mail', admin: true, show: lazy(() => import('./settings-mail.js')) },
      { name: 'door', icon: 'lock', admin: true, show: lazy(() => import('./settings-door.js')) },
      { name: 'domains', icon: 'at', admin: true, show: lazy(() => import('./settings-domains.js')) },
      { name: 'audit', icon: 'book', admin: true, show: lazy(() => import('./settings-audit.js')) },
      { name: 'health', icon: 'shield-check', lead: true, show: lazy(() => import('./settings-health.js')) },
    ],
  },
];

/** Whether the person who is signed in may open the page. @param {Page} page */
const may = ({ admin, lead }) => app.me.role === 'administrator' || (!admin && (!lead || app.me.role === 'supervisor'));

/** Pages of the settings for the palette: name, label, whether this person may open it. */
export function settingsPages() {
  return GROUPS.flatMap((g) => g.pages)
    .filter(may)
    .map((p) => ({ path: `/console/settings/${p.name}`, label: t(`settings.page.${p.name}`), icon: p.icon }));
}

class SettingsView extends HTMLElement {
  /** @type {string[]} */
  parts = [];

  set route(/** @type {{path: string}} */ route) {
    this.parts = route.path
      .replace(/^\/console\/settings\/?/, '')
      .split('/')
      .filter(Boolean)
      .map(decodeURIComponent);
    if (this.isConnected) this.show();
  }

  connectedCallback() {
    dress(this, 'settings.css', 'forms.css');
    this.place = h('div', { class: 'settings-place' });
    this.strip = h('div', {});
    this.nav = h('nav', { class: 'settings-nav', 'aria-label': t('settings.title') });
    this.replaceChildren(
      h('div', { class: 'settings' }, this.nav, h('div', { class: 'settings-side' }, this.strip, this.place)),
    );
    this.show();
  }

  show() {
    const { place, nav } = this;
    if (!place || !nav) return;
    const admin = app.me.role === 'administrator';
    const [name, ...rest] = this.parts;
    this.firstChild && /** @type {HTMLElement} */ (this.firstChild).classList.toggle('has-page', Boolean(name));
    nav.replaceChildren(
      h('h1', { class: 'settings-title' }, t('settings.title')),
      ...GROUPS.map((g) => this.group(g, name ?? this.first(admin))),
      admin
        ? h(
            'a',
            { class: 'settings-link', href: '/console/getting-started' },
            icon('star'),
            h('span', {}, t('settings.getting_started')),
            icon('chevron-right', 16),
          )
        : '',
    );
    const page = GROUPS.flatMap((g) => g.pages).find((p) => p.name === (name ?? this.first(admin)));
    if (name === 'getting-started' && admin) {
      import('./getting-started.js').then(() => place.replaceChildren(h('getting-started')));
      return;
    }
    if (!page)
      return place.replaceChildren(
        emptyState({ icon: 'sliders', title: t('tickets.state.missing'), text: t('tickets.state.missing_text') }),
      );
    if (!may(page))
      return place.replaceChildren(
        emptyState({ icon: 'lock', title: t('settings.denied'), text: t('settings.denied_text') }),
      );
    titlePage(`${t(`settings.page.${page.name}`)} · ${t('settings.title')}`);
    place.scrollTop = 0;
    page.show(place, rest);
    if (page.name === 'mail') fill(this.strip);
    else needsMail(this.strip);
  }

  first(/** @type {boolean} */ admin) {
    return admin ? 'team' : 'preferences';
  }

  /** @param {{label: string, pages: Page[]}} group @param {string} current */
  group({ label, pages }, current) {
    const mine = pages.filter(may);
    if (!mine.length) return '';
    return h(
      'section',
      {},
      h('h2', {}, t(label)),
      h(
        'ul',
        {},
        ...mine.map((p) =>
          h(
            'li',
            {},
            h(
              'a',
              {
                class: 'settings-link',
                href: `/console/settings/${p.name}`,
                'aria-current': p.name === current ? 'page' : null,
              },
              icon(p.icon),
              h('span', {}, t(`settings.page.${p.name}`)),
              icon('chevron-right', 16),
            ),
          ),
        ),
      ),
    );
  }
}

customElements.define('settings-view', SettingsView);
