// Reply or internal note on a ticket: two modes that look, read and sound different; drafts kept by the server.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { triggerAt } from './canned.js';
import { icon } from './marks.js';
import { Draft } from './ticket-draft.js';
import { insertCanned, insertMention } from './ticket-inserts.js';
import { Uploads } from './ticket-uploads.js';

/** @typedef {{text: string, internal: boolean, cmid: string, files: string[], wait: boolean}} Sending */

export class TicketComposer {
  internal = false;
  busy = false;
  /** Kept over failed tries, so that a repeat is never a second reply. */
  cmid = crypto.randomUUID();
  /** @type {string} name of a colleague who replied while this was being written */
  colleague = '';

  /** @param {{ticket: () => any, onsend: (what: Sending) => Promise<void>}} options */
  constructor({ ticket, onsend }) {
    this.ticket = ticket;
    this.onsend = onsend;
    this.text = /** @type {HTMLTextAreaElement} */ (h('textarea', { class: 'tc-text', rows: 2 }));
    this.reply = this.mode('reply', 'R', false);
    this.note = this.mode('note', 'N', true);
    this.to = h('span', { class: 'tc-to' });
    this.saved = h('span', { class: 'tc-saved', role: 'status' });
    this.error = h('p', { class: 'field-error tc-error', role: 'alert', hidden: true });
    this.held = h('div', { class: 'tc-held', role: 'alert', hidden: true });
    this.wait = h(
      'button',
      { class: 'button tc-wait', type: 'button', onclick: () => this.send(true) },
      t('tickets.send_wait'),
    );
    this.go = h('button', { class: 'button button-primary tc-send', type: 'submit' });
    this.uploads = new Uploads(() => this.changed());
    this.el = h(
      'form',
      { class: 'ticket-composer', 'aria-label': t('tickets.composer') },
      this.held,
      h(
        'div',
        { class: 'tc-top' },
        h(
          'div',
          { class: 'tc-modes', role: 'radiogroup', 'aria-label': t('tickets.composer_mode') },
          this.reply,
          this.note,
        ),
        this.to,
      ),
      this.text,
      this.uploads.list,
      this.error,
      h('div', { class: 'tc-foot' }, this.tools(), this.saved, this.wait, this.go),
    );
    this.draft = new Draft(
      () => `ticket:${this.ticket()?.number}`,
      (state) => (this.saved.textContent = state ? t(`tickets.draft.${state}`) : ''),
    );
    this.listen();
    this.paint();
  }

  mode(/** @type {string} */ name, /** @type {string} */ key, /** @type {boolean} */ internal) {
    return h(
      'button',
      { class: `tc-mode tc-${name}`, type: 'button', role: 'radio', onclick: () => this.setMode(internal, true) },
      internal ? icon('lock', 16) : null,
      t(internal ? 'tickets.note' : 'tickets.reply'),
      h('kbd', {}, key),
    );
  }

