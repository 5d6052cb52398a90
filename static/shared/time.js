// Times as people read them: relative or by the clock, in the reader's own zone and language.
import { h } from './dom.js';
import { lang } from './i18n.js';

/** @typedef {string | number | Date} Moment */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {Moment} at
 * @param {Intl.DateTimeFormatOptions} options
 */
export function format(at, options) {
	const key = lang() + JSON.stringify(options);
	let f = formats.get(key);
	if (!f) formats.set(key, (f = new Intl.DateTimeFormat(lang(), options)));
	return f.format(new Date(at));
}

/** 10:42 @param {Moment} at */
export const clock = (at) => format(at, { hour: '2-digit', minute: '2-digit' });

/** Monday, 23 November 2026 at 10:42 @param {Moment} at */
export const exact = (at) => format(at, { dateStyle: 'full', timeStyle: 'short' });

/** 23 Nov 2026 @param {Moment} at */
export const date = (at) => format(at, { dateStyle: 'medium' });

/**
 * Whole days from today to that day in the reader's zone: 0 today, 1 tomorrow, -1 yesterday.
 * @param {Moment} at
 * @param {Moment} [now]
 */
export function daysFrom(at, now = Date.now()) {
	const midnight = (/** @type {Moment} */ m) => new Date(m).setHours(0, 0, 0, 0);
	return Math.round((midnight(at) - midnight(now)) / 864e5);
}

/**
 * today, tomorrow, yesterday, else the weekday within a week, else the date.
 * @param {Moment} at
 * @param {Moment} [now]
 */
export function day(at, now) {
	const n = daysFrom(at, now);
	if (Math.abs(n) < 2) return new Intl.RelativeTimeFormat(lang(), { numeric: 'auto' }).format(n, 'day');
	return format(at, n > 1 && n < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'short', year: Math.abs(n) > 300 ? 'numeric' : undefined });
}

/**
 * today 10:42 → "10:42"; other days name the day too.
 * @param {Moment} at
 * @param {Moment} [now]
 */
export const short = (at, now) => (daysFrom(at, now) ? `${day(at, now)}, ${clock(at)}` : clock(at));

const UNITS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([['day', 86400], ['hour', 3600], ['minute', 60]]);

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
export const timeEl = (at, text = relative(at)) => h('time', { dateTime: new Date(at).toISOString(), title: exact(at) }, text);
