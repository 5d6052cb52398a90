// Tickets where they are only named: on the home and within the conversation.

import { short } from '../shared/clock.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app, toTicket } from './app.js';
import { glyph } from './icons.js';

/** @type {Record<string, string>} */
export const STATUS = {
  new: 'widget.status.new',
  open: 'widget.status.open',
  waiting_customer: 'widget.status.waiting_customer',
  waiting_third_party: 'widget.status.waiting_third_party',
  resolved: 'widget.status.resolved',
  closed: 'widget.status.closed',
};

/** @param {string} status */
export const chip = (status) => h('span', { class: `chip ${status}` }, t(STATUS[status]));

/** When the next thing is promised on a ticket, in words. @param {any} ticket */
export function promise(ticket) {
  const { first_answer: a, solution: s } = ticket?.sla ?? {};
  const due = a?.state === 'running' ? a : s?.state === 'running' && s;
  return due ? t(due === a ? 'widget.answer-by' : 'widget.solution-by', { when: short(due.due) }) : '';
}

/** @param {any} ticket */
export const row = ({ number, title, status }) =>
  h(
    'button.row',
    { onclick: () => toTicket(number) },
    h('span.muted', `#${number}`),
    h('span.cut', title),
    chip(status),
  );

/** The two newest tickets. */
export function recent() {
  const { tickets } = app;
  const all =
    tickets.length > 2 && h('button.link', { onclick: () => toTicket() }, t('widget.all', { count: tickets.length }));
  return [h('h2', t('widget.my-tickets'), all), tickets.slice(0, 2).map(row)];
}

/** A ticket within the conversation. @param {number} n @param {any} known */
export function noted(n, known) {
  const due = promise(known);
  return [
    h('p', glyph('ticket'), h('b.grow', t('widget.ticket', { number: `#${n}` })), known && chip(known.status)),
    h('p.title', known?.title ?? app.conv?.ticket_titles?.[n]),
    h(
      'p.end',
      due && [glyph('clock'), h('span.grow', due)],
      h('button.link', { onclick: () => toTicket(n) }, t('widget.view-ticket'), glyph('next', 16)),
    ),
  ];
}
