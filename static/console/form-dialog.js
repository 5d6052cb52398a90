// A dialog that is a form: head, body, foot; errors beside their field; Ctrl+Enter sends; what was typed survives a failure.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { formError, submit } from './field.js';
import { icon } from './marks.js';
import { useStyles } from './styles.js';

let made = 0;

/**
 * Opens the dialog. `onsubmit` may throw an ApiError: it is shown and the dialog stays.
 * @param {{title: string, label: string, body: any, aside?: any, className?: string, dirty?: () => boolean, onsubmit: () => Promise<void>}} options
 * @returns {{el: HTMLDialogElement, form: HTMLFormElement, title: HTMLElement, send: HTMLButtonElement, foot: HTMLElement, close: () => void}}
 */
export function formDialog({ title, label, body, aside, className = '', dirty = () => false, onsubmit }) {
  useStyles('forms.css');
  const id = `form-dialog-${++made}`;
  const heading = h('h2', { id }, title);
  const send = h(
    'button',
    { class: 'button button-primary button-dialog', type: 'submit' },
    h('span', { class: 'send-label' }, label),
    h('kbd', { class: 'on-fill' }, 'Ctrl Enter'),
  );
  const left = h('div', { class: 'dialog-aside' }, aside);
  const close = () => el.close();
  const form = h(
    'form',
    { class: 'dialog-box', novalidate: true, autocomplete: 'off' },
    h(
      'header',
      { class: 'dialog-head' },
      heading,
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': t('tickets.close_dialog'), onclick: close },
        icon('close'),
      ),
    ),
    h('div', { class: 'dialog-body' }, body, formError()),
    h(
      'footer',
      { class: 'dialog-foot' },
      left,
      h('button', { class: 'button button-dialog', type: 'button', onclick: close }, t('tickets.cancel')),
      send,
    ),
  );
  const el = h('dialog', { class: `dialog form-dialog ${className}`, 'aria-labelledby': id }, form);
  const run = async () => {
    if (await submit(form, onsubmit)) close();
  };
  form.addEventListener('submit', (/** @type {Event} */ e) => {
    e.preventDefault();
    run();
  });
  el.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      run();
    }
    e.stopPropagation();
  });
  // Escape asks nothing while nothing was typed; otherwise the first one only says so.
  let warned = false;
  el.addEventListener('cancel', (/** @type {Event} */ e) => {
    if (e.target !== el || warned || !dirty()) return;
    e.preventDefault();
    warned = true;
    left.replaceChildren(h('span', { class: 'dialog-warn', role: 'alert' }, t('tickets.escape_again')));
  });
  app.openDialog(el);
  return { el, form, title: heading, send, foot: left, close };
}
