// Docked above the composer: canned replies after "/", colleagues after "@". The focus stays in the text.

import { avatar } from '../shared/avatar.js';
import { fill, h } from '../shared/dom.js';
import { app } from './app-context.js';
import { fill as fillText, matching, pieces, plain, triggerAt } from './canned.js';

const MOST = 50;

export class ComposerMenu {
  /** @type {any[]} */
  items = [];
  index = 0;
  /** @type {ReturnType<typeof triggerAt>} */
  trigger = null;
  dismissed = -1;

  /**
   * @param {HTMLTextAreaElement} text
   * @param {{conversation: () => import("./lists.js").Conversation | undefined, mode: () => "reply" | "note", changed: () => void}} about
   */
  constructor(text, about) {
    this.text = text;
    this.about = about;
    this.options = h('ul', {
      class: 'canned-list',
      role: 'listbox',
      tabindex: '0',
      id: 'composer-options',
      'aria-label': app.t('console.canned_replies'),
    });
    this.preview = h('div', { class: 'canned-preview' });
    this.footer = h('div', { class: 'canned-foot' });
    this.el = h(
      'div',
      { class: 'canned', hidden: true },
      h('div', { class: 'canned-panes' }, this.options, this.preview),
      this.footer,
    );
    text.setAttribute('aria-autocomplete', 'list');
    text.setAttribute('aria-controls', 'composer-options');
    text.addEventListener('blur', () =>
      setTimeout(
        () => document.activeElement !== text && !this.el.contains(document.activeElement) && this.close(),
        150,
      ),
    );
    text.addEventListener('click', () => this.update());
  }

  /** Puts the mark in, as the button does. @param {"/" | "@"} mark */
  open(mark) {
    const { selectionStart: at, value } = this.text;
    const lead = at > 0 && !/\s/.test(value[at - 1]) ? ' ' : '';
    this.text.focus();
    this.text.setRangeText(lead + mark, at, this.text.selectionEnd, 'end');
    this.dismissed = -1;
    this.about.changed();
  }

  close() {
    this.trigger = null;
    this.el.hidden = true;
    this.text.removeAttribute('aria-activedescendant');
  }

  update() {
    const found = triggerAt(this.text.value, this.text.selectionStart);
    const fits = found && found.from !== this.dismissed && (found.mark === '/' || this.about.mode() === 'note');
    if (!found) this.dismissed = -1;
    if (!fits) return this.close();
    const before = this.trigger;
    this.trigger = found;
    this.items = found.mark === '/' ? this.#canned(found.word) : this.#colleagues(found.word);
    if (!this.items.length && (found.mark === '@' || found.word.length > 0)) return this.close();
    if (before?.word !== found.word || before?.mark !== found.mark) this.index = 0;
    this.el.hidden = false;
    this.#render();
  }

  /** @param {string} word */
  #canned(word) {
    const c = this.about.conversation();
    return matching(app.store.canned, word, { department: c?.department, locale: c?.locale }).slice(0, MOST);
  }

  /** @param {string} word */
  #colleagues(word) {
    const needle = plain(word);
    return [...app.store.operators.values()].filter(
      (o) =>
        o.person.id !== app.me.id &&
        plain(o.person.name)
          .split(' ')
          .some((part) => part.startsWith(needle)),
    );
  }

  /** Handles what belongs to the open menu. @param {KeyboardEvent} e @returns {boolean} */
  key(e) {
    if (this.el.hidden || !this.trigger) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && this.items.length) this.#move(step);
    else if ((e.key === 'Enter' || e.key === 'Tab') && !e.shiftKey && this.items[this.index])
      this.#take(this.items[this.index]);
    else if (e.key === 'Escape') {
      this.dismissed = this.trigger.from;
      this.close();
    } else return false;
    e.preventDefault();
    e.stopPropagation();
    return true;
  }

  /** @param {number} step */
  #move(step) {
    this.index = (this.index + step + this.items.length) % this.items.length;
    this.#render();
  }

  /** @param {any} item */
  #take(item) {
    if (!this.trigger) return;
    const { mark, from } = this.trigger;
    const text = mark === '/' ? fillText(item.text, this.#values()) : `@${item.person.name} `;
    this.text.setRangeText(text, from, this.text.selectionStart, 'end');
    this.close();
    this.text.focus();
    const hole = /\{\{[^}]*\}\}/.exec(this.text.value);
    if (hole) this.text.setSelectionRange(hole.index, hole.index + hole[0].length);
    this.about.changed();
  }

  #values() {
    const c = this.about.conversation();
    const name = c?.customer?.name ?? '';
    const number = c?.tickets.at(-1);
    return {
      'customer.name': name,
      'customer.first_name': name.split(' ')[0],
      'operator.name': app.me.name,
      'ticket.number': number ? `#${number}` : undefined,
    };
  }

  #render() {
    const { t } = app;
    const slash = this.trigger?.mark === '/';
    const word = this.trigger?.word ?? '';
    this.options.setAttribute('aria-label', t(slash ? 'console.canned_replies' : 'console.mention'));
    fill(
      this.options,
      this.items.map((item, i) =>
        h(
          'li',
          {
            class: 'canned-item',
            role: 'option',
            id: `composer-option-${i}`,
            'aria-selected': String(i === this.index),
            onpointerdown: (/** @type {Event} */ e) => {
              e.preventDefault();
              this.#take(item);
            },
          },
          slash
            ? [
                h('span', { class: 'ellipsis' }, item.name),
                h('span', { class: 'canned-shortcut' }, '/', marked(item.shortcut, word)),
              ]
            : [avatar(item.person, 20, item.state), h('span', { class: 'ellipsis' }, item.person.name)],
        ),
      ),
    );
    const chosen = this.items[this.index];
    this.preview.hidden = !slash;
    if (slash)
      fill(
        this.preview,
        chosen
          ? [
              h('p', { class: 'muted' }, t('console.preview')),
              h(
                'p',
                { class: 'canned-text' },
                pieces(chosen.text, this.#values()).map((p) =>
                  p.filled || p.missing ? h('span', { class: p.filled ? 'filled' : 'missing' }, p.text) : p.text,
                ),
              ),
            ]
          : h(
              'p',
              { class: 'muted' },
              t('console.no_canned'),
              ' ',
              h('a', { class: 'text-link', href: '/console/settings/canned' }, t('console.write_one')),
            ),
      );
    fill(
      this.footer,
      h('kbd', null, '↑'),
      h('kbd', null, '↓'),
      t('console.choose'),
      h('kbd', null, 'Enter'),
      t('console.insert'),
      h('kbd', null, 'Esc'),
      t('console.leave'),
      h(
        'span',
        { class: 'canned-count', role: 'status' },
        slash ? t('console.n_of_m', { n: this.items.length, m: app.store.canned.length }) : '',
      ),
    );
    if (chosen) this.text.setAttribute('aria-activedescendant', `composer-option-${this.index}`);
    else this.text.removeAttribute('aria-activedescendant');
    this.options.children[this.index]?.scrollIntoView({ block: 'nearest' });
  }
}

/** The typed part of the shortcut stands out. @param {string} shortcut @param {string} word */
const marked = (shortcut, word) =>
  word && plain(shortcut).startsWith(plain(word))
    ? [h('b', null, shortcut.slice(0, word.length)), shortcut.slice(word.length)]
    : shortcut;