  tools() {
    const pick = /** @type {HTMLInputElement} */ (
      h('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1' })
    );
    pick.addEventListener('change', () => {
      this.uploads.add([...(pick.files ?? [])]);
      pick.value = '';
    });
    const tool = (
      /** @type {string} */ name,
      /** @type {string} */ label,
      /** @type {(anchor: HTMLElement) => void} */ run,
    ) => {
      const button = h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': label, title: label, onclick: () => run(button) },
        icon(name),
      );
      return button;
    };
    return h(
      'div',
      { class: 'tc-tools' },
      pick,
      tool('paperclip', t('tickets.attach'), () => pick.click()),
      tool('slash', t('tickets.canned'), (a) => insertCanned(this, a)),
      tool('at', t('tickets.mention'), (a) => insertMention(this, a)),
    );
  }

  listen() {
    this.el.addEventListener('submit', (e) => {
      e.preventDefault();
      this.send(false);
    });
    this.text.addEventListener('input', () => {
      this.changed();
      const at = triggerAt(this.text.value, this.text.selectionStart);
      if (at && !at.word && at.mark === '/') insertCanned(this, this.text, at.from);
      if (at && !at.word && at.mark === '@' && this.internal) insertMention(this, this.text, at.from);
    });
    this.text.addEventListener('keydown', (e) => {
      e.stopPropagation();
      if (e.key === 'Escape') return this.text.blur();
      if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
      const byEnter = app.preferences?.get('send') !== 'ctrl';
      if (e.ctrlKey || e.metaKey || byEnter) {
        e.preventDefault();
        this.send(e.altKey);
      }
    });
    this.text.addEventListener('paste', (e) => {
      const files = [...(e.clipboardData?.files ?? [])];
      if (!files.length) return;
      e.preventDefault();
      this.uploads.add(files);
    });
    this.el.addEventListener('dragover', (e) => {
      e.preventDefault();
      this.el.classList.add('dropping');
    });
    this.el.addEventListener('dragleave', () => this.el.classList.remove('dropping'));
    this.el.addEventListener('drop', (e) => {
      e.preventDefault();
      this.el.classList.remove('dropping');
      this.uploads.add([...(e.dataTransfer?.files ?? [])]);
    });
  }

  changed() {
    this.error.hidden = true;
    this.grow();
    if (!this.text.value) this.release();
    this.draft.keep(this.text.value, this.internal ? 'internal' : 'public');
    this.paintSend();
  }

  grow() {
    this.text.style.setProperty('height', 'auto');
    this.text.style.setProperty('height', `${Math.min(this.text.scrollHeight, innerHeight * 0.4)}px`);
  }

  setMode(/** @type {boolean} */ internal, focus = false) {
    if (this.internal !== internal) {
      this.internal = internal;
      app.announce(t(internal ? 'tickets.note_mode' : 'tickets.reply_mode'));
      this.draft.keep(this.text.value, internal ? 'internal' : 'public');
    }
    this.paint();
    if (focus) this.text.focus();
  }

  /** A colleague answered the customer meanwhile: the next send asks once. */
  answered(/** @type {string} */ name) {
    if (!this.text.value.trim() || this.internal) return;
    this.colleague = name;
    this.held.replaceChildren(
      icon('info', 16),
      h('span', {}, t('tickets.held', { name })),
      h(
        'button',
        { class: 'button button-small', type: 'button', onclick: () => this.sendAnyway() },
        t('tickets.send_anyway'),
      ),
    );
    this.held.hidden = false;
    this.paintSend();
  }

  sendAnyway() {
    this.release();
    this.send(false);
  }

  release() {
    this.colleague = '';
    this.held.hidden = true;
  }

  paint() {
    const ticket = this.ticket();
    const name = ticket?.contact?.name ?? '';
    const watchers = ticket?.watchers?.length ?? 0;
    this.el.classList.toggle('is-note', this.internal);
    for (const [button, on] of /** @type {[HTMLElement, boolean][]} */ ([
      [this.reply, !this.internal],
      [this.note, this.internal],
    ])) {
      button.setAttribute('aria-checked', String(on));
      button.setAttribute('tabindex', on ? '0' : '-1');
    }
    this.to.replaceChildren(
      ...(this.internal
        ? [icon('lock', 16), t('tickets.only_staff_long')]
        : [watchers ? t('tickets.to_and_watchers', { name, count: watchers }) : t('tickets.to', { name })]),
    );
    this.text.placeholder = this.internal
      ? t('tickets.write_note')
      : t('tickets.write_to', { name: name.split(' ')[0] });
    this.text.setAttribute('aria-label', this.internal ? t('tickets.note_label') : t('tickets.reply_label', { name }));
    this.paintSend();
  }

  paintSend() {
    const empty = !this.text.value.trim() && !this.uploads.ids().length;
    this.wait.hidden = this.internal;
    this.go.className = `button ${this.internal ? 'button-note' : 'button-primary'} tc-send`;
    this.go.replaceChildren(h('span', {}, t(this.internal ? 'tickets.add_note' : 'tickets.send')), icon('return', 16));
    for (const b of [this.go, this.wait])
      b.setAttribute('aria-disabled', String(empty || this.busy || this.uploads.running));
  }

  async send(/** @type {boolean} */ wait) {
    const text = this.text.value.trim();
    if (this.busy || this.uploads.running || (!text && !this.uploads.ids().length)) return this.text.focus();
    if (this.colleague) return /** @type {HTMLElement | null} */ (this.held.querySelector('button'))?.focus();
    this.busy = true;
    this.paintSend();
    try {
      await this.onsend({
        text,
        internal: this.internal,
        cmid: this.cmid,
        files: this.uploads.ids(),
        wait: wait && !this.internal,
      });
      // The mode stays: a second note typed at once must not become a reply.
      this.cmid = crypto.randomUUID();
      if (this.text.value.trim() === text) this.text.value = '';
      this.uploads.clear();
      this.draft.drop(this.text.value, this.internal ? 'internal' : 'public');
      this.error.hidden = true;
    } catch (error) {
      const e = /** @type {any} */ (error);
      this.error.replaceChildren(
        icon('alert', 16),
        h('span', {}, e.status === 0 ? t('tickets.not_sent_offline') : e.detail || t('tickets.failed')),
      );
      this.error.hidden = false;
    }
    this.busy = false;
    this.grow();
    this.paint();
    this.text.focus();
  }

  put(/** @type {string} */ text, from = this.text.selectionStart) {
    this.text.focus();
    this.text.setRangeText(text, from, this.text.selectionEnd, 'end');
    this.changed();
  }

  /** Shows what was kept from last time. */
  async restore() {
    const kept = await this.draft.read();
    if (!kept?.text || this.text.value) return;
    this.text.value = kept.text;
    this.setMode(kept.stream === 'internal');
    this.grow();
    this.paintSend();
  }
}
