// The bar over a ticket: where it is, the one before and after, what is done with it most.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { menuButton } from './dialog.js';
import { icon } from './marks.js';
import { OVER } from './ticket-words.js';

/** @param {{number: number, ticket: any, place: ReturnType<typeof import("./ticket-order.js").placeOf>, onchange: (change: Record<string, unknown>) => Promise<boolean>}} options */
export function ticketBar({ number, ticket, place, onchange }) {
  const over = OVER.includes(ticket?.status);
  const step = (/** @type {string} */ name, /** @type {number} */ to, /** @type {string} */ sign) =>
    h(
      to ? 'a' : 'span',
      {
        class: 'icon-button',
        'data-act': name,
        href: to ? `/console/tickets/${to}` : null,
        'aria-label': t(`tickets.${name}`),
        title: t(`tickets.${name}`),
        'aria-disabled': to ? null : 'true',
        role: to ? null : 'link',
      },
      icon(sign),
    );
  const set = (/** @type {string} */ status) => async () => {
    const before = ticket.status;
    if (await onchange({ status }))
      app.toast(t(`tickets.now.${status}`, { number: String(number) }), { undo: () => onchange({ status: before }) });
  };
  return h(
    'div',
    { class: 'ticket-bar' },
    h(
      'nav',
      { class: 'crumbs', 'aria-label': t('tickets.where') },
      h(
        'a',
        { class: 'crumb-back icon-button', href: place.address, 'aria-label': t('tickets.back') },
        icon('chevron-left'),
      ),
      h('a', { class: 'crumb', href: '/console/tickets' }, t('tickets.title')),
      h('span', { class: 'crumb-sign', 'aria-hidden': 'true' }, icon('chevron-right', 16)),
      place.view
        ? [
            h('a', { class: 'crumb', href: place.address }, t(`tickets.view.${place.view}`)),
            h('span', { class: 'crumb-sign', 'aria-hidden': 'true' }, icon('chevron-right', 16)),
          ]
        : null,
      h('span', { class: 'crumb here', 'aria-current': 'page' }, `#${number}`),
    ),
    h('span', { class: 'spacer' }),
    place.index >= 0 && place.total > 1
      ? [
          h(
            'span',
            { class: 'bar-place' },
            t('tickets.place', {
              n: place.index + 1,
              total: `${place.total.toLocaleString()}${place.more ? '+' : ''}`,
            }),
          ),
          step('previous', place.previous, 'chevron-up'),
          step('next', place.next, 'chevron-down'),
        ]
      : null,
    ticket
      ? h(
          'button',
          { class: 'button', type: 'button', 'data-act': 'resolve', onclick: set(over ? 'open' : 'resolved') },
          t(over ? 'tickets.reopen' : 'tickets.resolve'),
        )
      : null,
    ticket
      ? menuButton({
          label: t('tickets.more_actions'),
          content: icon('dots'),
          items: () => moreItems(number, ticket, set),
        })
      : null,
  );
}

/**
 * @param {number} number
 * @param {any} ticket
 * @param {(status: string) => () => void} set
 * @returns {any[]}
 */
function moreItems(number, ticket, set) {
  const status = (/** @type {string} */ name) =>
    ticket.status !== name && { label: t(`tickets.set.${name}`), run: set(name) };
  return [
    status('waiting_customer'),
    status('waiting_third_party'),
    status('closed'),
    '-',
    ticket.conversations?.[0] && {
      label: t('tickets.open_chat'),
      icon: 'chat',
      href: `/console/inbox/all/${ticket.conversations[0]}`,
    },
    {
      label: t('tickets.copy_link'),
      icon: 'link',
      run: async () => {
        await navigator.clipboard.writeText(`${location.origin}/console/tickets/${number}`).catch(() => {});
        app.toast(t('tickets.copied'));
      },
    },
  ];
}
