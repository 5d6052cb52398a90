// Times on the ticket side: short in tables, exact on hover, clocks of the SLA in words.

import { t } from '../shared/i18n.js';
import { clock, daysFrom, exact, format } from '../shared/time.js';
import { spanText } from './ticket-words.js';

/** @typedef {import("./ticket-words.js").Clock} Clock */

export const exactTime = exact;

/** Today the clock, else day and month, else with the year. */
export function shortTime(/** @type {string} */ at) {
  const days = daysFrom(at);
  if (!days) return clock(at);
  return format(
    at,
    Math.abs(days) > 300 ? { day: 'numeric', month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' },
  );
}

/** "11 min", "Late 24 min", "Paused", "Met". */
export function clockText(/** @type {Clock} */ sla, now = Date.now()) {
  if (sla.state === 'paused' || sla.state === 'met') return t(`tickets.clock.${sla.state}`);
  const left = (Date.parse(sla.due) - now) / 1000;
  const span = spanText(left, t);
  return left < 0 || sla.state === 'breached' ? t('tickets.clock.late', { span }) : span;
}
