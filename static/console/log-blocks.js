// How each block of the log looks.

import { avatar } from '../shared/avatar.js';
import { fill, h, icon } from '../shared/dom.js';
import { clock, day, exact } from '../shared/time.js';
import { app } from './app-context.js';
import { lineText } from './log-lines.js';
import { messageBody } from './message-body.js';
import { messageMenu } from './message-menu.js';

/** @typedef {import("./blocks.js").Block} Block */
/** @typedef {import("./lists.js").Conversation} Conversation */
/** @typedef {{c?: Conversation, last: boolean, quote: (m: any) => void, thread: import("./thread-store.js").Thread}} About */

/** What the looks of a block depend on. @param {Block} block @param {Conversation | undefined} c @param {boolean} last */
export function signOf(block, c, last) {
  const messages = block.kind === 'group' ? block.messages : block.kind === 'note' ? [block.message] : [];
  const read =
    block.kind === 'group' && block.side === 'us' ? (c?.customer_read_seq ?? 0) >= (messages.at(-1)?.seq ?? 0) : false;
  return [
    ...messages.map((m) => `${m.seq} ${m.edited_at} ${m.deleted} ${m.html.length} ${m.files?.length} ${m.mid}`),
    read,
    last,
    new Date().toDateString(),
  ].join('|');
}

/** @param {HTMLElement} el @param {Block} block @param {About} about */
export function showBlock(el, block, about) {
  if (block.kind === 'day') return fill(el, h('span', null, capital(day(block.at))));
  if (block.kind === 'line') return showLine(el, block);
  if (block.kind === 'note') return showNote(el, block.message, about);
  const { author, side, messages } = block;
  const mine = author.id === app.me.id;
  const final = messages[messages.length - 1];
  el.className = `block group ${side}`;
  fill(
    el,
    !mine && h('p', { class: 'byline' }, h('b', null, author.name || app.t('console.visitor')), ' ', time(block.at)),
    messages.map((m, i) => {
      const body = messageBody(m, about.thread);
      return h(
        'div',
        { class: 'said' },
        side === 'them' && i === messages.length - 1 ? avatar(author, 32) : null,
        body,
        messageMenu(m, body, about.quote),
      );
    }),
    side === 'us' && about.last && !final.deleted && h('p', { class: 'byline state' }, sentState(about.c, final)),
  );
}

/** @param {Conversation | undefined} c @param {import("./thread-store.js").Message} m */
function sentState(c, m) {
  const read = (c?.customer_read_seq ?? 0) >= m.seq;
  return [
    icon(read ? 'check-double' : 'check', 'icon-16'),
    h('span', { title: exact(m.at) }, app.t(read ? 'console.sent_read' : 'console.sent', { time: clock(m.at) })),
  ];
}

/** @param {HTMLElement} el @param {import("./thread-store.js").Message} m @param {About} about */
function showNote(el, m, about) {
  const body = messageBody(m, about.thread);
  fill(
    el,
    h(
      'div',
      { class: 'note-head' },
      icon('lock', 'icon-16'),
      h('b', null, app.t('console.internal_note')),
      h('span', null, ' · ', app.t('console.only_staff')),
      h('span', { class: 'note-by' }, m.author.name, ' · ', time(m.at)),
      messageMenu(m, body, about.quote),
    ),
    body,
  );
}

/** @param {HTMLElement} el @param {{line: import("./thread-store.js").Line, at: string}} block */
function showLine(el, block) {
  const text = lineText(block.line);
  el.hidden = !text;
  if (text) fill(el, time(block.at), '  ', text);
}

/** @param {string} at */
const time = (at) => h('time', { dateTime: at, title: exact(at) }, clock(at));

/** @param {string} text */
const capital = (text) => text.charAt(0).toLocaleUpperCase(app.lang) + text.slice(1);
