// The inputs that both *New ticket* and *Convert* ask: type, priority with its meaning, department, assignee.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { departments, staff } from './directory.js';
import { field, group, input, segments, select } from './field.js';
import { priorityIcon } from './marks.js';
import { PRIORITIES, TYPES } from './ticket-words.js';

export function typeField(value = 'problem', /** @type {(value: string) => void} */ onchange = () => {}) {
  const control = select(
    { name: 'type' },
    TYPES.map((x) => ({ value: x, label: t(`common.type.${x}`) })),
    value,
  );
  control.addEventListener('change', () => onchange(control.value));
  return field({ name: 'type', label: t('tickets.field.type'), control });
}

/** The wished date, shown only for an installation. */
export function wishedField() {
  const place = field({
    name: 'wished_date',
    label: t('tickets.field.wished_date'),
    control: input({ type: 'date', name: 'wished_date', min: new Date().toISOString().slice(0, 10) }),
  });
  place.hidden = true;
  return { place, show: (/** @type {string} */ type) => (place.hidden = type !== 'installation') };
}

/** Four radios and, below, what the chosen one means. */
export function priorityField(value = 'average') {
  const meaning = h('p', { class: 'field-hint', 'aria-live': 'polite' }, t(`tickets.priority.${value}_means`));
  const choices = PRIORITIES.map((p) => ({ value: p, label: t(`common.priority.${p}`), icon: priorityIcon(p) }));
  return group(
    { name: 'priority', label: t('tickets.field.priority'), wide: true },
    segments('priority', choices, value, (p) => (meaning.textContent = t(`tickets.priority.${p}_means`))),
    meaning,
  );
}

/** Product and version as text, until there is a list of products. */
export function productField() {
  const product = input({
    name: 'product',
    placeholder: t('tickets.product_example'),
    'aria-label': t('tickets.field.product'),
  });
  const version = input({
    name: 'version',
    placeholder: t('tickets.version_example'),
    'aria-label': t('tickets.field.version'),
  });
  const place = field({ name: 'product', label: t('tickets.field.product_version'), control: product });
  const pair = h('div', { class: 'pair' }, h('span'), version);
  product.before(pair);
  pair.firstChild?.replaceWith(product);
  return place;
}

/**
 * Department and assignee; filled when the lists are there, a chosen department puts its members first.
 * @param {{department?: string, assignee?: string}} start
 */
export function placeFields({ department = '', assignee = '' } = {}) {
  const dep = select(
    { name: 'department' },
    [{ value: department, label: department ? '…' : t('tickets.department_none') }],
    department,
  );
  const who = select(
    { name: 'assignee' },
    [{ value: assignee, label: assignee === app.me.id ? t('tickets.you', { name: app.me.name }) : '…' }],
    assignee,
  );
  const ready = Promise.all([departments(), staff()]).then(([places, people]) => {
    const chosen = dep.value || department || places[0]?.id || '';
    dep.replaceChildren(...places.map((d) => h('option', { value: d.id }, d.name)));
    dep.value = chosen;
    const paint = () => {
      const kept = who.value;
      const inside = people.filter((p) => places.find((d) => d.id === dep.value)?.members?.includes(p.id));
      const name = (/** @type {any} */ p) =>
        h('option', { value: p.id }, p.id === app.me.id ? t('tickets.you', { name: p.name }) : p.name);
      const others = people.filter((p) => !inside.includes(p));
      who.replaceChildren(
        h('option', { value: '' }, t('tickets.nobody')),
        ...(inside.length && others.length
          ? [
              h('optgroup', { label: places.find((d) => d.id === dep.value)?.name ?? '' }, ...inside.map(name)),
              h('optgroup', { label: t('tickets.others') }, ...others.map(name)),
            ]
          : people.map(name)),
      );
      who.value = people.some((p) => p.id === kept) ? kept : '';
    };
    paint();
    dep.addEventListener('change', paint);
  });
  ready.catch((error) => app.report(error));
  return [
    field({ name: 'department', label: t('tickets.field.department'), control: dep }),
    field({ name: 'assignee', label: t('tickets.field.assignee'), control: who }),
  ];
}

const NAMES = ['title', 'type', 'priority', 'product', 'version', 'department', 'assignee', 'wished_date', 'note'];

/** What the form says, empty values left out. @param {HTMLFormElement} form @param {string[]} more what only this form asks */
export function valuesOf(form, more) {
  const data = new FormData(form);
  /** @type {Record<string, string>} */
  const out = {};
  for (const name of [...NAMES, ...more]) {
    const value = String(data.get(name) ?? '').trim();
    if (value) out[name] = value;
  }
  if (out.type !== 'installation') delete out.wished_date;
  return out;
}
