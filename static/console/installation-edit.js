// What a company runs: product, version, where.

import { t } from '../shared/i18n.js';
import { field, input } from './field.js';
import { choices, listDialog, productField } from './record-edit.js';
import { said } from './settings-page.js';

/** @param {import("./company.js").Known} known @param {any} one null = a new one @param {() => void} ondone */
export function editInstallation(known, one, ondone) {
  const environment = input({ name: 'environment', value: one?.environment ?? '', maxlength: 100 });
  environment.setAttribute('list', 'environments');
  const environmentField = field({
    name: 'environment',
    label: t('customers.field.environment'),
    control: environment,
    wide: true,
  });
  environmentField.append(
    choices('environments', [t('customers.environment.production'), t('customers.environment.test')]),
  );
  listDialog({
    path: `/companies/${known.company.id}/installations`,
    known: one,
    title: t(one ? 'customers.installation.one' : 'customers.installation.add'),
    gone: t('customers.installation.gone'),
    fields: ['product', 'version', 'environment'],
    ondone,
    body: [
      productField(known, one?.product ?? ''),
      field({
        name: 'version',
        label: t('customers.field.version'),
        control: input({ name: 'version', value: one?.version ?? '', maxlength: 100, spellcheck: false }),
      }),
      environmentField,
    ],
    read: (form) => {
      for (const name of ['product', 'version'])
        if (!said(form, name)) throw { field: name, detail: t('settings.missing') };
      return {
        product: said(form, 'product'),
        version: said(form, 'version'),
        environment: said(form, 'environment'),
      };
    },
  });
}
