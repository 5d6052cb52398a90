// Moments by the clock and the day, in the reader's own zone and language.
import { lang } from './i18n.js';

/** @typedef {string | number | Date} Moment */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
/** @type {string | undefined} */
let zone;

/** Times are told in this zone from now on, where the browser knows it; else in its own. @param {string | undefined} name */
export function useZone(name) {
  try {
    zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    zone = undefined;
  }
  formats.clear();
}

/**
 * @param {Moment} at
 * @param {Intl.DateTimeFormatOptions} options
 */
export function format(at, options) {
  const key = lang() + JSON.stringify(options);
  let f = formats.get(key);
  if (!f) {
    f = new Intl.DateTimeFormat(lang(), { timeZone: zone, ...options });
    formats.set(key, f);
  }
  return f.format(new Date(at));
}

/** 10:42 @param {Moment} at */
export const clock = (at) => format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/**
 * Whole days from today to that day in the reader's zone: 0 today, 1 tomorrow, -1 yesterday.
 * @param {Moment} at
 * @param {Moment} [now]
 */
export function daysFrom(at, now = Date.now()) {
  // Swedes write 2026-11-23, which is midnight UTC to Date.
  const civil = new Intl.DateTimeFormat('sv', { timeZone: zone });
  const midnight = (/** @type {Moment} */ m) => Date.parse(civil.format(new Date(m)));
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
  return format(
    at,
    n > 1 && n < 7
      ? { weekday: 'long' }
      : { day: 'numeric', month: 'short', year: Math.abs(n) > 300 ? 'numeric' : undefined },
  );
}

/**
 * today 10:42 → "10:42"; other days name the day too.
 * @param {Moment} at
 * @param {Moment} [now]
 */
export const short = (at, now) => (daysFrom(at, now) ? `${day(at, now)}, ${clock(at)}` : clock(at));
