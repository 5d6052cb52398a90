// The words and orders of tickets: status, priority, type, clocks. Pure.

export const STATUSES = ['new', 'open', 'waiting_customer', 'waiting_third_party', 'resolved', 'closed'];
export const PRIORITIES = ['low', 'average', 'high', 'critical'];
export const TYPES = ['question', 'problem', 'suggestion', 'installation'];
export const OVER = ['resolved', 'closed'];

/** @typedef {{due: string, state: "running"|"paused"|"met"|"breached", remaining_s: number}} Clock */

/**
 * The clock a person should look at: the earliest that still runs or is late, else a paused one.
 * @param {{sla?: Record<string, Clock>}} ticket
 * @returns {{name: string, clock: Clock} | null}
 */
export function nextClock(ticket) {
  const all = Object.entries(ticket.sla ?? {})
    .filter(([, clock]) => clock)
    .map(([name, clock]) => ({ name, clock }));
  const counting = all.filter(({ clock }) => clock.state === 'running' || clock.state === 'breached');
  counting.sort((a, b) => Date.parse(a.clock.due) - Date.parse(b.clock.due));
  return counting[0] ?? all.find(({ clock }) => clock.state === 'paused') ?? null;
}

/**
 * Seconds as the parts a clock shows: under an hour minutes (and seconds when short), above hours and minutes, above two days days.
 * @param {number} seconds
 */
export function spanOf(seconds) {
  const left = Math.max(0, Math.round(Math.abs(seconds)));
  if (left < 60) return { unit: 'seconds', a: left, b: 0 };
  if (left < 3600) return { unit: 'minutes', a: Math.floor(left / 60), b: left % 60 };
  if (left < 172800) return { unit: 'hours', a: Math.floor(left / 3600), b: Math.floor((left % 3600) / 60) };
  return { unit: 'days', a: Math.floor(left / 86400), b: Math.floor((left % 86400) / 3600) };
}

/**
 * @param {number} seconds
 * @param {(key: string, args?: object) => string} t
 */
export function spanText(seconds, t) {
  const { unit, a, b } = spanOf(seconds);
  if (unit === 'hours' && b) return t('tickets.span.hours_minutes', { hours: a, minutes: String(b).padStart(2, '0') });
  if (unit === 'days' && b) return t('tickets.span.days_hours', { days: a, hours: b });
  return t(`tickets.span.${unit}`, { n: a });
}

/**
 * How urgent a clock is in colour: red late, orange soon, else none.
 * @param {Clock} clock
 * @param {number} now milliseconds
 */
export function urgency(clock, now) {
  if (clock.state === 'breached') return 'late';
  if (clock.state !== 'running') return clock.state;
  const left = Date.parse(clock.due) - now;
  if (left <= 0) return 'late';
  return left < 45 * 60_000 ? 'soon' : 'running';
}

/** Whether `next` is a step a person chooses from `from`, in the order a menu shows. */
export function stepsFrom(/** @type {string} */ from) {
  return STATUSES.filter((status) => status !== from && status !== 'new');
}
