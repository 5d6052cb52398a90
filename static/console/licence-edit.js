// A licence: product, edition, seats, the days it holds.

import { t } from '../shared/i18n.js';
import { field, input } from './field.js';
import { choices, listDialog, productField, spanFields } from './record-edit.js';
import { said } from './settings-page.js';

/** @param {import("./company.js").Known} known @param {any} licence null = a new one @param {() => void} ondone */
export function editLicence(known, licence, ondone) {
  const edition = input({ name: 'edition', value: licence?.edition ?? '', maxlength: 100 });
  edition.setAttribute('list', 'editions');
  const suggest = (/** @type {string} */ name) =>
    editions.replaceChildren(
      ...choices('', known.products.find((/** @type {any} */ p) => p.name === name || p.id === name)?.editions ?? [])
        .children,
    );
  const editions = choices('editions', []);
  const editionField = field({ name: 'edition', label: t('customers.field.edition'), control: edition });
  editionField.append(editions);
  suggest(licence?.product ?? '');
  listDialog({
    path: `/companies/${known.company.id}/licences`,
    known: licence,
    title: t(licence ? 'customers.licence.one' : 'customers.licence.add'),
    gone: t('customers.licence.gone'),
    fields: ['product', 'edition', 'seats', 'valid_from', 'valid_to'],
    ondone,
    body: [
      productField(known, licence?.product ?? '', suggest),
      editionField,
      field({
        name: 'seats',
        label: t('customers.field.seats'),
        control: input({
          name: 'seats',
          type: 'number',
          min: 0,
          step: 1,
          value: licence?.seats ?? '',
          inputmode: 'numeric',
        }),
        wide: true,
        hint: t('customers.seats_hint'),
      }),
      ...spanFields(licence, known.company.time_zone),
    ],
    read: (form) => {
      if (!said(form, 'product')) throw { field: 'product', detail: t('settings.missing') };
      return {
        product: said(form, 'product'),
        edition: said(form, 'edition'),
        seats: Number(said(form, 'seats')) || 0,
        valid_from: said(form, 'valid_from'),
        valid_to: said(form, 'valid_to'),
      };
    },
  });
}
