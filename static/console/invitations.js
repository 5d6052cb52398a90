// The invitations: whom, by when, what became of each; sent again, taken back, the link where no mail goes out.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { noneFound } from './companies.js';
import { companyNames } from './company-names.js';
import { keepSearch, pills, searchField } from './customers-head.js';
import { menuButton } from './dialog.js';
import { openInvite, showLink } from './invite-dialog.js';
import { icon } from './marks.js';
import { PagedList } from './paged-list.js';
import { keepsCustomers } from './rights.js';
import { emptyState } from './states.js';

const PATH = '/console/customers/invitations';
const STATES = ['pending', 'redeemed', 'expired', 'revoked'];

/** @param {import("./customers.js").Place} page */
export function show({ place, query, actions, filters }) {
  /** @type {Map<string, string>} */
  let names = new Map();
  const again = () => list.start();
  const add = () => openInvite({}, again);
  const list = new PagedList({
    place,
    path: '/invitations',
    query: () => ({ q: query.get('q'), state: query.get('state') }),
    paint: (items) => h('ul', { class: 'list-lines' }, ...items.map((x) => row(x, names, again))),
    empty: () =>
      query.size
        ? noneFound(PATH)
        : emptyState({
            icon: 'mail',
            title: t('customers.invitations.none'),
            text: t('customers.invitations.none_text'),
            ...(keepsCustomers() && { action: t('customers.invite'), onaction: add }),
          }),
  });
  actions(
    keepsCustomers() &&
      h(
        'button',
        { class: 'button', type: 'button', onclick: add },
        icon('user-plus', 16),
        h('span', {}, t('customers.invite')),
      ),
  );
  filters(
    searchField({
      label: t('customers.people.search'),
      value: query.get('q') ?? '',
      onsearch: (q) => {
        keepSearch(PATH, query, q);
        again();
      },
    }),
    pills({
      label: t('customers.field.state'),
      name: 'state',
      values: [
        { value: '', label: t('customers.invitation.all') },
        ...STATES.map((s) => ({ value: s, label: t(`customers.invitation.${s}`) })),
      ],
      query,
      path: PATH,
    }),
  );
  companyNames().then((all) => {
    names = all;
    if (list.items.length) list.show();
  });
  list.start();
}

/** @param {any} x @param {Map<string, string>} names @param {() => void} again */
function row(x, names, again) {
  const state = stateOf(x);
  const company = x.company_name ?? names.get(x.company) ?? x.company;
  return h(
    'li',
    { class: 'list-line', 'data-id': x.id },
    icon('mail'),
    h(
      'div',
      { class: 'line-main' },
      h('p', { class: 'line-name' }, x.name || x.email),
      h(
        'p',
        { class: 'line-sub' },
        [x.email, company, x.role && x.role !== 'customer' ? t(`common.role.${x.role}`) : '']
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    h(
      'div',
      { class: 'line-state' },
      h(
        'span',
        { class: `label-tag ${{ redeemed: 'positive', expired: 'caution' }[state] ?? ''}` },
        t(`customers.invitation.${state}`),
      ),
      when(x, state),
    ),
    keepsCustomers() ? h('div', { class: 'line-acts' }, acts(x, state, again)) : null,
  );
}

/** One that ran out may still be called pending. @param {any} x */
const stateOf = (x) =>
  x.state === 'pending' && x.expires_at && Date.parse(x.expires_at) < Date.now() ? 'expired' : x.state;

/** @param {any} x @param {string} state */
function when(x, state) {
  if (state === 'redeemed' && x.redeemed_at)
    return h('time', { class: 'muted', title: exact(x.redeemed_at) }, relative(x.redeemed_at));
  if (!x.expires_at || state === 'redeemed' || state === 'revoked') return null;
  const key = state === 'expired' ? 'customers.invitation.ended' : 'customers.invitation.until';
  return h('time', { class: 'muted', title: exact(x.expires_at) }, t(key, { when: relative(x.expires_at) }));
}

/** @param {any} x @param {string} state @param {() => void} again */
function acts(x, state, again) {
  if (state === 'redeemed') return null;
  const resend = async (/** @type {MouseEvent} */ e) => {
    const button = /** @type {HTMLButtonElement} */ (e.currentTarget);
    button.disabled = true;
    try {
      const made = await app.api.post(`/invitations/${x.id}/resend`);
      again();
      if (made?.link) showLink(made);
      else app.toast(t('customers.invite.resent', { email: x.email }));
    } catch (error) {
      button.disabled = false;
      app.report(error);
    }
  };
  const items = () => [
    x.link && { label: t('customers.invite.show_link'), icon: 'link', run: () => showLink(x) },
    state === 'pending' && {
      label: t('customers.invitation.revoke'),
      icon: 'block',
      tone: 'negative',
      run: () => revoke(x, again),
    },
  ];
  return [
    h(
      'button',
      { class: 'button', type: 'button', onclick: resend },
      icon('refresh', 16),
      t('customers.invitation.resend'),
    ),
    items().some(Boolean)
      ? menuButton({
          label: t('customers.more_actions_for', { name: x.name || x.email }),
          content: icon('dots'),
          items,
        })
      : null,
  ];
}

/** Taking it back cannot be undone, but another can be sent at once. @param {any} x @param {() => void} again */
async function revoke(x, again) {
  try {
    await app.api.delete(`/invitations/${x.id}`);
  } catch (error) {
    return app.report(error);
  }
  again();
  app.toast(t('customers.invitation.revoked_toast', { email: x.email }), {
    action: {
      label: t('customers.invitation.resend'),
      run: () => app.api.post(`/invitations/${x.id}/resend`).then(again, app.report),
    },
    seconds: 8,
  });
}
