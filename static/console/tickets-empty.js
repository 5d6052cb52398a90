// What stands in place of an empty ticket list.

import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { emptyState } from './states.js';
import { cleared, isFiltered, toAddress } from './tickets-query.js';

/**
 * Filters that leave nothing can be taken off; an empty view says what it is for.
 * @param {import("./tickets-query.js").Query} query
 * @param {() => void} oncreate
 */
export function emptyTickets(query, oncreate) {
  if (isFiltered(query))
    return emptyState({
      icon: 'filter',
      title: t('tickets.empty.filtered'),
      text: t('tickets.empty.filtered_text'),
      action: t('tickets.reset'),
      onaction: () => app.navigate(toAddress(cleared(query))),
    });
  return emptyState({
    icon: 'ticket',
    title: t(`tickets.empty.${query.view}`),
    text: t(`tickets.empty.${query.view}_text`),
    action: t('tickets.new'),
    onaction: oncreate,
  });
}
