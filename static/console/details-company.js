// Whose a chat is: company, cover, what they have and run; who a visitor may be.

import { h, icon } from '../shared/dom.js';
import { date } from '../shared/time.js';
import { app } from './app-context.js';
import { fold, pairs, section } from './details-parts.js';
import { openInvite } from './dialogs.js';
import { keepsCustomers } from './rights.js';

/** @typedef {import("./lists.js").Conversation} Conversation */

/** @param {any} panel */
export function companyPart(panel) {
  const { t } = app;
  const company = panel?.company;
  if (!company) return null;
  return section(t('console.company'), [
    h('p', null, h('a', { class: 'text-link', href: `/console/customers/companies/${company.id}` }, company.name)),
    h('p', { class: 'muted small' }, t(`console.panel.by_${company.by}`)),
  ]);
}

/** Takes a visitor for whom the address is known, or for one of the company. @param {Conversation} c @param {any} panel */
export function suggestedPart(c, panel) {
  const { t } = app;
  const { account, company } = panel?.suggested ?? {};
  // an account needs no invitation; the team without the right to invite sees no button that refuses
  const invites = panel && c.customer.kind !== 'customer' && !account && keepsCustomers();
  if (!account && !company && !invites) return null;
  /** @param {any} to */
  const attach = async (to) => {
    try {
      const changed = await app.api.post(`/conversations/${c.id}/person`, to);
      if (changed?.id) app.store.put(changed);
      app.toast(t('console.attached', { name: (account && to.account ? account : company).name }));
    } catch (error) {
      app.report(error);
    }
  };
  /** @param {any} to @param {string} words */
  const offer = (to, words) =>
    h(
      'button',
      { class: 'button button-small', type: 'button', onclick: () => attach(to) },
      icon(to.company ? 'building' : 'user-plus', 'icon-16'),
      words,
    );
  return section(account || company ? t('console.panel.suggested') : '', [
    (account || company) &&
      h('p', { class: 'muted small' }, t(panel.verified ? 'console.panel.proved' : 'console.panel.typed')),
    account && offer({ account: account.id }, t('console.panel.attach', { name: account.name })),
    company && offer({ company: company.id }, t('console.panel.attach_company', { name: company.name })),
    invites &&
      h(
        'button',
        {
          class: 'button button-small',
          type: 'button',
          onclick: () =>
            openInvite({ company: panel.company ?? company, name: c.customer.name, email: c.customer.email }),
        },
        icon('mail', 'icon-16'),
        t('console.panel.invite'),
      ),
  ]);
}

/** @param {Conversation} c @param {any} panel */
export function coverPart(c, panel) {
  const { t, store } = app;
  const cover = panel?.cover ?? { cover: c.cover };
  const required = panel?.cover_required ?? store.settings.require_cover;
  if (!cover.cover || (!required && cover.cover === 'unlicensed')) return null;
  const good = cover.cover === 'covered';
  return section(t('console.cover'), [
    h(
      'p',
      { class: `details-cover ${good ? 'good' : 'bad'}` },
      icon(good ? 'shield-check' : 'shield-off'),
      h('b', null, t(`console.cover_${cover.cover}`)),
    ),
    pairs([
      [t('console.panel.plan'), cover.plan_name],
      [t('console.panel.until'), cover.until && date(`${cover.until}T12:00:00`)],
    ]),
  ]);
}

/** @param {any} panel */
export function ownedPart(panel) {
  const { t } = app;
  const { licences = [], installations = [] } = panel ?? {};
  const list = (/** @type {any[]} */ rows) => h('ul', { class: 'details-pages' }, rows);
  return [
    licences.length > 0 &&
      fold(
        t('console.panel.licences'),
        licences.length,
        list(
          licences.map((/** @type {any} */ l) =>
            h(
              'li',
              null,
              [l.product, l.edition].filter(Boolean).join(' '),
              ' ',
              h('span', { class: 'muted' }, `${l.seats} · ${date(`${l.valid_to}T12:00:00`)}`),
            ),
          ),
        ),
      ),
    installations.length > 0 &&
      fold(
        t('console.panel.installations'),
        installations.length,
        list(
          installations.map((/** @type {any} */ i) =>
            h('li', null, `${i.product} ${i.version}`, ' ', h('span', { class: 'muted' }, i.environment)),
          ),
        ),
      ),
  ];
}
