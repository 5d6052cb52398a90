// Approves who asks for an invitation (into a company that is known, or a new one), or rejects with a reason.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { companyField } from './company-field.js';
import { forgetCompanies } from './company-names.js';
import { area, field, input } from './field.js';
import { formDialog } from './form-dialog.js';
import { invited, letIn, managerTick } from './invite-dialog.js';
import { said } from './settings-page.js';

const NEW = '+';
const domainOf = (/** @type {string} */ email) => email.slice(email.lastIndexOf('@') + 1);

/** @param {any} x @param {() => void} ondone */
export async function openApprove(x, ondone) {
  const company = await companyField({
    value: x.suggested_company?.id ?? NEW,
    none: '',
    first: [{ value: NEW, label: t('customers.asked.new_company', { name: x.company }) }],
    hint: x.suggested_company
      ? t('customers.asked.by_domain', { domain: domainOf(x.email) })
      : t('customers.asked.no_match'),
    wide: true,
  });
  const fresh = h(
    'div',
    { class: 'form-grid wide' },
    field({
      name: 'new_company.name',
      label: t('customers.asked.company_name'),
      control: input({ name: 'new_name', value: x.company, maxlength: 200 }),
    }),
    field({
      name: 'new_company.domains',
      label: t('customers.field.domains'),
      control: input({ name: 'new_domains', value: domainOf(x.email), spellcheck: false }),
      hint: t('customers.asked.domains_hint'),
    }),
  );
  const follow = () => (fresh.hidden = company.control.value !== NEW);
  company.control.addEventListener('change', follow);
  follow();
  const box = formDialog({
    title: t('customers.asked.approve_title', { name: x.name }),
    label: t('customers.asked.approve'),
    body: h(
      'div',
      { class: 'form-grid' },
      h(
        'div',
        { class: 'wide asked-who', 'data-field': 'email' },
        h('p', {}, [x.job_title, x.company, x.email, x.phone].filter(Boolean).join(' · ')),
        h('p', { class: 'field-error', hidden: true }),
      ),
      x.account_closed ? h('p', { class: 'wide asked-who' }, t('customers.asked.closed_hint')) : null,
      company.el,
      fresh,
      managerTick(),
    ),
    onsubmit: async () => {
      const f = box.form;
      const made = company.control.value === NEW;
      if (made && !said(f, 'new_name')) throw { field: 'new_company.name', detail: t('settings.missing') };
      const answer = await letIn(f, (except) =>
        app.api.post(`/invitation-requests/${x.id}/approve`, {
          ...except,
          manager: new FormData(f).has('manager'),
          ...(made
            ? {
                new_company: {
                  name: said(f, 'new_name'),
                  domains: said(f, 'new_domains')
                    .split(/[\s,;]+/)
                    .filter(Boolean),
                },
              }
            : { company: company.control.value }),
        }),
      );
      if (made) forgetCompanies();
      ondone();
      if (answer.account) app.toast(t('customers.asked.has_access', { email: x.email }));
      else invited(answer.invitation ?? { email: x.email });
    },
  });
}

/** @param {any} x @param {() => void} ondone */
export function openReject(x, ondone) {
  const reason = area({ name: 'reason', rows: 4, maxlength: 2000, autofocus: true });
  formDialog({
    title: t('customers.asked.reject_title', { name: x.name }),
    label: t('customers.asked.reject'),
    dirty: () => Boolean(reason.value.trim()),
    body: h(
      'div',
      { class: 'form-grid' },
      field({
        name: 'reason',
        label: t('customers.asked.reason'),
        control: reason,
        wide: true,
        hint: t(x.by ? 'customers.asked.reason_manager_hint' : 'customers.asked.reason_hint', {
          email: x.email,
          name: x.by?.name,
        }),
      }),
    ),
    onsubmit: async () => {
      if (!reason.value.trim()) throw { field: 'reason', detail: t('settings.missing') };
      await app.api.post(`/invitation-requests/${x.id}/reject`, { reason: reason.value.trim() });
      app.toast(t('customers.asked.rejected_toast', { email: x.by?.name ?? x.email }));
      ondone();
    },
  });
}
