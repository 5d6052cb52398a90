// An SLA contract: plan, products, days, calendar, named contacts, hours and grace.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { field, group, input, select } from './field.js';
import { listDialog, spanFields } from './record-edit.js';
import { said } from './settings-page.js';

/** @param {import("./company.js").Known} known @param {any} contract null = a new one @param {() => void} ondone */
export function editContract(known, contract, ondone) {
  const { products, plans, calendars, people } = known;
  const plan = contract?.plan ?? plans[0]?.id ?? '';
  listDialog({
    path: `/companies/${known.company.id}/contracts`,
    known: contract,
    title: t(contract ? 'customers.contract.one' : 'customers.contract.add'),
    gone: t('customers.contract.gone'),
    fields: [
      'plan',
      'calendar',
      'valid_from',
      'valid_to',
      'products',
      'contacts',
      'hours_bought',
      'hours_left',
      'grace_days',
    ],
    ondone,
    body: [
      field({
        name: 'plan',
        label: t('customers.field.plan'),
        control: select({ name: 'plan', autofocus: true }, named(plans), plan),
      }),
      field({
        name: 'calendar',
        label: t('customers.field.calendar'),
        control: select(
          { name: 'calendar' },
          [{ value: '', label: t('customers.contract.plan_calendar') }, ...named(calendars)],
          contract?.calendar ?? '',
        ),
      }),
      ...spanFields(contract, known.company.time_zone),
      products.length
        ? group(
            {
              name: 'products',
              label: t('customers.field.products'),
              hint: t('customers.contract.products_hint'),
              wide: true,
            },
            h(
              'div',
              { class: 'members' },
              ...products.map((/** @type {any} */ p) => member('products', p, contract?.products)),
            ),
          )
        : null,
      people.length
        ? group(
            {
              name: 'contacts',
              label: t('customers.field.contacts'),
              hint: t('customers.contract.contacts_hint'),
              wide: true,
            },
            h(
              'div',
              { class: 'members' },
              ...people.map((/** @type {any} */ p) => member('contacts', p, contract?.contacts)),
            ),
          )
        : null,
      amount('hours_bought', contract, t('customers.contract.hours_hint')),
      amount('hours_left', contract, t('customers.contract.left_hint')),
      amount('grace_days', contract, t('customers.contract.grace_hint'), true),
    ],
    read: (form) => {
      const all = new FormData(form);
      return {
        plan: said(form, 'plan'),
        calendar: said(form, 'calendar'),
        valid_from: said(form, 'valid_from'),
        valid_to: said(form, 'valid_to'),
        products: all.getAll('products').map(String),
        contacts: all.getAll('contacts').map(String),
        ...hours(form, contract),
        grace_days: Number(said(form, 'grace_days')) || 0,
      };
    },
  });
}

/** Hours, where some are sold; left empty: what was bought, none of it used. @param {HTMLFormElement} form @param {any} contract */
function hours(form, contract) {
  const bought = said(form, 'hours_bought');
  const left = said(form, 'hours_left');
  if (!bought && !left && contract?.hours_bought == null) return {};
  return { hours_bought: Number(bought), hours_left: Number(left || bought) };
}

const named = (/** @type {any[]} */ items) => items.map((x) => ({ value: x.id, label: x.name }));

/** @param {string} name @param {any} item @param {string[]} [chosen] */
const member = (name, item, chosen) =>
  h(
    'label',
    { class: 'member' },
    h('input', { type: 'checkbox', name, value: item.id, checked: Boolean(chosen?.includes(item.id)) }),
    h('span', {}, item.name),
  );

/** A number that may be left out. @param {string} name @param {any} contract @param {string} [hint] @param {boolean} [wide] */
const amount = (name, contract, hint, wide) =>
  field({
    name,
    label: t(`customers.field.${name}`),
    control: input({
      name,
      type: 'number',
      min: 0,
      step: name === 'grace_days' ? 1 : 'any',
      value: contract?.[name] || (name === 'hours_left' && contract?.hours_bought ? 0 : ''),
      inputmode: 'decimal',
    }),
    hint,
    wide,
  });
