// Files of messages, and those on their way up.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app.js';
import { glyph, tool } from './parts.js';

/** @typedef {{name: string, size: number, file?: any, part?: number, error?: string, bar?: any, again?: () => void, stop?: AbortController}} Upload */

/** Pictures already fetched. @type {Map<string, Promise<string>>} */
const pictures = new Map();

/**
 * Uploads what was picked, pasted or dropped.
 * @param {File[]} list @param {any} box
 */
export function add(list, box) {
  for (const file of list) {
    /** @type {Upload} */
    const f = { name: file.name, size: file.size, part: 0 };
    box.push(f);
    const up = async () => {
      f.error = f.again = undefined;
      f.stop = new AbortController();
      box.update();
      try {
        await app.become();
        f.file = await app.api.upload(file, {
          signal: f.stop.signal,
          onProgress: (part) => {
            f.part = part;
            if (f.bar) f.bar.value = part;
          },
        });
        box.status.textContent = t('widget.attached', { name: f.name });
      } catch (/** @type {any} */ e) {
        f.error = e.detail || t('widget.not-sent');
        if (!e.status || e.status >= 429) f.again = up;
      }
      box.update();
    };
    if (file.size > box.max) {
      f.error = t('widget.too-big', { size: size(box.max) });
      box.update();
    } else up();
  }
}

/** What is attached to the message being written. @param {Element} el @param {Upload[]} list @param {any} box */
export function tray(el, list, box) {
  fill(
    el,
    list.map((f) => {
      f.bar = h('progress', { max: 1, value: f.part ?? 0, 'aria-label': f.name });
      return h(
        'li',
        { class: f.error ? 'bad' : '' },
        glyph('file'),
        h(
          'div',
          { class: 'grow' },
          h('p', { class: 'cut' }, f.name),
          h('small', null, f.error || (f.file ? size(f.size) : f.bar)),
        ),
        f.again && h('button', { type: 'button', class: 'link', onclick: f.again }, t('widget.retry')),
        tool('close', t('widget.remove', { name: f.name }), () => {
          f.stop?.abort();
          box.drop(f);
          box.update();
        }),
      );
    }),
  );
}

/** Hands a file of ours to the person; the credential is not in any address. @param {string} path @param {string} name */
export async function save(path, name) {
  const url = URL.createObjectURL(await blob(path));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1e4);
}

/** @param {string} path @returns {Promise<Blob>} */
const blob = async (path) => (await app.api.get(path, null, { raw: true })).blob();

/** One file of a message. @param {any} f */
export function file(f) {
  const path = `/files/${f.id}/${encodeURIComponent(f.name)}`;
  if (!f.type?.startsWith('image/') || !f.thumb) {
    return h(
      'button',
      {
        type: 'button',
        class: 'file',
        'aria-label': t('widget.download', { name: f.name }),
        onclick: () => save(path, f.name),
      },
      glyph('file'),
      h('span', { class: 'grow' }, h('span', { class: 'cut' }, f.name), h('small', null, size(f.size))),
      glyph('save'),
    );
  }
  // the size is known before the picture, so nothing moves when it comes
  const width = Math.min(f.width || 284, 284);
  const img = h('img', { alt: f.name, width, height: Math.round((width * (f.height || 160)) / (f.width || 284)) });
  if (!pictures.has(f.id))
    pictures.set(
      f.id,
      blob(`${path}?thumb=1`).then((b) => URL.createObjectURL(b)),
    );
  pictures.get(f.id)?.then(
    (url) => {
      img.src = url;
    },
    () => pictures.delete(f.id),
  );
  return h(
    'button',
    {
      type: 'button',
      class: 'picture',
      'aria-label': t('widget.download', { name: f.name }),
      onclick: () => save(path, f.name),
    },
    img,
  );
}

/** How big, in words. @param {number} bytes */
function size(bytes) {
  const [n, unit] =
    bytes < 2 ** 20 ? [Math.max(1, Math.round(bytes / 1024)), 'KB'] : [Math.round((bytes / 2 ** 20) * 10) / 10, 'MB'];
  return `${n.toLocaleString(document.documentElement.lang)} ${unit}`;
}
