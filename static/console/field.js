// Forms that keep what was typed: a field with label, hint and its own error line; a submit that places the server's error.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { icon } from './marks.js';

let made = 0;

/**
 * A labelled control. The control gets an id, and its hint and error are announced with it.
 * @param {{name: string, label: string, control: HTMLElement, hint?: string | Node, aside?: string, wide?: boolean}} options
 */
export function field({ name, label, control, hint, aside, wide }) {
  const id = control.id || `field-${++made}`;
  control.id = id;
  const error = h('p', { class: 'field-error', id: `${id}-error`, hidden: true });
  const help = hint ? h('p', { class: 'field-hint', id: `${id}-hint` }, hint) : null;
  control.setAttribute('aria-describedby', [help ? `${id}-hint` : '', `${id}-error`].filter(Boolean).join(' '));
  const head = h(
    'div',
    { class: 'field-head' },
    h('label', { for: id }, label),
    aside ? h('span', { class: 'field-aside' }, aside) : null,
  );
  return h('div', { class: wide ? 'field wide' : 'field', 'data-field': name }, head, control, error, help);
}

/** A group of radios or tick boxes under one legend; `quiet` where a heading above says the same. */
export function group(
  /** @type {{name: string, label: string, hint?: string, wide?: boolean, quiet?: boolean}} */ {
    name,
    label,
    hint,
    wide,
    quiet,
  },
  /** @type {Node[]} */ ...children
) {
  return h(
    'fieldset',
    { class: wide ? 'field wide' : 'field', 'data-field': name },
    h('legend', { class: quiet ? 'sr' : '' }, label),
    hint ? h('p', { class: 'field-hint above' }, hint) : null,
    ...children,
    h('p', { class: 'field-error', hidden: true }),
  );
}

/** @param {Record<string, unknown>} props */
export function input(props) {
  return /** @type {HTMLInputElement} */ (
    h('input', { type: 'text', autocomplete: 'off', ...props, class: `input ${props.class ?? ''}`.trim() })
  );
}

/** @param {Record<string, unknown>} props */
export function area(props, value = '') {
  const node = /** @type {HTMLTextAreaElement} */ (
    h('textarea', { rows: 3, ...props, class: `input ${props.class ?? ''}`.trim() })
  );
  node.value = value;
  return node;
}

/**
 * A native select.
 * @param {Record<string, unknown>} props
 * @param {{value: string, label: string}[]} options
 */
export function select(props, options, value = '') {
  const node = /** @type {HTMLSelectElement} */ (
    h('select', { ...props, class: 'input' }, ...options.map((o) => h('option', { value: o.value }, o.label)))
  );
  node.value = value;
  return node;
}

/** A tick box with its words. */
export function tick(
  /** @type {Record<string, unknown>} */ props,
  /** @type {string} */ label,
  /** @type {string} */ hint = '',
) {
  const box = h('input', { type: 'checkbox', ...props });
  return h(
    'label',
    { class: 'tick' },
    box,
    h('span', {}, label, hint ? h('span', { class: 'field-hint' }, hint) : null),
  );
}

/** A switch of exclusive choices as real radios in one row. */
export function segments(
  /** @type {string} */ name,
  /** @type {{value: string, label: string, icon?: Node}[]} */ options,
  /** @type {string} */ value,
  /** @type {(value: string) => void} */ onchange,
) {
  return h(
    'div',
    { class: 'segments' },
    ...options.map((o) =>
      h(
        'label',
        { class: 'segment' },
        h('input', {
          type: 'radio',
          name,
          value: o.value,
          checked: o.value === value,
          onchange: () => onchange(o.value),
        }),
        o.icon ?? null,
        h('span', {}, o.label),
      ),
    ),
  );
}

/** Takes every error of a form away. */
export function clearErrors(/** @type {HTMLElement} */ form) {
  for (const node of form.querySelectorAll('.field-error, .form-error')) {
    node.replaceChildren();
    /** @type {HTMLElement} */ (node).hidden = true;
  }
  for (const node of form.querySelectorAll('[aria-invalid]')) node.removeAttribute('aria-invalid');
}

/** Says what is wrong beside the field and puts the focus there; without such a field it goes to the form's own line. */
export function showError(
  /** @type {HTMLElement} */ form,
  /** @type {string} */ name,
  /** @type {string} */ text,
  /** @type {string} */ requestId = '',
) {
  const place = name ? form.querySelector(`[data-field="${CSS.escape(name)}"]`) : null;
  const line = /** @type {HTMLElement | null} */ (
    place?.querySelector('.field-error') ?? form.querySelector('.form-error')
  );
  if (line) {
    line.replaceChildren(
      icon('alert', 16),
      h(
        'span',
        {},
        text,
        requestId && !place
          ? h('span', { class: 'request-id' }, ` ${t('tickets.request_id', { id: requestId })}`)
          : null,
      ),
    );
    line.hidden = false;
    if (!place) line.setAttribute('role', 'alert');
  }
  const control = /** @type {HTMLElement | null} */ (place?.querySelector('input, select, textarea, button'));
  control?.setAttribute('aria-invalid', 'true');
  if (control && !form.contains(document.activeElement?.closest('[aria-invalid]') ?? null)) control.focus();
  line?.scrollIntoView({ block: 'nearest' });
}

/**
 * Runs a request for a form: one at a time, the button busy meanwhile, what was typed stays, an error lands beside its field.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} work
 */
export async function submit(form, work) {
  if (form.dataset.busy) return false;
  clearErrors(form);
  form.dataset.busy = '1';
  const button = form.querySelector('button[type=submit]');
  button?.setAttribute('aria-disabled', 'true');
  try {
    await work();
    return true;
  } catch (error) {
    const known = /** @type {{field?: string, detail?: string, requestId?: string, quiet?: boolean}} */ (error);
    // who throws a quiet one has said why already
    if (!known.quiet) showError(form, known.field ?? '', known.detail || t('tickets.failed'), known.requestId);
    return false;
  } finally {
    delete form.dataset.busy;
    button?.removeAttribute('aria-disabled');
  }
}

/** The line of a form that shows what no field can. */
export function formError() {
  return h('p', { class: 'form-error', hidden: true });
}
