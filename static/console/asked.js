// Who asks for an invitation: approved into a company, or rejected with a reason that goes by mail.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { noneFound } from './companies.js';
import { keepSearch, pills, searchField } from './customers-head.js';
import { icon } from './marks.js';
import { PagedList } from './paged-list.js';
import { keepsCustomers } from './rights.js';
import { emptyState } from './states.js';

const PATH = '/console/customers/asked';
const STATES = ['open', 'approved', 'rejected'];

/** @param {import("./customers.js").Place} page */
export function show({ place, query, filters }) {
  const state = () => query.get('state') ?? 'open';
  const again = () => {
    list.start();
    app.store.tell('customers', null);
  };
  const list = new PagedList({
    place,
    path: '/invitation-requests',
    query: () => ({ state: state(), q: query.get('q') }),
    paint: (items) => h('ul', { class: 'list-lines' }, ...items.map((x, i) => row(x, again, !i))),
    empty: () =>
      query.get('q')
        ? noneFound(PATH)
        : emptyState({
            icon: 'user-plus',
            title: t(`customers.asked.none_${state()}`),
            text: t('customers.asked.none_text'),
          }),
  });
  filters(
    searchField({
      label: t('customers.asked.search'),
      value: query.get('q') ?? '',
      onsearch: (q) => {
        keepSearch(PATH, query, q);
        list.start();
      },
    }),
    pills({
      label: t('customers.field.state'),
      name: 'state',
      values: STATES.map((s) => ({ value: s === 'open' ? '' : s, label: t(`customers.asked.${s}`) })),
      query,
      path: PATH,
    }),
  );
  list.start();
}

/** @param {any} x @param {() => void} again @param {boolean} first the one whose button is filled */
function row(x, again, first) {
  const dialogs = () => import('./asked-dialogs.js');
  return h(
    'li',
    { class: 'list-line tall', 'data-id': x.id },
    icon('user'),
    h(
      'div',
      { class: 'line-main' },
      h('p', { class: 'line-name' }, x.name, x.job_title ? h('span', { class: 'muted' }, ` · ${x.job_title}`) : null),
      h('p', { class: 'line-sub' }, h('strong', {}, x.company), ` · ${x.email}`, x.phone ? ` · ${x.phone}` : ''),
      h(
        'p',
        { class: 'line-sub' },
        h('time', { title: exact(x.at) }, relative(x.at)),
        x.times > 1 ? ` · ${t('customers.asked.times', { count: x.times })}` : '',
        x.suggested_company && x.state === 'open'
          ? [
              ' · ',
              t(x.by ? 'customers.asked.of' : 'customers.asked.suggested'),
              ' ',
              h(
                'a',
                { class: 'link', href: `/console/customers/companies/${x.suggested_company.id}` },
                x.suggested_company.name,
              ),
            ]
          : '',
        x.by ? ` · ${t('customers.asked.by', { name: x.by.name })}` : '',
        x.account_closed ? ` · ${t('customers.asked.closed')}` : '',
        x.answered_by ? ` · ${t('customers.asked.answered_by', { name: x.answered_by.name })}` : '',
        x.reason ? ` · ${x.reason}` : '',
      ),
    ),
    x.state === 'open' && keepsCustomers()
      ? h(
          'div',
          { class: 'line-acts' },
          h(
            'button',
            { class: 'button', type: 'button', onclick: async () => (await dialogs()).openReject(x, again) },
            t('customers.asked.reject'),
          ),
          h(
            'button',
            {
              class: first ? 'button button-primary' : 'button',
              type: 'button',
              onclick: async () => (await dialogs()).openApprove(x, again),
            },
            t('customers.asked.approve'),
          ),
        )
      : x.state === 'open'
        ? null
        : h(
            'div',
            { class: 'line-state' },
            h(
              'span',
              { class: `label-tag ${x.state === 'approved' ? 'positive' : ''}` },
              t(`customers.asked.one_${x.state}`),
            ),
          ),
  );
}
