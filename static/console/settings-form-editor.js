// What the widget asks before a chat: a few typed questions.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { input, select } from './field.js';
import { icon } from './marks.js';

const TYPES = ['text', 'email', 'select'];

/** @typedef {{name: string, label: string, type: string, required: boolean, options?: string[]}} Question */

/** @param {Question[]} start */
export function formEditor(start) {
  const list = start.map((q) => ({ ...q, options: [...(q.options ?? [])] }));
  const rows = h('ul', { class: 'questions' });
  const add = h('button', { class: 'button', type: 'button' }, icon('plus', 16), t('settings.form.add'));
  add.addEventListener('click', () => {
    list.push({ name: '', label: '', type: 'text', required: false, options: [] });
    paint();
    /** @type {HTMLElement | null} */ (rows.lastElementChild?.querySelector('input'))?.focus();
  });

  function paint() {
    rows.replaceChildren(...list.map(row));
    rows.hidden = !list.length;
  }

  function row(/** @type {Question} */ q, /** @type {number} */ i) {
    const n = i + 1;
    const label = input({
      value: q.label,
      placeholder: t('settings.form.label'),
      'aria-label': t('settings.form.label_n', { n }),
    });
    label.addEventListener('input', () => (q.label = label.value));
    const type = select(
      { 'aria-label': t('settings.form.type_n', { n }) },
      TYPES.map((v) => ({ value: v, label: t(`settings.form.type_${v}`) })),
      q.type,
    );
    type.addEventListener('change', () => {
      q.type = type.value;
      paint();
    });
    const must = h('input', { type: 'checkbox', checked: q.required });
    must.addEventListener('change', () => (q.required = must.checked));
    const options = input({
      value: (q.options ?? []).join(', '),
      placeholder: t('settings.form.options'),
      'aria-label': t('settings.form.options_n', { n }),
      class: 'question-options',
    });
    options.addEventListener(
      'input',
      () =>
        (q.options = options.value
          .split(',')
          .map((x) => x.trim())
          .filter(Boolean)),
    );
    const remove = () => {
      list.splice(i, 1);
      paint();
      add.focus();
    };
    return h(
      'li',
      { class: 'question' },
      label,
      type,
      h('label', { class: 'tick' }, must, h('span', {}, t('settings.form.required'))),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': t('settings.form.remove_n', { n }), onclick: remove },
        icon('trash', 16),
      ),
      q.type === 'select' ? options : null,
    );
  }

  paint();
  return {
    el: h('div', { class: 'question-editor' }, rows, add),
    /** The questions as they are sent; null when one has no words. @returns {Question[] | null} */
    value: () => {
      const good = list.every((q) => q.label.trim() && (q.type !== 'select' || q.options?.length));
      if (!good) return null;
      return list.map((q, i) => ({
        name: q.name || nameOf(q, i),
        label: q.label.trim(),
        type: q.type,
        required: q.required,
        ...(q.type === 'select' ? { options: q.options } : {}),
      }));
    },
  };
}

// E-mail and name are known by their names: the widget fills them in next time.
function nameOf(/** @type {Question} */ q, /** @type {number} */ i) {
  if (q.type === 'email') return 'email';
  const slug = q.label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return /^(name|nome|nombre)$/.test(slug) ? 'name' : slug.slice(0, 30) || `field_${i + 1}`;
}
