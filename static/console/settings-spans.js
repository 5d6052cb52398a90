// Promised times: minutes as they are kept, a number and a unit as people write them. Pure but for the words.

import { lang, t } from '../shared/i18n.js';

export const PRIORITIES = ['critical', 'high', 'average', 'low'];
export const TARGETS = ['first_answer', 'next_answer', 'solution'];

/** Minutes of each unit; a day is 24 hours of the calendar. @type {Record<string, number>} */
const UNITS = { d: 1440, h: 60, m: 1 };

/** The biggest unit that leaves no rest. @param {number | null | undefined} minutes */
export function spanParts(minutes) {
  if (!minutes) return { count: '', unit: 'h' };
  const unit = Object.keys(UNITS).find((u) => minutes % UNITS[u] === 0) ?? 'm';
  return { count: String(minutes / UNITS[unit]), unit };
}

/** null = nothing is promised; undefined = no time at all. @param {string} count @param {string} unit @returns {number | null | undefined} */
export function minutesOf(count, unit) {
  if (!count.trim()) return null;
  const minutes = Math.round(Number(count.replace(',', '.')) * UNITS[unit]);
  return minutes > 0 ? minutes : undefined;
}

/** "4 h", "2 days" in the reader's language. @param {number} minutes */
export function spanWords(minutes) {
  const { count, unit } = spanParts(minutes);
  return `${Number(count).toLocaleString(lang())} ${t(`settings.plans.unit_${unit}`)}`;
}
