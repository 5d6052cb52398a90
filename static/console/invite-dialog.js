// Invites somebody: who, which company, which role. Without a mail server the link is shown to be handed over.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { companyField } from './company-field.js';
import { field, input, select, tick } from './field.js';
import { formDialog } from './form-dialog.js';
import { administers } from './rights.js';
import { copyBox, languageField, said } from './settings-page.js';

const ROLES = ['customer', 'operator', 'supervisor', 'administrator'];

/**
 * @param {{company?: any, name?: string, email?: string, role?: string}} start what is known already
 * @param {() => void} [ondone]
 */
export async function openInvite(start = {}, ondone = () => {}) {
  const company = await companyField({ value: start.company?.id ?? '', wide: true });
  const staff = administers();
  const role = select(
    { name: 'role' },
    ROLES.map((value) => ({ value, label: t(`common.role.${value}`) })),
    start.role ?? 'customer',
  );
  const manager = managerTick();
  const follow = () => (company.el.hidden = manager.hidden = role.value !== 'customer');
  role.addEventListener('change', follow);
  follow();
  let touched = false;
  const text = (
    /** @type {string} */ name,
    /** @type {string} */ label,
    /** @type {Record<string, unknown>} */ more = {},
  ) => field({ name, label, control: input({ name, maxlength: 200, ...more }) });
  const box = formDialog({
    title: t('customers.invite.title'),
    label: t('customers.invite.send'),
    dirty: () => touched,
    body: h(
      'div',
      { class: 'form-grid' },
      text('name', t('customers.field.full_name'), { value: start.name ?? '', autofocus: true }),
      text('job_title', t('customers.field.job_title')),
      field({
        name: 'email',
        label: t('customers.field.corporate_email'),
        control: input({
          name: 'email',
          type: 'email',
          inputmode: 'email',
          value: start.email ?? '',
          maxlength: 254,
          spellcheck: false,
        }),
        wide: true,
        hint: t('customers.invite.email_hint'),
      }),
      staff ? field({ name: 'role', label: t('settings.field.role'), control: role, wide: true }) : null,
      company.el,
      manager,
      text('phone', t('customers.field.phone'), { type: 'tel' }),
      languageField(String(app.store.settings?.locale ?? app.lang)),
    ),
    onsubmit: async () => {
      const f = box.form;
      for (const name of ['name', 'email']) if (!said(f, name)) throw { field: name, detail: t('settings.missing') };
      const chosen = staff ? role.value : 'customer';
      const made = await letIn(box.form, (except) =>
        app.api.post('/invitations', {
          ...except,
          name: said(f, 'name'),
          email: said(f, 'email'),
          job_title: said(f, 'job_title'),
          phone: said(f, 'phone'),
          locale: said(f, 'locale'),
          role: chosen,
          ...(chosen === 'customer' && { company: said(f, 'company'), manager: new FormData(f).has('manager') }),
        }),
      );
      ondone();
      invited(made);
    },
  });
  box.form.addEventListener('input', () => (touched = true));
}

/** Whether whoever is let in keeps the company's people. */
export function managerTick() {
  return h(
    'div',
    { class: 'field wide', 'data-field': 'manager' },
    tick({ name: 'manager' }, t('customers.person.manager'), t('customers.person.manager_hint')),
    h('p', { class: 'field-error', hidden: true }),
  );
}

/**
 * Asks with the tick of an exception, if it is there; it comes where an address is refused as a personal mailbox, and to administrators only.
 * @template T
 * @param {HTMLFormElement} form
 * @param {(except: {except?: boolean}) => Promise<T>} ask
 */
export async function letIn(form, ask) {
  try {
    return await ask(new FormData(form).has('except') ? { except: true } : {});
  } catch (error) {
    const { code } = /** @type {any} */ (error);
    if (
      (code === 'email_personal' || code === 'email_throw_away') &&
      administers() &&
      !form.querySelector('[name=except]')
    )
      form
        .querySelector('[data-field=email]')
        ?.after(
          h(
            'div',
            { class: 'field wide', 'data-field': 'except' },
            tick({ name: 'except' }, t('customers.invite.except'), t('customers.invite.except_hint')),
            h('p', { class: 'field-error', hidden: true }),
          ),
        );
    throw error;
  }
}

/** Says that it is on its way; without a mail server shows the link to hand over. @param {any} invitation */
export function invited(invitation) {
  if (!invitation?.link) return app.toast(t('customers.invite.sent', { email: invitation?.email ?? '' }));
  showLink(invitation);
}

/** @param {any} invitation */
export function showLink(invitation) {
  const box = formDialog({
    title: t('customers.invite.link_title', { name: invitation.name || invitation.email }),
    label: t('settings.done'),
    body: h(
      'div',
      { class: 'hand-over' },
      h('p', {}, t('customers.invite.link_text', { email: invitation.email })),
      copyBox(invitation.link, t('customers.invite.link')),
    ),
    onsubmit: async () => {},
  });
  box.foot.replaceChildren();
}
