// Ctrl K: whatever can be done or found, in one field.

import { avatar } from '../shared/avatar.js';
import { fill, h, icon } from '../shared/dom.js';
import { app } from './app-context.js';
import { plain } from './canned.js';
import { actionsNow, placesNow } from './palette-items.js';
import { needTexts } from './texts.js';

/** @typedef {{label: string, hint?: string, icon?: string, person?: any, note?: string, run?: () => void, href?: string}} Item */
/** @typedef {{title: string, items: Item[]}} Group */

/** @param {string} [typed] */
export function openPalette(typed = '') {
  if (document.querySelector('.palette')) return;
  const palette = new Palette(typed);
  app.openDialog(palette.el);
  palette.update();
}

class Palette {
  index = 0;
  /** @type {Item[]} */
  flat = [];
  /** @type {Group[]} */
  found = [];
  turn = 0;

  /** @param {string} typed */
  constructor(typed) {
    const { t } = app;
    this.actions = actionsNow();
    this.places = placesNow();
    const settings = needTexts('console-tickets', 'console-settings').then(() => import('./settings.js'));
    // without them the palette still goes everywhere else
    settings.then(({ settingsPages }) => this.#addPages(settingsPages())).catch(() => {});
    this.input = h('input', {
      class: 'palette-input',
      type: 'text',
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': 'palette-list',
      'aria-autocomplete': 'list',
      'aria-label': t('console.palette'),
      placeholder: t('console.palette_hint'),
      value: typed,
      autocomplete: 'off',
      spellcheck: false,
      autofocus: true,
      oninput: () => this.update(),
      onkeydown: (/** @type {KeyboardEvent} */ e) => this.#key(e),
    });
    this.list = h('div', {
      class: 'palette-list',
      role: 'listbox',
      id: 'palette-list',
      'aria-label': t('console.palette'),
    });
    this.all = h('a', { class: 'palette-all', href: '/console/search', onclick: () => this.el.close() });
    this.status = h('div', { class: 'sr', role: 'status' });
    this.el = h(
      'dialog',
      { class: 'palette', 'aria-label': t('console.palette') },
      h('div', { class: 'palette-head' }, icon('search'), this.input, h('kbd', null, 'Esc')),
      this.list,
      this.status,
      h(
        'footer',
        { class: 'palette-foot' },
        h('kbd', null, '↑'),
        h('kbd', null, '↓'),
        t('console.choose'),
        h('kbd', null, 'Enter'),
        t('console.enter_opens'),
        h('kbd', null, 'Ctrl Enter'),
        t('console.in_new_tab'),
        this.all,
      ),
    );
    this.el.addEventListener('click', (/** @type {MouseEvent} */ e) => e.target === this.el && this.el.close());
  }

  /** @param {{path: string, label: string, icon?: string}[]} pages */
  #addPages(pages) {
    const settings = app.t('console.settings');
    this.places.push(...pages.map((p) => ({ label: `${settings} › ${p.label}`, icon: 'sliders', href: p.path })));
    if (this.input.value) this.#render();
  }

  update() {
    const q = this.input.value.trim();
    this.index = 0;
    this.found = [];
    this.#render();
    clearTimeout(this.timer);
    if (q.length > 1) this.timer = setTimeout(() => this.#search(q), 200);
  }

  /** @param {string} q */
  async #search(q) {
    const turn = ++this.turn;
    try {
      await needTexts('console-tickets');
      const { searchPalette } = await import('./search.js');
      const found = await searchPalette(q);
      if (turn !== this.turn || !this.el.open) return;
      const titles = [...new Set(found.map((i) => i.group))];
      const itemsOf = (/** @type {string} */ title) => found.filter((i) => i.group === title).slice(0, 6);
      this.found = titles.map((title) => ({
        title,
        items: itemsOf(title).map((i) => ({ label: i.label, note: i.hint, icon: i.icon, href: i.href })),
      }));
      this.#render();
    } catch {
      // commands still work; the search page says what is wrong
    }
  }

