// What the pages of one record share: the bar with the way back, column and side, sections that can be added to.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { icon } from './marks.js';

/**
 * @param {{crumbs: {href: string, label: string}[], here: string, actions?: any, title: any, sub?: any, main: any, side?: any}} what
 */
export function recordPage({ crumbs, here, actions, title, sub, main, side }) {
  const last = crumbs[crumbs.length - 1];
  return h(
    'div',
    { class: `ticket-page record-page${side ? '' : ' no-side'}` },
    h(
      'header',
      { class: 'ticket-bar' },
      h(
        'nav',
        { class: 'crumbs', 'aria-label': t('customers.where') },
        h(
          'a',
          { class: 'crumb-back icon-button', href: last.href, 'aria-label': t('tickets.back') },
          icon('chevron-left'),
        ),
        ...crumbs.flatMap((c) => [
          h('a', { class: 'crumb', href: c.href }, c.label),
          h('span', { class: 'crumb-sign', 'aria-hidden': 'true' }, icon('chevron-right', 16)),
        ]),
        h('span', { class: 'crumb here cut', 'aria-current': 'page' }, here),
      ),
      h('span', { class: 'spacer' }),
      actions,
    ),
    h(
      'div',
      { class: 'ticket-main', tabindex: '-1' },
      h(
        'div',
        { class: 'ticket-column record-column' },
        h('div', { class: 'record-head' }, title, sub ? h('p', { class: 'ticket-sub' }, sub) : null),
        main,
      ),
    ),
    side ? h('aside', { class: 'ticket-side', 'aria-label': t('tickets.properties') }, side) : null,
  );
}

/**
 * A titled list inside a record: rows, or what it is for; what adds one stands at its right.
 * @param {{title: string, rows: Node[], none: string, add?: string, onadd?: () => void, count?: boolean, more?: any}} what
 */
export function recordSection({ title, rows, none, add, onadd, count = true, more }) {
  return h(
    'section',
    { class: 'record-section' },
    h(
      'header',
      {},
      h('h2', {}, title, count && rows.length ? h('span', { class: 'muted' }, ` ${rows.length}`) : null),
      add ? h('button', { class: 'button button-small', type: 'button', onclick: onadd }, icon('plus', 16), add) : null,
    ),
    rows.length
      ? h('ul', { class: 'rows' }, ...rows.map((r) => h('li', {}, r)))
      : h('p', { class: 'record-none' }, none),
    more,
  );
}

/**
 * A row of such a list; with `onclick` or `href` it opens what it shows.
 * @param {{name: any, sub?: any, mark?: any, end?: any, href?: string, onclick?: () => void, off?: boolean}} what
 */
export function recordRow({ name, sub, mark, end, href, onclick, off }) {
  const opens = href || onclick;
  return h(
    href ? 'a' : onclick ? 'button' : 'div',
    {
      class: `${opens ? 'row-button' : 'row-plain'}${off ? ' off' : ''}`,
      ...(href ? { href } : onclick ? { type: 'button', onclick } : {}),
    },
    mark,
    h(
      'span',
      { class: 'line-main' },
      h('span', { class: 'line-name' }, name),
      sub ? h('span', { class: 'line-sub' }, sub) : null,
    ),
    end,
    opens ? icon('chevron-right', 16) : null,
  );
}

/** Facts at the side: key and value. @param {string} title @param {[string, any][]} pairs */
export function facts(title, pairs) {
  return h(
    'section',
    { class: 'prop-section' },
    title ? h('h2', {}, title) : null,
    ...pairs
      .filter(([, value]) => value != null && value !== '')
      .map(([key, value]) =>
        h('div', { class: 'prop' }, h('span', { class: 'prop-key' }, key), h('span', { class: 'prop-fixed' }, value)),
      ),
  );
}
