// What the log shows, row by row, from messages, unsent messages and what the system says.

import { avatar } from '../shared/avatar.js';
import { clock, day, format } from '../shared/clock.js';
import { h } from '../shared/dom.js';
import { setHTML } from '../shared/html.js';
import { parts, t } from '../shared/i18n.js';
import { unsent } from '../shared/outbox.js';
import { app } from './app.js';
import { glyph } from './icons.js';
import { drawn } from './later.js';
import { files } from './parts.js';

/** @typedef {{key: string, sig: string, make: () => HTMLElement}} Row */

/** @type {Record<string, string>} */
const LINES = {
  joined: 'widget.line.joined',
  closed: 'widget.line.closed',
  'closed-self': 'widget.line.closed-self',
  'transferred-self': 'widget.line.transferred-self',
  'requeued-self': 'widget.line.requeued-self',
};

/** @returns {Row[]} */
export function rows() {
  const { messages, conv, tickets } = app;
  const said = [
    ...app.older,
    ...messages.list,
    ...[...messages.pending.values()].map((i) => ({
      ...i,
      at: new Date(i.at).toISOString(),
      author: { kind: 'me', id: '' },
      pending: i,
      bad: unsent(i),
    })),
  ];
  /** @type {any[]} */
  const lines = [...app.lines];
  // on another device there are no lines: a ticket stands where its time says
  for (const n of conv?.tickets ?? []) {
    if (lines.some((l) => l.n === n)) continue;
    const at = tickets.find((x) => x.number === n)?.created_at ?? '';
    lines.push({ n, pos: n, kind: 'ticketed', at, after: messages.list.findLast((m) => !at || m.at <= at)?.seq ?? 0 });
  }
  /** @type {Row[]} */
  const out = [];
  /** @type {any} */
  let before;
  let ended = false;
  /** @param {(l: any) => boolean} due */
  const insert = (due) => {
    for (const l of lines.filter(due)) {
      lines.splice(lines.indexOf(l), 1);
      out.push(l.n ? card(l) : line(l));
      before = undefined;
    }
  };
  if (!said.length && !app.conv) out.push({ key: 'hi', sig: '', make: () => h('p.line', t('widget.first')) });
  said.forEach((m, i) => {
    if (m.seq && m.conv === conv?.id) insert((l) => l.after < m.seq);
    const previous = said[i - 1];
    if (!previous || Date.parse(m.at) - Date.parse(previous.at) > 36e5)
      out.push({
        key: `d${m.cmid ?? m.mid}`,
        sig: day(m.at),
        make: () => h('p.line', `${cap(day(m.at))}, ${clock(m.at)}`),
      });
    const next = said[i + 1];
    const joins = (/** @type {any} */ a, /** @type {any} */ b) =>
      a &&
      b &&
      mine(a) === mine(b) &&
      (mine(a) || a.author.id === b.author.id) &&
      Math.abs(Date.parse(b.at) - Date.parse(a.at)) < 6e4 &&
      !lines.some((l) => l.after === a.seq);
    const first = !before || ended || !joins(before, m);
    const last = !joins(m, next) || m.bad || (next?.pending && !m.pending);
    out.push(bubble(m, first, last));
    if (mine(m) && last) out.push(state(m));
    before = m;
    ended = last;
  });
  insert(() => true);
  return out;
}

const cap = (/** @type {string} */ s) => s.charAt(0).toLocaleUpperCase() + s.slice(1);
const mine = (/** @type {any} */ m) => m.author.kind !== 'operator' && m.author.kind !== 'system';

/** @param {any} m @param {boolean} first @param {boolean} last @returns {Row} */
function bubble(m, first, last) {
  return {
    key: `m${m.cmid ?? m.mid}`,
    sig: [m.html, m.text, m.edited_at, m.deleted, first, last, m.bad].join(),
    make: () => {
      const own = mine(m);
      const text = m.deleted ? h('i', t('widget.deleted')) : m.html ? setHTML(h('div.prose'), m.html) : m.text;
      return h(
        'div',
        {
          class: `msg ${own ? 'mine' : 'theirs'}${first ? ' first' : ''}${last ? ' last' : ''}${m.bad ? ' bad' : ''}`,
          title: format(m.at, { dateStyle: 'medium', timeStyle: 'short' }),
        },
        !own && last && avatar(m.author, 24),
        h(
          'div.stack',
          h('span.sr', own ? t('widget.you') : m.author.name),
          (m.text || m.deleted) && h('div.bubble', text, m.edited_at && h('small', t('widget.edited'))),
          m.files?.length > 0 && files(m.files),
        ),
      );
    },
  };
}

/** @type {Record<string, [string, string]>} */
const STATES = {
  'not-sent': ['alert', 'widget.not-sent'],
  sending: ['clock', 'widget.sending'],
  'read-at': ['read', 'widget.read-at'],
  'sent-at': ['check', 'widget.sent-at'],
};

/** The small mark under one's own words. @param {any} m @returns {Row} */
function state(m) {
  const read = !m.pending && (m.conv !== app.conv?.id || m.seq <= (app.conv?.operator_read_seq ?? 0));
  const what = m.bad ? 'not-sent' : m.pending ? 'sending' : read ? 'read-at' : 'sent-at';
  return {
    key: `s${m.cmid ?? m.mid}`,
    sig: what + (m.pending?.refused ?? ''),
    make: () =>
      h(
        'p',
        { class: `state ${what}` },
        glyph(STATES[what][0], 16),
        t(STATES[what][1], { time: clock(m.at) }),
        m.bad && [
          m.pending.detail && ` · ${m.pending.detail}`,
          ' · ',
          h('button', { onclick: () => app.live.retry(m.cmid) }, t('widget.retry')),
        ],
      ),
  };
}

/** @param {any} l @returns {Row} */
function line(l) {
  return {
    key: `l${l.pos}`,
    sig: '',
    make: () =>
      h('p.line', parts(LINES[l.who ? l.kind : `${l.kind}-self`], { name: h('b', l.who) }), ` · ${clock(l.at)}`),
  };
}

/** Where a ticket was made. @param {any} l @returns {Row} */
function card({ n }) {
  const ticket = app.tickets.find((x) => x.number === n);
  return {
    key: `t${n}`,
    sig: `${ticket?.title}${ticket?.updated_at}`,
    make: () => drawn(h('section.card.ticket'), (late) => late.noted(n, ticket)),
  };
}
