// Over a ticket on hold: why, until when there was an SLA, what can be done.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { date } from '../shared/time.js';
import { icon } from './marks.js';
import { supervises } from './rights.js';

/** @param {any} ticket @param {string} company what the ticket's company is called */
export function frozenBanner(ticket, company) {
  if (!ticket.frozen) return null;
  const until = ticket.covered_until;
  const why = !company
    ? t('console.frozen.nobody')
    : until
      ? t('console.frozen.until', { company, date: date(`${until}T12:00:00`) })
      : t('console.frozen.never', { company });
  return h(
    'section',
    { class: 'ticket-frozen', 'aria-label': t('console.frozen.title') },
    icon('shield-off'),
    h(
      'div',
      {},
      h('strong', {}, t('console.frozen.title')),
      h('p', {}, why),
      h('p', {}, `${t('console.frozen.do')} ${t(supervises() ? 'console.frozen.may' : 'console.frozen.may_not')}`),
      ticket.company && company
        ? h(
            'a',
            { class: 'text-link', href: `/console/customers/companies/${ticket.company}` },
            t('console.frozen.company', { company }),
          )
        : null,
    ),
  );
}
