// What one message holds: the quoted one, text, files, the mark of an edit.

import { h, icon } from '../shared/dom.js';
import { setHTML } from '../shared/html.js';
import { exact } from '../shared/time.js';
import { app } from './app-context.js';
import { plainText } from './plain-text.js';

/** @typedef {import("./thread-store.js").Message} Message */

/**
 * @param {Message} m
 * @param {import("./thread-store.js").Thread} thread where the quoted message is found
 */
export function messageBody(m, thread) {
  if (m.deleted) return h('div', { class: 'bubble deleted' }, app.t('console.message_deleted'));
  const quoted = m.reply_to ? thread[m.stream].items.find((x) => x.seq === m.reply_to) : undefined;
  const note = m.stream === 'internal';
  const text = m.html
    ? markMentions(setHTML(h('div', { class: 'prose' }), m.html), note)
    : h('div', { class: 'plain' }, m.text);
  const files = m.files ?? [];
  return h(
    'div',
    { class: 'said-body' },
    (m.text || m.html || quoted) &&
      h(
        'div',
        { class: note ? 'note-text' : 'bubble' },
        quoted &&
          h(
            'blockquote',
            { class: 'quoted' },
            h('b', null, quoted.author.name),
            ' ',
            plainText(quoted) || quoted.files?.[0]?.name || '',
          ),
        text,
        m.edited_at && h('span', { class: 'edited', title: exact(m.edited_at) }, ` ${app.t('console.edited')}`),
      ),
    files.map(attachment),
  );
}

/** @param {Message["files"][number]} file */
export function attachment(file) {
  const href = `/files/${file.id}/${encodeURIComponent(file.name)}`;
  const picture = file.thumb ?? /^image\/(png|jpeg|gif|webp)$/.test(file.type ?? '');
  if (picture) {
    const shown = fit(file.width, file.height);
    return h(
      'a',
      { class: 'picture', href, target: '_blank', rel: 'noopener' },
      h('img', { src: `${href}?thumb=1`, alt: file.name, loading: 'lazy', width: shown?.width, height: shown?.height }),
    );
  }
  return h(
    'a',
    { class: 'file', href, download: file.name },
    icon('file'),
    h('span', { class: 'file-name ellipsis' }, file.name),
    h('span', { class: 'muted' }, `· ${size(file.size)}`),
  );
}

/** So that nothing jumps when the picture arrives. @param {number | undefined} w @param {number | undefined} tall */
function fit(w, tall) {
  if (!w || !tall) return undefined;
  const part = Math.min(1, 320 / w, 240 / tall);
  return { width: Math.round(w * part), height: Math.round(tall * part) };
}

/** @param {number} bytes */
export function size(bytes) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = bytes > 0 ? Math.min(3, Math.floor(Math.log10(bytes) / 3)) : 0;
  return new Intl.NumberFormat(app.lang, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step);
}

/**
 * Colleagues named with @ stand out in notes.
 * @param {HTMLElement} el
 * @param {boolean} note
 */
function markMentions(el, note) {
  const names = note
    ? [...app.store.operators.values()].flatMap((o) => [o.person.name, o.person.name.split(' ')[0]]).filter(Boolean)
    : [];
  if (!names.length || !el.textContent?.includes('@')) return el;
  const pattern = new RegExp(
    `@(?:${names
      .sort((a, b) => b.length - a.length)
      .map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|')})(?![\\p{L}\\p{N}])`,
    'u',
  );
  const walk = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  for (let node = nextText(walk); node; node = nextText(walk)) {
    const found = pattern.exec(node.data);
    if (!found || node.parentElement?.className === 'mention') continue;
    const rest = node.splitText(found.index);
    rest.splitText(found[0].length);
    rest.replaceWith(h('span', { class: 'mention' }, found[0]));
    walk.currentNode = /** @type {Node} */ (node.nextSibling);
  }
  return el;
}

/** @param {TreeWalker} walk */
const nextText = (walk) => /** @type {Text | null} */ (walk.nextNode());
