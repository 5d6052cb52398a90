// How cover is shown: sign and words, until when; days by the calendar, the same for every reader.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { format } from '../shared/time.js';
import { icon } from './marks.js';

/** @typedef {{cover: string, until?: string, plan?: string, product?: string, name?: string}} Cover */

/** A civil day: the date itself, whatever zone the reader is in. @param {string} [text] 2027-03-31 */
export function day(text) {
  return text ? format(`${text.slice(0, 10)}T12:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' }) : '';
}

/** Today as a civil day where the company is; in the browser's own zone where that one is not known. @param {string} [zone] */
export function today(zone) {
  const civil = (/** @type {string | undefined} */ timeZone) =>
    // Swedes write 2026-11-23
    new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }).format(new Date());
  try {
    return civil(zone || undefined);
  } catch {
    return civil(undefined);
  }
}

/** The last day of a year that begins on the given one. @param {string} from */
export function yearFrom(from) {
  const d = new Date(`${from}T12:00:00Z`);
  d.setUTCFullYear(d.getUTCFullYear() + 1);
  d.setUTCDate(d.getUTCDate() - 1);
  return d.toISOString().slice(0, 10);
}

/** Sign and words of a state of cover. @param {string} cover */
export function coverMark(cover) {
  const good = cover === 'covered';
  return h(
    'span',
    { class: `cover-mark ${good ? 'good' : cover === 'licensed' ? 'bad' : 'none'}` },
    icon(good ? 'shield-check' : 'shield-off', 16),
    h('span', {}, t(`common.cover.${cover}`)),
  );
}

/** @typedef {{valid_from: string, valid_to: string, state: "pending" | "running" | "grace" | "ended"}} Span as the company's own day makes it */

/** From – to in words. @param {{valid_from: string, valid_to: string}} span */
export function spanWords({ valid_from, valid_to }) {
  return t('customers.span', { from: day(valid_from), to: day(valid_to) });
}

/** A mark on what is over or still to come; nothing on what runs. @param {Span} span */
export function spanTag({ state }) {
  return state === 'running'
    ? null
    : h('span', { class: `label-tag${state === 'pending' ? '' : ' caution'}` }, t(`customers.span.${state}`));
}
