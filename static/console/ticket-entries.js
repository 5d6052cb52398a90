// How each kind of entry of the timeline looks.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { setHTML } from '../shared/html.js';
import { parts, t } from '../shared/i18n.js';
import { clock, daysFrom } from '../shared/time.js';
import { app } from './app-context.js';
import { icon } from './marks.js';
import { changeWords } from './ticket-changes.js';
import { fileList } from './ticket-files.js';
import { countFold } from './ticket-fold.js';
import { exactTime, shortTime } from './ticket-time.js';

/** @typedef {import("./ticket-fold.js").Entry} Entry */
/** @typedef {import("./ticket-fold.js").Item} Item */

/** @param {Item} item @param {{nameOf: (field: string, id: string) => string, open: Set<string>, ontoggle: (key: string) => void}} context */
export function itemNode(item, context) {
  if (item.kind === 'chat') return chatFold(item, context);
  const { entry } = item;
  switch (entry.kind) {
    case 'note':
      return noteEntry(entry);
    case 'change':
      return dotEntry(entry, 'sliders', changeWords(entry, context.nameOf));
    case 'sla':
      return dotEntry(entry, 'bell', [entry.text ?? ''], 'caution');
    case 'chat':
      return noteEntry({ ...entry, ...entry.message, id: entry.id, files: entry.message?.files });
    default:
      return replyEntry(entry);
  }
}

function when(/** @type {string} */ at) {
  return h(
    'time',
    { class: 'entry-time', dateTime: at, title: exactTime(at) },
    daysFrom(at) ? `${shortTime(at)}, ${clock(at)}` : clock(at),
  );
}

function body(/** @type {any} */ entry, className = 'entry-text') {
  const node = h('div', { class: className });
  if (entry.deleted) return h('p', { class: 'entry-deleted' }, t('tickets.message_deleted'));
  if (entry.html) setHTML(node, entry.html);
  else node.textContent = entry.text ?? '';
  return node;
}

function nameOf(/** @type {any} */ author) {
  return author?.id && author.id === app.me.id ? t('tickets.you_short') : (author?.name ?? t('tickets.system'));
}

function frame(/** @type {string} */ kind, /** @type {Node} */ mark, /** @type {any} */ content, key = '') {
  return h(
    'li',
    { class: `entry entry-${kind}`, 'data-key': key || null },
    h('div', { class: 'entry-node' }, mark),
    h('div', { class: 'entry-main' }, content),
  );
}

function head(/** @type {any} */ author, /** @type {string} */ how, /** @type {string} */ at) {
  return h(
    'header',
    { class: 'entry-head' },
    h('span', { class: 'entry-name' }, nameOf(author)),
    h('span', { class: 'entry-how' }, how),
    when(at),
  );
}

function replyEntry(/** @type {Entry} */ entry) {
  const staff = entry.author?.kind === 'operator';
  const how =
    entry.kind === 'mail'
      ? t('tickets.how.mail')
      : entry.id === 'description'
        ? t('tickets.how.opened')
        : t(staff ? 'tickets.how.reply' : 'tickets.how.answer');
  return frame(
    'reply',
    avatar(entry.author ?? {}, 32),
    [head(entry.author, how, entry.at), body(entry), fileList(entry.files)],
    entry.id,
  );
}

function noteEntry(/** @type {any} */ entry) {
  return frame(
    'note',
    avatar(entry.author ?? {}, 32),
    h(
      'div',
      { class: 'note-box' },
      h(
        'header',
        { class: 'tnote-head' },
        icon('lock', 16),
        h('span', {}, h('strong', {}, t('tickets.note')), ` · ${t('tickets.only_staff')}`),
        h('span', { class: 'tnote-by' }, `${nameOf(entry.author)} · `, when(entry.at)),
      ),
      body(entry),
      fileList(entry.files),
    ),
    entry.id,
  );
}

function dotEntry(/** @type {Entry} */ entry, /** @type {string} */ sign, /** @type {any[]} */ words, tone = '') {
  return frame(
    'change',
    h('span', { class: `entry-dot ${tone}` }, icon(sign, 16)),
    h('div', { class: 'entry-line' }, h('p', {}, words), when(entry.at)),
    entry.id,
  );
}

/** @param {Extract<Item, {kind: "chat"}>} item @param {{open: Set<string>, ontoggle: (key: string) => void}} context */
function chatFold({ entries, key, conv }, { open, ontoggle }) {
  const [first, ...rest] = entries;
  const on = open.has(key);
  const { messages, files } = countFold(entries);
  const staff = entries.find((e) => (e.message?.author ?? e.author)?.kind === 'operator');
  const withWhom = staff
    ? t('tickets.fold.with', { name: (staff.message?.author ?? staff.author).name })
    : t('tickets.fold.chat');
  const label = [
    withWhom,
    [t('tickets.fold.messages', { count: messages }), files ? t('tickets.fold.files', { count: files }) : '']
      .filter(Boolean)
      .join(', '),
  ].join(' · ');
  const list = h('ol', { class: 'fold-list', id: `list-${key}`, hidden: !on }, ...(on ? rest.map(chatLine) : []));
  const m = first.message ?? first;
  return frame(
    'chat',
    avatar(m.author ?? {}, 32),
    [
      head(m.author, t('tickets.how.chat'), m.at ?? first.at),
      body(m),
      fileList(m.files),
      rest.length
        ? h(
            'div',
            { class: 'fold' },
            foldButton(label, on, key, ontoggle),
            list,
            on && conv
              ? h(
                  'a',
                  { class: 'fold-link', href: `/console/inbox/all/${conv}` },
                  t('tickets.fold.open_chat'),
                  icon('chevron-right', 16),
                )
              : null,
          )
        : null,
    ],
    key,
  );
}

function foldButton(
  /** @type {string} */ label,
  /** @type {boolean} */ on,
  /** @type {string} */ key,
  /** @type {(key: string) => void} */ ontoggle,
) {
  return h(
    'button',
    {
      class: 'fold-button',
      type: 'button',
      'aria-expanded': String(on),
      'aria-controls': `list-${key}`,
      onclick: () => ontoggle(key),
    },
    icon('chat', 16),
    h('span', { class: 'fold-label' }, label),
    h('span', { class: 'fold-act' }, t(on ? 'tickets.fold.close' : 'tickets.fold.open')),
    icon(on ? 'chevron-down' : 'chevron-right', 16),
  );
}

function chatLine(/** @type {Entry} */ entry) {
  const m = entry.message ?? entry;
  const staff = m.author?.kind === 'operator';
  return h(
    'li',
    { class: `fold-line ${staff ? 'staff' : 'customer'}` },
    avatar(m.author ?? {}, 24),
    h(
      'div',
      {},
      h('p', { class: 'fold-by' }, h('strong', {}, nameOf(m.author)), ' ', when(m.at ?? entry.at)),
      body(m),
      fileList(m.files),
    ),
  );
}

/** A sentence whose {names} are shown strong. @param {string} key @param {Record<string, string>} args */
export function strongParts(key, args) {
  return parts(key, Object.fromEntries(Object.entries(args).map(([name, value]) => [name, h('strong', {}, value)])));
}
