// The audit log: who changed what, newest first, all of it or one kind of deed.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { auditLine, verbWord } from './audit-lines.js';
import { field, select } from './field.js';
import { PagedList } from './paged-list.js';
import { page } from './settings-page.js';
import { emptyState } from './states.js';
import { useStyles } from './styles.js';

const PATH = '/console/settings/audit';

/** What can be asked for, by what it is about. */
const VERBS = {
  accounts: ['account.create', 'account.change', 'account.disable', 'account.enable', 'email.ask', 'email.change'],
  door: [
    'session.open',
    'session.end',
    'session.end_all',
    'session.token_reused',
    'password.change',
    'password.reset',
    'totp.on',
    'totp.off',
    'totp.recovery',
  ],
  customers: [
    'company.create',
    'company.change',
    'company.import',
    'company.export',
    'licence.create',
    'licence.change',
    'licence.delete',
    'contract.create',
    'contract.change',
    'contract.delete',
    'installation.create',
    'installation.change',
    'installation.delete',
    'invitation.create',
    'invitation.resend',
    'invitation.revoke',
    'invitation.redeem',
    'invitation_request.approve',
    'invitation_request.reject',
  ],
  work: [
    'conversation.attach',
    'conversation.mail',
    'conversation.block',
    'conversation.unblock',
    'request.grant',
    'ticket.override',
  ],
  house: [
    'settings.change',
    'settings.mail',
    'mail.resend',
    'domains.change',
    'product.create',
    'product.change',
    'key.create',
    'key.revoke',
    'plan.create',
    'plan.change',
    'calendar.create',
    'calendar.change',
    'site.keep',
    'department.keep',
    'canned_reply.keep',
    'canned_reply.drop',
  ],
};

export async function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [verb = '']) {
  await useStyles('tickets.css', 'customers.css');
  const rows = h('div', {});
  const list = new PagedList({
    place: rows,
    path: '/audit',
    query: () => ({ verb }),
    paint: (items) => h('ul', { class: 'audit-lines' }, ...items.map((x) => auditLine(x))),
    empty: () =>
      emptyState({ icon: 'shield-check', title: t('settings.audit.none'), text: t('settings.audit.none_text') }),
  });
  const choice = select({ name: 'verb' }, [{ value: '', label: t('settings.audit.everything') }]);
  for (const [name, verbs] of Object.entries(VERBS))
    choice.append(
      h(
        'optgroup',
        { label: t(`settings.audit.group.${name}`) },
        ...verbs.map((v) => h('option', { value: v }, verbWord(v))),
      ),
    );
  // one that the list does not know is shown all the same
  if (verb && ![...choice.options].some((o) => o.value === verb))
    choice.append(h('option', { value: verb }, verbWord(verb)));
  choice.value = verb;
  choice.addEventListener('change', () => app.navigate(choice.value ? `${PATH}/${choice.value}` : PATH));
  const keep = document.activeElement instanceof HTMLSelectElement && place.contains(document.activeElement);
  place.replaceChildren(
    page(
      { title: t('settings.page.audit'), intro: t('settings.audit.intro') },
      h('div', { class: 'audit-filter' }, field({ name: 'verb', label: t('settings.audit.filter'), control: choice })),
      rows,
    ),
  );
  if (keep) choice.focus();
  list.start();
}
