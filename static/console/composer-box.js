// The elements of the composer and what they say; what they do is in composer.js.

import { fill, h, icon } from '../shared/dom.js';
import { nameOf } from './actions.js';
import { app } from './app-context.js';
import { isMine, waiting } from './lists.js';
import { plainText } from './plain-text.js';

/** @typedef {import("./composer.js").Mode} Mode */
/** @typedef {import("./lists.js").Conversation} Conversation */

export class ComposerBox {
  /**
   * @param {{setMode: (mode: Mode) => void, submit: () => void, mark: (mark: "/" | "@") => void}} act
   * @param {{button: any, list: any}} files
   */
  constructor(act, files) {
    const { t } = app;
    const tool = (/** @type {string} */ glyph, /** @type {string} */ key, /** @type {() => void} */ run) =>
      h(
        'button',
        { class: 'icon-button', type: 'button', title: t(key), 'aria-label': t(key), onclick: run },
        icon(glyph),
      );
    this.text = h('textarea', {
      class: 'composer-text',
      rows: 1,
      name: 'text',
      enterKeyHint: 'enter',
      autocomplete: 'off',
      maxLength: 16000,
    });
    this.reply = this.#mode('reply', 'R', act);
    this.note = this.#mode('note', 'N', act);
    this.hint = h('span', { class: 'composer-hint' });
    this.state = h('span', { class: 'composer-state', role: 'status' });
    this.send = h('button', { type: 'button', onclick: () => act.submit() });
    this.strip = h('div', { class: 'composer-strip', hidden: true });
    this.el = h(
      'div',
      { class: 'composer' },
      h(
        'div',
        { class: 'composer-head' },
        h(
          'div',
          { class: 'composer-switch', role: 'group', 'aria-label': t('console.reply_or_note') },
          this.reply,
          this.note,
        ),
        this.hint,
      ),
      this.strip,
      this.text,
      files.list,
      h(
        'div',
        { class: 'composer-tools' },
        files.button,
        tool('slash', 'console.canned_replies', () => act.mark('/')),
        tool('at', 'console.mention', () => act.mark('@')),
        h('span', { class: 'spacer' }),
        this.state,
        this.send,
      ),
    );
  }

  /** @param {Mode} mode @param {string} key @param {{setMode: (mode: Mode) => void}} act */
  #mode(mode, key, act) {
    return h(
      'button',
      { class: 'composer-mode', type: 'button', 'aria-pressed': 'false', onclick: () => act.setMode(mode) },
      mode === 'note' && icon('lock', 'icon-16'),
      h('span', null, app.t(`console.${mode}`)),
      h('kbd', { 'aria-hidden': 'true' }, key),
    );
  }

  /** Colour, words and hints of the mode. @param {Mode} mode @param {Conversation} c */
  show(mode, c) {
    const { t } = app;
    const note = mode === 'note';
    const name = nameOf(c);
    const first = name.split(' ')[0];
    this.el.classList.toggle('note', note);
    this.reply.setAttribute('aria-pressed', String(!note));
    this.note.setAttribute('aria-pressed', String(note));
    fill(this.hint, note ? [icon('lock', 'icon-16'), h('b', null, t('console.only_staff_see'))] : replyHint(c, first));
    this.text.placeholder = t(note ? 'console.write_note' : 'console.write_to', { name: first });
    this.text.setAttribute('aria-label', note ? t('console.note_label') : t('console.reply_label', { name }));
    const label = t(note ? 'console.add_note' : waiting(c) ? 'console.claim_and_send' : 'console.send');
    this.send.className = `button composer-send ${note ? 'button-note' : 'button-primary'}`;
    this.send.setAttribute('aria-label', label);
    this.send.title = app.preferences.get('send') === 'enter' ? 'Enter' : 'Ctrl+Enter';
    fill(this.send, h('span', null, label), icon('return', 'enter'), icon('arrow-right', 'arrow'));
  }

  /** @param {"saving" | "saved" | "local" | "none"} state */
  showDraft(state) {
    this.state.textContent =
      state === 'saved' ? app.t('console.draft_saved') : state === 'local' ? app.t('console.draft_local') : '';
  }

  /** The message that is answered, above the text. @param {import("./thread-store.js").Message | undefined} m @param {() => void} drop */
  showQuoted(m, drop) {
    this.strip.hidden = !m;
    if (!m) return;
    fill(
      this.strip,
      icon('return', 'icon-16'),
      h('span', { class: 'ellipsis' }, h('b', null, m.author.name), ' ', plainText(m)),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': app.t('console.dismiss'), onclick: drop },
        icon('close', 'icon-16'),
      ),
    );
  }

  /** For browsers whose fields do not grow by themselves. */
  fit() {
    if (CSS.supports('field-sizing', 'content')) return;
    this.text.style.setProperty('height', 'auto');
    this.text.style.setProperty('height', `${Math.min(this.text.scrollHeight, 220)}px`);
  }
}

/** What sending will do. @param {Conversation} c @param {string} first */
function replyHint(c, first) {
  const { t } = app;
  if (c.state === 'closed') return t('console.reply_reopens');
  if (waiting(c)) return t('console.reply_claims');
  if (c.operator && !isMine(c, app.me.id)) return t('console.reply_joins', { name: c.operator.name });
  return t('console.to_in_chat', { name: first });
}
