// What can be done with one message: answer it, copy it; edit and delete the own ones.

import { fill, h, icon } from '../shared/dom.js';
import { app } from './app-context.js';
import { menuButton, sayError } from './dialog.js';

/** @typedef {import("./thread-store.js").Message} Message */

const DELETE_UNDO = 5000;

/**
 * @param {Message} m
 * @param {HTMLElement} said what shows the message, where it is edited
 * @param {(m: Message) => void} quote
 */
export function messageMenu(m, said, quote) {
  if (m.deleted || !m.mid) return null;
  const { t } = app;
  const mine = m.author.id === app.me.id;
  return h(
    'span',
    { class: 'said-menu' },
    menuButton({
      label: t('console.message_actions'),
      content: icon('dots', 'icon-16'),
      items: () => [
        { label: t('console.answer_message'), icon: 'return', run: () => quote(m) },
        { label: t('console.copy_text'), icon: 'copy', run: () => navigator.clipboard?.writeText(m.text) },
        mine && m.text && { label: t('console.edit'), icon: 'edit', run: () => edit(m, said) },
        mine && { label: t('console.delete'), icon: 'trash', tone: 'negative', run: () => remove(m) },
      ],
    }),
  );
}

/** @param {Message} m */
const path = (m) => `/conversations/${m.conv}/messages/${m.mid}`;

/** @param {Message} message */
function keep(message) {
  app.store.thread(message.conv).merge(message);
  app.store.changed(`thread:${message.conv}`);
}

/** What had the focus is gone: on with the chat. */
function goOn() {
  /** @type {HTMLElement | null} */ (document.querySelector('.composer-text'))?.focus();
}

/** Gone after five seconds, in which it can be undone. @param {Message} m */
function remove(m) {
  keep({ ...m, deleted: true });
  // the menu gives the focus back to its button first, which goes with the message
  setTimeout(goOn);
  const run = async () => {
    try {
      await app.api.delete(path(m));
    } catch (error) {
      keep(m);
      app.report(error);
    }
  };
  const timer = setTimeout(run, DELETE_UNDO);
  app.toast(app.t('console.message_deleted'), {
    seconds: DELETE_UNDO / 1000,
    undo: () => {
      clearTimeout(timer);
      keep(m);
    },
  });
}

/** The bubble becomes a field in its place. @param {Message} m @param {HTMLElement} said */
function edit(m, said) {
  const { t } = app;
  const field = h('textarea', {
    class: 'input',
    value: m.text,
    rows: Math.min(8, m.text.split('\n').length + 1),
    'aria-label': t('console.edit_message'),
  });
  const error = h('p', { class: 'error', role: 'alert', hidden: true });
  const before = [...said.childNodes];
  const back = () => {
    fill(said, before);
    goOn();
  };
  const save = async () => {
    try {
      const changed = await app.api.patch(path(m), { text: field.value.trim() });
      back();
      keep({ ...m, ...changed });
    } catch (fault) {
      error.textContent = sayError(fault);
      error.hidden = false;
      field.focus();
    }
  };
  field.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    const done = { Escape: back, Enter: save }[e.key];
    if (!done || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    e.stopPropagation();
    done();
  });
  fill(
    said,
    h(
      'div',
      { class: 'edit-box' },
      field,
      error,
      h(
        'div',
        { class: 'edit-actions' },
        h('button', { class: 'button button-small', type: 'button', onclick: back }, t('console.cancel')),
        h('button', { class: 'button button-small button-primary', type: 'button', onclick: save }, t('console.save')),
      ),
    ),
  );
  // the menu gives the focus back to its button first
  setTimeout(() => {
    field.focus();
    field.setSelectionRange(m.text.length, m.text.length);
  });
}
