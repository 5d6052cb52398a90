// Whom to reach at a company, with or without access: shown at its side, edited as rows of a list.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { group, input } from './field.js';
import { icon } from './marks.js';

/** @typedef {{name: string, role: string, email: string, phone: string}} Contact */

const PARTS = /** @type {const} */ (['name', 'role', 'email', 'phone']);

/** @param {Contact[]} [contacts] */
export function contactSection(contacts) {
  if (!contacts?.length) return null;
  return h(
    'section',
    { class: 'prop-section' },
    h('h2', {}, t('customers.contacts')),
    h(
      'ul',
      { class: 'plain-list contact-list' },
      ...contacts.map((c) =>
        h(
          'li',
          {},
          h('strong', {}, c.name),
          c.role ? h('span', { class: 'muted' }, c.role) : null,
          c.email ? h('a', { class: 'link', href: `mailto:${c.email}` }, c.email) : null,
          c.phone ? h('a', { class: 'link', href: `tel:${c.phone.replace(/[^+\d]/g, '')}` }, c.phone) : null,
        ),
      ),
    ),
  );
}

/** @param {Contact[]} start @param {() => void} touched */
export function contactEditor(start, touched) {
  const list = start.map((c) => ({ ...c }));
  const rows = h('ul', { class: 'contact-rows' });
  const add = h(
    'button',
    { class: 'button contact-add', type: 'button' },
    icon('plus', 16),
    t('customers.contacts_add'),
  );
  add.addEventListener('click', () => {
    list.push({ name: '', role: '', email: '', phone: '' });
    paint();
    /** @type {HTMLElement | null} */ (rows.lastElementChild?.querySelector('input'))?.focus();
  });

  function paint() {
    rows.replaceChildren(...list.map(row));
    rows.hidden = !list.length;
  }

  function row(/** @type {Contact} */ c, /** @type {number} */ i) {
    const n = i + 1;
    const remove = () => {
      list.splice(i, 1);
      touched();
      paint();
      add.focus();
    };
    return h(
      'li',
      { class: 'contact-row' },
      ...PARTS.map((part) => {
        const label = t(`customers.contacts.${part}`);
        const box = input({
          value: c[part],
          placeholder: label,
          'aria-label': t('customers.contacts_nth', { label, n }),
          maxlength: part === 'email' ? 254 : 100,
          type: { email: 'email', phone: 'tel' }[/** @type {string} */ (part)] ?? 'text',
        });
        box.addEventListener('input', () => (c[part] = box.value.trim()));
        return box;
      }),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': t('customers.contacts_remove', { n }), onclick: remove },
        icon('trash', 16),
      ),
    );
  }

  paint();
  return {
    el: group(
      { name: 'contacts', label: t('customers.contacts'), hint: t('customers.contacts_hint'), wide: true },
      rows,
      add,
    ),
    /** Rows in which nothing was typed are left out. */
    value: () => list.filter((c) => PARTS.some((part) => c[part])),
  };
}
