// Why this operator: every decision about a chat, with those who were passed over and why.

import { avatar } from '../shared/avatar.js';
import { fill, h } from '../shared/dom.js';
import { has } from '../shared/i18n.js';
import { duration, exact, short } from '../shared/time.js';
import { nameOf } from './actions.js';
import { app } from './app-context.js';
import { dialog, sayError } from './dialog.js';

/** @param {import("./lists.js").Conversation} c */
export async function openRouting(c) {
  const { t } = app;
  const body = h('div', { class: 'routing', 'aria-live': 'polite' }, h('p', { class: 'muted' }, t('console.loading')));
  app.openDialog(dialog({ title: t('console.why_operator_of', { name: nameOf(c) }), className: 'narrow', body }));
  try {
    const answer = await app.api.get(`/conversations/${c.id}/routing`);
    const decisions = answer.decisions ?? [];
    fill(
      body,
      decisions.length ? h('ol', null, decisions.map(decision)) : h('p', { class: 'muted' }, t('console.no_decision')),
    );
  } catch (error) {
    fill(body, h('p', { class: 'error', role: 'alert' }, sayError(error)));
  }
}

/** @param {string} family @param {string} code */
const word = (family, code) =>
  has(`console.${family}_${code}`) ? app.t(`console.${family}_${code}`) : code.replaceAll('_', ' ');

/** @param {any} d */
function decision(d) {
  const { t } = app;
  const department = app.store.departments.find((x) => x.id === d.department)?.name;
  return h(
    'li',
    null,
    h(
      'div',
      { class: 'routing-head' },
      avatar(d.operator, 24),
      h('b', null, d.operator.name),
      h('time', { class: 'muted', dateTime: d.at, title: exact(d.at) }, short(d.at)),
    ),
    h('p', null, word('reason', d.reason), d.by && d.by.id !== d.operator.id && ` · ${d.by.name}`),
    h(
      'p',
      { class: 'muted small' },
      [
        department,
        d.waited_s > 0 && t('console.had_waited', { clock: duration(d.waited_s) }),
        d.rank > 0 && t('console.rank', { rank: d.rank }),
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    d.considered?.length > 0 &&
      h(
        'table',
        { class: 'routing-table' },
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            h('th', { scope: 'col' }, t('console.operator')),
            h('th', { scope: 'col' }, t('console.load_title')),
            h('th', { scope: 'col' }, t('console.outcome')),
          ),
        ),
        h(
          'tbody',
          null,
          d.considered.map((/** @type {any} */ o) =>
            h(
              'tr',
              null,
              h('td', null, o.operator.name),
              h('td', null, `${o.load}/${o.capacity}`),
              h(
                'td',
                null,
                o.skipped
                  ? word('skipped', o.skipped)
                  : o.operator.id === d.operator.id
                    ? t('console.chosen')
                    : t('console.busier'),
              ),
            ),
          ),
        ),
      ),
  );
}
