// Changes a customer: who they are, their company, what they may see of its tickets.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { companyField } from './company-field.js';
import { field, group, input, tick } from './field.js';
import { formDialog } from './form-dialog.js';
import { administers } from './rights.js';
import { languageField, said } from './settings-page.js';

export const ACCESS = ['own', 'company_read', 'company_reply', 'none'];

/** @param {any} person @param {() => void} ondone */
export async function editPerson(person, ondone) {
  const company = await companyField({ value: person.company ?? '', wide: true });
  let touched = false;
  const box = formDialog({
    title: person.name || person.email,
    label: t('settings.save'),
    dirty: () => touched,
    body: h(
      'div',
      { class: 'form-grid' },
      text('name', t('customers.field.name'), person, { autofocus: true }),
      text('job_title', t('customers.field.job_title'), person),
      administers() ? text('email', t('settings.field.email'), person, { type: 'email', inputmode: 'email' }) : null,
      text('phone', t('customers.field.phone'), person, { type: 'tel' }),
      languageField(person.locale),
      company.el,
      accessGroup(person.access ?? 'own'),
      h(
        'div',
        { class: 'field wide', 'data-field': 'manager' },
        tick(
          { name: 'manager', checked: Boolean(person.manager) },
          t('customers.person.manager'),
          t('customers.person.manager_hint'),
        ),
        h('p', { class: 'field-error', hidden: true }),
      ),
    ),
    onsubmit: async () => {
      const f = box.form;
      const now = {
        name: said(f, 'name'),
        job_title: said(f, 'job_title'),
        phone: said(f, 'phone'),
        locale: said(f, 'locale'),
        company: said(f, 'company'),
        access: said(f, 'access'),
        manager: new FormData(f).has('manager'),
        ...(administers() && { email: said(f, 'email') }),
      };
      if (!now.name) throw { field: 'name', detail: t('settings.missing') };
      // only what changed is sent: a right that is not mine is not asked for
      const before = { ...person, access: person.access ?? 'own', company: person.company ?? '' };
      const body = Object.fromEntries(Object.entries(now).filter(([k, v]) => v !== (before[k] ?? '')));
      if (Object.keys(body).length) await app.api.patch(`/accounts/${person.id}`, body);
      app.toast(t('settings.saved'));
      ondone();
    },
  });
  box.form.addEventListener('input', () => (touched = true));
}

/** @param {string} name @param {string} label @param {any} person @param {Record<string, unknown>} [more] */
const text = (name, label, person, more = {}) =>
  field({ name, label, control: input({ name, value: person[name] ?? '', maxlength: 200, ...more }) });

/** What somebody sees of the company's tickets. @param {string} value */
export function accessGroup(value) {
  return group(
    { name: 'access', label: t('customers.field.access'), wide: true },
    ...ACCESS.map((a) =>
      h(
        'label',
        { class: 'role-choice' },
        h('input', { type: 'radio', name: 'access', value: a, checked: a === value }),
        h(
          'span',
          {},
          h('strong', {}, t(`customers.access.${a}`)),
          h('span', { class: 'field-hint' }, t(`customers.access.${a}_hint`)),
        ),
      ),
    ),
  );
}
