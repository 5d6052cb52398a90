// The first hour of an installation on one screen: six steps, each done here or one click away.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { field, input, select } from './field.js';
import { icon } from './marks.js';
import { titlePage } from './page-title.js';
import { copyBox, languageField, said, saveForm, shown, zones } from './settings-page.js';
import { snippet } from './settings-sites.js';
import { dress } from './styles.js';

const ORDER = ['name', 'language', 'team', 'sites', 'snippet', 'test_chat'];

class GettingStarted extends HTMLElement {
  /** @type {Record<string, boolean>} */
  done = {};
  open = '';

  set route(/** @type {unknown} */ _route) {}

  connectedCallback() {
    dress(this, 'settings.css', 'getting-started.css', 'forms.css');
    titlePage(t('settings.getting_started'));
    this.place = h('div', { class: 'start-place' });
    this.replaceChildren(this.place);
    this.off = app.store.subscribe('list', () => this.refresh());
    shown(
      this.place,
      () => this.load(),
      (data) => this.paint(data),
    );
  }

  disconnectedCallback() {
    this.off?.();
    clearTimeout(this.later);
  }

  async load() {
    const [state, settings, sites] = await Promise.all([
      app.api.get('/getting-started'),
      app.api.get('/settings'),
      app.api.get('/sites').catch(() => ({ items: [] })),
    ]);
    this.done = Object.fromEntries(state.steps.map((/** @type {any} */ s) => [s.id, s.done]));
    return { settings, site: sites.items[0]?.id ?? 'default' };
  }

  /** A test chat arrives while this is open: its step ticks itself. */
  refresh() {
    clearTimeout(this.later);
    this.later = setTimeout(async () => {
      if (this.done.test_chat) return;
      const data = await this.load().catch(() => null);
      if (data && this.done.test_chat && this.place) this.place.replaceChildren(this.paint(data));
    }, 800);
  }

  /** @param {{settings: any, site: string}} data */
  paint(data) {
    const next = ORDER.find((id) => !this.done[id]) ?? '';
    this.open ||= next;
    const count = ORDER.filter((id) => this.done[id]).length;
    return h(
      'div',
      { class: 'start' },
      h(
        'header',
        { class: 'start-head' },
        h('h1', { tabindex: '-1' }, t('settings.start.title', { name: app.me.name.split(' ')[0] })),
        h('p', {}, t('settings.start.intro')),
        this.progress(count),
      ),
      h('ol', { class: 'steps' }, ...ORDER.map((id, i) => this.step(id, i + 1, data))),
      count === ORDER.length
        ? h(
            'div',
            { class: 'start-end' },
            h('p', {}, t('settings.start.all_done')),
            h(
              'a',
              { class: 'button button-primary button-dialog', href: '/console/inbox/mine' },
              t('settings.start.to_inbox'),
            ),
          )
        : h(
            'p',
            { class: 'start-skip' },
            h('a', { class: 'link', href: '/console/inbox/mine' }, t('settings.start.later')),
          ),
    );
  }

  progress(/** @type {number} */ count) {
    const bar = h('progress', {
      class: 'start-progress',
      max: ORDER.length,
      value: count,
      'aria-label': t('settings.start.progress', { n: count, total: ORDER.length }),
    });
    return h(
      'div',
      { class: 'start-meter' },
      bar,
      h('span', {}, t('settings.start.progress', { n: count, total: ORDER.length })),
    );
  }

  /** @param {string} id @param {number} n @param {{settings: any, site: string}} data */
  step(id, n, data) {
    const done = this.done[id];
    const node = h(
      'details',
      { class: `step ${done ? 'done' : ''}`, name: 'steps', open: this.open === id },
      h(
        'summary',
        {},
        h('span', { class: 'step-mark', 'aria-hidden': 'true' }, done ? icon('check', 16) : String(n)),
        h('span', { class: 'step-title' }, t(`settings.start.${id}`)),
        done ? h('span', { class: 'step-state' }, t('settings.start.done')) : null,
        icon('chevron-down', 16),
      ),
      h('div', { class: 'step-body' }, this.content(id, data)),
    );
    node.addEventListener('toggle', () => {
      if (node.open) this.open = id;
    });
    return h('li', {}, node);
  }

  finish(/** @type {string} */ id) {
    this.done[id] = true;
    this.open = ORDER.find((x) => !this.done[x]) ?? '';
    app.announce(t('settings.start.step_done'));
    shown(
      /** @type {HTMLElement} */ (this.place),
      () => this.load(),
      (data) => this.paint(data),
    );
  }

  /** @param {string} id @param {{settings: any, site: string}} data @returns {any} */
  content(id, { settings, site }) {
    const save = (/** @type {(f: HTMLFormElement) => object} */ body) => async (/** @type {HTMLFormElement} */ f) => {
      app.store.settings = { ...app.store.settings, ...(await app.api.patch('/settings', body(f))) };
      app.store.changed('reference');
      this.finish(id);
    };
    const goTo = (/** @type {string} */ href, /** @type {string} */ key, /** @type {string} */ sign) =>
      h('a', { class: 'button button-primary button-dialog', href }, icon(sign, 16), t(key));
    switch (id) {
      case 'name':
        return [
          h('p', {}, t('settings.start.name_text')),
          saveForm({
            label: t('settings.save'),
            fields: [
              field({
                name: 'name',
                label: t('settings.general.name'),
                control: input({
                  name: 'name',
                  value: this.done.name ? settings.name : '',
                  placeholder: settings.name,
                  maxlength: 60,
                }),
                wide: true,
              }),
            ],
            onsave: async (f) => {
              if (!said(f, 'name')) throw { field: 'name', detail: t('settings.missing') };
              await save((g) => ({ name: said(g, 'name') }))(f);
            },
          }),
        ];
      case 'language':
        return [
          h('p', {}, t('settings.start.language_text')),
          saveForm({
            fields: [
              languageField(this.done.language ? settings.locale : app.lang),
              field({
                name: 'time_zone',
                label: t('settings.field.time_zone'),
                control: select(
                  { name: 'time_zone' },
                  zones(settings.time_zone),
                  this.done.language ? settings.time_zone : Intl.DateTimeFormat().resolvedOptions().timeZone,
                ),
              }),
            ],
            onsave: save((f) => ({ locale: said(f, 'locale'), time_zone: said(f, 'time_zone') })),
          }),
        ];
      case 'team':
        return [
          h('p', {}, t('settings.start.team_text')),
          goTo('/console/settings/team', 'settings.start.team_go', 'user-plus'),
        ];
      case 'sites':
        return [
          h('p', {}, t('settings.start.sites_text')),
          goTo(`/console/settings/sites/${site}`, 'settings.start.sites_go', 'globe'),
        ];
      case 'snippet':
        return [h('p', {}, t('settings.start.snippet_text')), copyBox(snippet(site), t('settings.sites.snippet'))];
      default:
        return [
          h('p', {}, t('settings.start.test_text')),
          h(
            'a',
            {
              class: 'button button-primary button-dialog',
              href: `/chat?site=${encodeURIComponent(site)}`,
              target: '_blank',
              rel: 'noopener',
            },
            icon('chat', 16),
            t('settings.start.test_go'),
          ),
        ];
    }
  }
}

customElements.define('getting-started', GettingStarted);
