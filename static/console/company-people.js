// The people of a company: who manages, what each sees, and the invitation of another.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { recordRow, recordSection } from './record.js';
import { keepsCustomers } from './rights.js';

/** @param {import("./company.js").Known} known @param {() => void} again */
export function peopleSection(known, again) {
  return recordSection({
    title: t('customers.tab.people'),
    none: t('customers.people_none'),
    ...(keepsCustomers() && {
      add: t('customers.invite'),
      onadd: async () => (await import('./invite-dialog.js')).openInvite({ company: known.company }, again),
    }),
    rows: [...known.people]
      .sort((a, b) => Number(b.manager) - Number(a.manager) || a.name.localeCompare(b.name))
      .map((p) =>
        recordRow({
          href: `/console/customers/people/${p.id}`,
          mark: avatar(p, 32),
          name: p.name || p.email,
          sub: [p.job_title, p.email].filter(Boolean).join(' · '),
          end: personTags(p),
          off: p.state === 'disabled',
        }),
      ),
  });
}

/** What is out of the ordinary about a person. @param {any} p */
export function personTags(p) {
  return h(
    'span',
    { class: 'tags' },
    p.state === 'disabled' ? h('span', { class: 'label-tag caution' }, t('settings.team.disabled')) : null,
    p.manager ? h('span', { class: 'label-tag' }, t('customers.person.manager')) : null,
    p.access && p.access !== 'own' && !p.manager
      ? h('span', { class: 'label-tag' }, t(`customers.access.${p.access}`))
      : null,
  );
}
