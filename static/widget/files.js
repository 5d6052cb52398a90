// Files of messages, and those on their way up.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { upload } from '../shared/upload.js';
import { api, become } from './app.js';
import { glyph } from './icons.js';
import { tool } from './parts.js';

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
        await become();
        f.file = await upload(api, file, {
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
      f.error = t('widget.too-big', { size: big(box.max) });
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
        h('div.grow', h('p.cut', f.name), h('small', f.error || (f.file ? big(f.size) : f.bar))),
        f.again && h('button.link', { onclick: f.again }, t('widget.retry')),
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
const blob = async (path) => (await api.get(path, null, { raw: true })).blob();

/** One file of a message. @param {any} f */
export function file({ id, name, type, size, thumb, width = 284, height = 160 }) {
  const path = `/files/${id}/${encodeURIComponent(name)}`;
  const props = { ariaLabel: t('widget.download', { name }), onclick: () => save(path, name) };
  if (!type?.startsWith('image/') || !thumb)
    return h(
      'button.file',
      props,
      glyph('file'),
      h('span.grow', h('span.cut', name), h('small', big(size))),
      glyph('save'),
    );
  // the size is known before the picture, so nothing moves when it comes
  const wide = Math.min(width, 284);
  const img = h('img', { alt: name, width: wide, height: Math.round((wide * height) / width) });
  if (!pictures.has(id))
    pictures.set(
      id,
      blob(`${path}?thumb=1`).then((b) => URL.createObjectURL(b)),
    );
  pictures.get(id)?.then(
    (url) => {
      img.src = url;
    },
    () => pictures.delete(id),
  );
  return h('button.picture', props, img);
}

/** How big, in words. @param {number} bytes */
function big(bytes) {
  const [n, unit] =
    bytes < 2 ** 20 ? [Math.max(1, Math.round(bytes / 1024)), 'KB'] : [Math.round((bytes / 2 ** 20) * 10) / 10, 'MB'];
  return `${n.toLocaleString(document.documentElement.lang)} ${unit}`;
}
