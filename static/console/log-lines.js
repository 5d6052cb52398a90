// What the system says in a log, from the events about a conversation.

import { h } from '../shared/dom.js';
import { has, parts } from '../shared/i18n.js';
import { app } from './app-context.js';
import { pageName } from './lists.js';

/** "You" for oneself. @param {any} person */
const who = (person) =>
  !person
    ? app.t('console.the_system')
    : person.id === app.me.id
      ? app.t('console.you')
      : person.name || app.t('console.visitor');

/** @param {string} id */
const departmentName = (id) => app.store.departments.find((d) => d.id === id)?.name ?? '';

/**
 * The line in words; nothing for kinds that say nothing here.
 * @param {import("./thread-store.js").Line} line
 * @returns {any[] | undefined}
 */
export function lineText({ ev, data }) {
  const kind = ev.slice('conversation.'.length);
  const by = data.by;
  const operator = data.operator;
  switch (kind) {
    case 'opened':
      return data.page
        ? parts('console.line_opened_from', { name: who(data.customer), page: pageLink(data.page) })
        : parts('console.line_opened', { name: who(data.customer) });
    case 'assigned':
      if (!operator) return;
      if (data.reason === 'reopened') return withNote(parts('console.line_reopened', { name: who(operator) }), data);
      if (by?.id === operator.id)
        return withNote(
          parts(operator.id === app.me.id ? 'console.line_you_claimed' : 'console.line_claimed', {
            name: who(operator),
          }),
          data,
        );
      if (by?.kind === 'operator')
        return withNote(parts('console.line_given_by', { name: who(operator), by: who(by) }), data);
      return withNote(
        parts(operator.id === app.me.id ? 'console.line_you_assigned' : 'console.line_assigned', {
          name: who(operator),
        }),
        data,
      );
    case 'joined':
      return parts('console.line_joined', { name: who(by) });
    case 'idle':
      return parts('console.line_idle');
    case 'changed':
      return has(`console.line_changed_${data.reason}`)
        ? parts(`console.line_changed_${data.reason}`, {
            by: who(by),
            name: data.customer?.name || app.t('console.visitor'),
          })
        : undefined;
    case 'transferred':
      return withNote(
        parts('console.line_transferred', {
          by: who(by),
          to: operator ? who(operator) : departmentName(data.department),
        }),
        data,
      );
    case 'requeued':
      return withNote([reason('requeued', data.reason)], data);
    case 'closed':
      return parts(by && by.kind !== 'system' ? 'console.line_closed' : 'console.line_closed_idle', { name: who(by) });
    case 'reopened':
      return parts('console.line_reopened', { name: who(by) });
    case 'rated':
      return data.rating
        ? withQuote(
            parts('console.line_rated', { name: who(data.customer), score: data.rating.score }),
            data.rating.comment,
          )
        : undefined;
    case 'ticketed': {
      const number = data.tickets?.at(-1);
      return number
        ? parts('console.line_ticketed', {
            by: who(by),
            number: h('a', { class: 'text-link', href: `/console/tickets/${number}` }, `#${number}`),
            title: data.ticket_titles?.[number] ?? '',
          })
        : undefined;
    }
  }
}

/** @param {string} kind @param {string | undefined} code */
const reason = (kind, code) =>
  app.t(code && has(`console.line_${kind}_${code}`) ? `console.line_${kind}_${code}` : `console.line_${kind}`);

/** @param {any[]} text @param {any} data */
const withNote = (text, data) => withQuote(text, data.note);

/** @param {any[]} text @param {string | undefined} quote */
const withQuote = (text, quote) => (quote ? [...text, h('span', { class: 'line-quote' }, quote)] : text);

/** @param {string | {url: string, title?: string}} page */
export function pageLink(page) {
  const url = typeof page === 'string' ? page : page.url;
  const title = pageName(page);
  return /^https?:\/\//i.test(url)
    ? h('a', { class: 'page-link', href: url, target: '_blank', rel: 'noopener noreferrer nofollow' }, title)
    : h('b', null, title);
}
