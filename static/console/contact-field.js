// Who a ticket is for: customers by name or e-mail, suggested while typing.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { place as put } from './choose.js';
import { field, input } from './field.js';
import { personMark } from './marks.js';

/** @typedef {{id: string, name: string, email?: string}} Person */

const TYPED = 200;
const label = (/** @type {Person} */ p) => (p.email ? `${p.name} <${p.email}>` : p.name);
const same = (/** @type {string | undefined} */ a, /** @type {string} */ b) => a?.toLowerCase() === b.toLowerCase();

/**
 * The field and who was meant: somebody chosen, the only one that fits, or one whose name or e-mail was typed in full.
 * `value` gives the account's id, '' for nobody, and throws for the field when the words leave it open.
 * @param {Person} [start]
 */
export function contactField(start) {
  let chosen = start;
  /** @type {Person[]} */
  let found = [];
  let at = 0;
  let later = 0;
  let turn = 0;
  const list = h('div', { class: 'choose-list', role: 'listbox', id: 'contacts', 'aria-label': t('tickets.contacts') });
  const menu = h('div', { class: 'choose', popover: 'manual' }, list);
  const control = input({
    name: 'contact',
    value: start ? label(start) : '',
    placeholder: t('tickets.contact_example'),
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'contacts',
    'aria-autocomplete': 'list',
  });
  const el = field({
    name: 'contact',
    label: t('tickets.field.contact'),
    control,
    wide: true,
    hint: t('tickets.contact_hint'),
  });
  el.append(menu);
  if (start) el.querySelector('.field-head')?.append(personMark(start));

  const show = (on = true) => {
    menu.togglePopover(on);
    control.setAttribute('aria-expanded', String(on));
    if (on) put(menu, control);
    else control.removeAttribute('aria-activedescendant');
  };
  const paint = () => {
    list.replaceChildren(
      ...found.map((p, i) =>
        h(
          'div',
          {
            class: 'option',
            role: 'option',
            id: `contact-${i}`,
            'aria-selected': String(i === at),
            'data-active': i === at ? '' : null,
            onpointerdown: (/** @type {Event} */ e) => {
              e.preventDefault();
              take(p);
            },
          },
          h('span', { class: 'option-text' }, p.name),
          h('span', { class: 'option-hint' }, p.email),
        ),
      ),
      found.length ? '' : h('p', { class: 'choose-none', role: 'status' }, t('tickets.choose.none')),
    );
    show();
    if (found.length) control.setAttribute('aria-activedescendant', `contact-${at}`);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  const take = (/** @type {Person} */ p) => {
    chosen = p;
    control.value = label(p);
    show(false);
  };
  /** Asks for who fits; an answer that was overtaken is dropped. */
  const find = async () => {
    clearTimeout(later);
    later = 0;
    const mine = ++turn;
    const text = control.value.trim();
    const q = text.match(/<([^>]+)>/)?.[1] ?? text;
    const { items } = q ? await app.api.get('/accounts', { role: 'customer', q, limit: 20 }) : { items: [] };
    if (mine !== turn) return false;
    found = items;
    at = 0;
    return Boolean(q);
  };
  const suggest = () =>
    find().then(
      (any) => (any && document.activeElement === control ? paint() : show(false)),
      () => show(false), // a help only; sending says what is wrong
    );

  control.addEventListener('input', () => {
    chosen = undefined;
    clearTimeout(later);
    later = setTimeout(suggest, TYPED);
  });
  control.addEventListener('blur', () => show(false));
  control.addEventListener('keydown', (e) => {
    const open = menu.matches(':popover-open');
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (step && found.length) {
      at = open ? (at + step + found.length) % found.length : 0;
      paint();
    } else if (e.key === 'Enter' && open && found[at]) take(found[at]);
    else if (e.key === 'Enter' && later) suggest();
    else if (e.key === 'Escape' && open) show(false);
    else return;
    e.preventDefault();
    e.stopPropagation();
  });

  return {
    place: el,
    value: async () => {
      const text = control.value.trim();
      if (chosen || !text) return chosen?.id ?? '';
      await find();
      const exact = found.filter((p) => [p.email, p.name, label(p)].some((x) => same(x, text)));
      const fits = exact.length ? exact : found;
      if (fits.length === 1) {
        take(fits[0]);
        return fits[0].id;
      }
      const detail = fits.length ? t('tickets.contact_several', { text }) : t('tickets.contact_unknown', { text });
      throw { field: 'contact', detail };
    },
  };
}
