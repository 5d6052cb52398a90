// Times as people read them: all of clock.js, and relative ones.

import { format } from './clock.js';
import { h } from './dom.js';
import { lang } from './i18n.js';

export * from './clock.js';

/** @typedef {import('./clock.js').Moment} Moment */

/** Monday, 23 November 2026 at 10:42 @param {Moment} at */
export const exact = (at) => format(at, { dateStyle: 'full', timeStyle: 'short' });

/** 23 Nov 2026 @param {Moment} at */
export const date = (at) => format(at, { dateStyle: 'medium' });

const UNITS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
]);

/**
 * "3 minutes ago", "in 2 hours".
 * @param {Moment} at
 * @param {Moment} [now]
 * @param {'long' | 'short' | 'narrow'} [style]
 */
export function relative(at, now = Date.now(), style = 'long') {
  const s = (new Date(at).getTime() - new Date(now).getTime()) / 1000;
  const f = new Intl.RelativeTimeFormat(lang(), { numeric: 'auto', style });
  for (const [unit, size] of UNITS) if (Math.abs(s) >= size) return f.format(Math.trunc(s / size), unit);
  return f.format(0, 'second');
}

/**
 * A running clock: 0:42, 12:05, 1:02:33.
 * @param {number} seconds
 */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const m = Math.floor(s / 60);
  return m < 60 ? `${m}:${two(s % 60)}` : `${Math.floor(m / 60)}:${two(m % 60)}:${two(s % 60)}`;
}

/**
 * A <time> that shows `text` (relative unless given) and the exact moment on hover.
 * @param {Moment} at
 * @param {string} [text]
 */
export const timeEl = (at, text = relative(at)) =>
  h('time', { dateTime: new Date(at).toISOString(), title: exact(at) }, text);
