// Adds a company, or changes what is known of one.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { contactEditor } from './company-contacts.js';
import { forgetCompanies } from './company-names.js';
import { area, field, input, select } from './field.js';
import { formDialog } from './form-dialog.js';
import { said, zones } from './settings-page.js';

const lines = (/** @type {string} */ text) =>
  text
    .split('\n')
    .map((x) => x.trim())
    .filter(Boolean);

/** @param {any} known null = a new one @param {(company: any) => void} ondone */
export function editCompany(known, ondone) {
  const zone = String(known?.time_zone ?? app.store.settings?.time_zone ?? 'UTC');
  let touched = false;
  const contacts = contactEditor(known?.contacts ?? [], () => (touched = true));
  const box = formDialog({
    title: known ? known.name : t('customers.company.add'),
    label: t(known ? 'settings.save' : 'settings.create'),
    dirty: () => touched,
    body: h(
      'div',
      { class: 'form-grid' },
      field({
        name: 'name',
        label: t('customers.field.name'),
        control: input({ name: 'name', value: known?.name ?? '', maxlength: 200, autofocus: true }),
        wide: true,
      }),
      field({
        name: 'domains',
        label: t('customers.field.domains'),
        control: input({
          name: 'domains',
          value: (known?.domains ?? []).join(', '),
          placeholder: 'example.com',
          spellcheck: false,
          autocapitalize: 'none',
          inputmode: 'url',
        }),
        wide: true,
        hint: t('customers.domains_hint'),
      }),
      field({
        name: 'time_zone',
        label: t('settings.field.time_zone'),
        control: select({ name: 'time_zone' }, zones(zone), zone),
        wide: true,
        hint: t('customers.zone_hint'),
      }),
      field({
        name: 'sites',
        label: t('customers.field.sites'),
        control: area({ name: 'sites', rows: 3 }, (known?.sites ?? []).join('\n')),
        wide: true,
        hint: t('customers.sites_hint'),
      }),
      contacts.el,
      noteField(known?.notes ?? ''),
    ),
    onsubmit: async () => {
      const f = box.form;
      if (!said(f, 'name')) throw { field: 'name', detail: t('settings.missing') };
      const body = {
        name: said(f, 'name'),
        domains: said(f, 'domains')
          .split(/[\s,;]+/)
          .filter(Boolean),
        time_zone: said(f, 'time_zone'),
        sites: lines(said(f, 'sites')),
        contacts: contacts.value(),
        notes: said(f, 'notes'),
      };
      const kept = known ? await app.api.patch(`/companies/${known.id}`, body) : await app.api.post('/companies', body);
      forgetCompanies();
      app.toast(t('settings.saved'));
      ondone(kept);
    },
  });
  box.form.addEventListener('input', () => (touched = true));
}

/** Notes look like notes everywhere: only staff read them. @param {string} value */
export function noteField(value) {
  const el = field({
    name: 'notes',
    label: t('customers.field.notes'),
    control: area({ name: 'notes', rows: 3, class: 'note-input' }, value),
    wide: true,
    aside: t('customers.staff_only'),
  });
  el.classList.add('note-field');
  return el;
}
