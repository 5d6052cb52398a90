// Files of an entry: pictures small, others as a line with size.

import { h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { icon } from './marks.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** 84 KB, 1.2 MB. @param {number} bytes */
export function sizeText(bytes) {
  let n = bytes;
  let unit = 0;
  while (n >= 1000 && unit < UNITS.length - 1) {
    n /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(lang(), {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: unit ? 'short' : 'narrow',
    maximumFractionDigits: n < 10 && unit ? 1 : 0,
  }).format(n);
}

/** @param {any} file */
export function fileUrl(file) {
  return `/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name)}`;
}

/** @param {any[] | undefined} files */
export function fileList(files) {
  if (!files?.length) return null;
  return h('ul', { class: 'file-list' }, ...files.map((f) => h('li', {}, f.thumb ? picture(f) : fileLine(f))));
}

function picture(/** @type {any} */ file) {
  return h(
    'a',
    { class: 'file-picture', href: fileUrl(file), target: '_blank', rel: 'noopener', title: file.name },
    h('img', { src: `${fileUrl(file)}?thumb=1`, alt: t('tickets.picture', { name: file.name }), loading: 'lazy' }),
  );
}

/** @param {any} file */
export function fileLine(file) {
  return h(
    'a',
    { class: 'file-line', href: fileUrl(file), target: '_blank', rel: 'noopener' },
    icon('file', 16),
    h('span', { class: 'file-name' }, file.name),
    h('span', { class: 'file-size' }, sizeText(file.size)),
  );
}