  /** Chats that are here already, by name. @param {string} needle @returns {Group} */
  #people(needle) {
    const people = [...app.store.conversations.values()]
      .filter((c) => needle && plain(c.customer?.name ?? '').includes(needle))
      .slice(0, 5);
    return {
      title: app.t('console.people'),
      items: people.map((c) => ({
        label: c.customer.name,
        note: c.customer.email,
        person: c.customer,
        href: `/console/inbox/all/${c.id}`,
      })),
    };
  }

  #render() {
    const needle = plain(this.input.value.trim());
    const fits = (/** @type {Item} */ i) => plain(i.label).includes(needle);
    const groups = [this.actions, { title: app.t('console.go_to'), items: this.places }].map((g) => ({
      ...g,
      items: g.items.filter(fits),
    }));
    if (needle) groups.push(...this.found, this.#people(needle));
    const shown = groups.filter((g) => g.items.length);
    this.flat = shown.flatMap((g) => g.items);
    let n = 0;
    fill(
      this.list,
      shown.map((g, gi) =>
        h(
          'div',
          { role: 'group', 'aria-labelledby': `palette-group-${gi}` },
          h('div', { class: 'palette-title', id: `palette-group-${gi}`, role: 'presentation' }, g.title),
          g.items.map((item) => this.#row(item, n++, needle)),
        ),
      ),
    );
    if (!shown.length) fill(this.list, h('p', { class: 'palette-none' }, app.t('console.nothing_found')));
    const q = this.input.value.trim();
    this.all.href = q ? `/console/search?q=${encodeURIComponent(q)}` : '/console/search';
    fill(
      this.all,
      q ? app.t('console.search_everything_for', { text: q }) : app.t('console.search_everything'),
      h('kbd', null, '/'),
    );
    this.#mark();
    clearTimeout(this.said);
    this.said = setTimeout(
      () => (this.status.textContent = app.t('console.results', { count: this.flat.length })),
      600,
    );
  }

  /** @param {Item} item @param {number} n @param {string} needle */
  #row(item, n, needle) {
    return h(
      'div',
      {
        class: 'palette-row',
        role: 'option',
        id: `palette-${n}`,
        onclick: (/** @type {MouseEvent} */ e) => this.#take(item, e.ctrlKey || e.metaKey),
        onpointermove: () => this.#point(n),
      },
      item.person ? avatar(item.person, 20) : icon(item.icon ?? 'arrow-right'),
      h('span', { class: 'ellipsis palette-label' }, marked(item.label, needle)),
      item.note && h('span', { class: 'palette-note ellipsis' }, item.note),
      item.hint && h('kbd', { 'aria-hidden': 'true' }, item.hint),
    );
  }

  /** @param {number} n */
  #point(n) {
    if (n === this.index) return;
    this.index = n;
    this.#mark();
  }

  #mark() {
    for (const row of this.list.querySelectorAll('[role=option]'))
      row.setAttribute('aria-selected', String(row.id === `palette-${this.index}`));
    const row = this.list.querySelector('[aria-selected=true]');
    row?.scrollIntoView({ block: 'nearest' });
    if (row) this.input.setAttribute('aria-activedescendant', row.id);
    else this.input.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && this.flat.length) this.index = (this.index + step + this.flat.length) % this.flat.length;
    else if (e.key === 'Enter' && !e.isComposing)
      this.flat[this.index] && this.#take(this.flat[this.index], e.ctrlKey || e.metaKey);
    else if (e.key === '/' && this.input.value.trim())
      this.#take({ label: '', href: this.all.getAttribute('href') }, false);
    else return;
    e.preventDefault();
    this.#mark();
  }

  /** @param {Item} item @param {boolean} tab */
  #take(item, tab) {
    this.el.close();
    if (item.href && tab) window.open(item.href, '_blank', 'noopener');
    else if (item.href) app.navigate(item.href);
    // after the focus went back, so that what opens next takes it
    else setTimeout(() => item.run?.());
  }
}

/** The typed part stands out. @param {string} text @param {string} needle */
function marked(text, needle) {
  const at = needle ? plain(text).indexOf(needle) : -1;
  if (at < 0 || plain(text).length !== text.length) return text;
  return [text.slice(0, at), h('b', null, text.slice(at, at + needle.length)), text.slice(at + needle.length)];
}
