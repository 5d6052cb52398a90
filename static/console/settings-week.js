// A week of opening hours: intervals of "HH:MM" by day. Pure.

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** @typedef {Record<string, [string, string][]>} Week */

/**
 * What is wrong with a day's intervals: the index and the kind of the first fault, or null.
 * @param {[string, string][]} intervals
 * @returns {{index: number, fault: "missing"|"backwards"|"overlap"} | null}
 */
export function faultOfDay(intervals) {
  const order = intervals.map((pair, index) => ({ pair, index }));
  for (const { pair, index } of order) {
    if (!isTime(pair[0]) || !isTime(pair[1])) return { index, fault: 'missing' };
    if (endOf(pair) <= pair[0]) return { index, fault: 'backwards' };
  }
  order.sort((a, b) => a.pair[0].localeCompare(b.pair[0]));
  for (let i = 1; i < order.length; i++)
    if (order[i].pair[0] < endOf(order[i - 1].pair)) return { index: order[i].index, fault: 'overlap' };
  return null;
}

/** An interval that fits after the last one of the day. @returns {[string, string]} */
export function nextInterval(/** @type {[string, string][]} */ intervals) {
  const last = intervals.at(-1);
  if (!last) return ['08:00', '18:00'];
  const from = minutes(last[1]) + 60;
  if (from >= 23 * 60) return ['', ''];
  return [clock(from), clock(Math.min(from + 240, 23 * 60 + 59))];
}

/** The days that have intervals, each in order of time. @returns {Week} */
export function tidy(/** @type {Week} */ week) {
  /** @type {Week} */
  const out = {};
  for (const day of DAYS) {
    const list = [...(week[day] ?? [])].sort((a, b) => a[0].localeCompare(b[0]));
    if (list.length) out[day] = list;
  }
  return out;
}

/** Hours a week is open, for the summary. */
export function hoursOfWeek(/** @type {Week} */ week) {
  let total = 0;
  for (const day of DAYS)
    for (const pair of week[day] ?? [])
      if (isTime(pair[0]) && isTime(pair[1])) total += Math.max(0, minutes(endOf(pair)) - minutes(pair[0]));
  return Math.round(total / 6) / 10;
}

// Midnight as an end is written 00:00 by browsers' time fields and 24:00 in the data.
export function endOf(/** @type {[string, string]} */ pair) {
  return pair[1] === '00:00' ? '24:00' : pair[1];
}

function isTime(/** @type {string} */ text) {
  return /^([01]\d|2[0-4]):[0-5]\d$/.test(text);
}

function minutes(/** @type {string} */ text) {
  const [h, m] = text.split(':').map(Number);
  return h * 60 + m;
}

function clock(/** @type {number} */ total) {
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}
