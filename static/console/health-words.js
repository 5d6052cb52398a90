// What the codes of the health legs mean in words. Pure but for the language.

import { lang, t } from '../shared/i18n.js';
import { relative } from '../shared/time.js';
import { sizeText } from './ticket-files.js';

/** @typedef {{name: string, state: 'ok' | 'warning' | 'broken', since?: string, detail: string, figures: Record<string, any>}} Leg */

const SPANS = /** @type {[string, number][]} */ ([
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]);

/** "6 hours" @param {number} seconds */
export function span(seconds) {
  const [unit, size] = SPANS.find(([, s]) => Math.abs(seconds) >= s) ?? SPANS[3];
  return new Intl.NumberFormat(lang(), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: seconds < 10 ? 1 : 0,
  }).format(seconds / size);
}

/** The name of a leg. @param {string} name */
export const nameOf = (name) => t(`settings.health.leg.${name}`);

const plain = (/** @type {number} */ n) => new Intl.NumberFormat(lang(), { maximumFractionDigits: 1 }).format(n);

/** One sentence: how it stands and, when it stands badly, what to do. @param {Leg} leg */
export function sentence({ name, state, detail, figures }) {
  let code = detail;
  if (name === 'store' && detail === 'writing' && !figures.commits) code = 'idle';
  if (name === 'backup' && detail === 'failed' && !figures.last_at) code = 'failed_never';
  const key = `settings.health.${name}.${code}`;
  const said = t(key, {
    ms: plain(figures.answer_ms ?? figures.commit_p99_ms ?? 0),
    sockets: plain(figures.sockets ?? 0),
    queue: plain(figures.queue ?? 0),
    refused: plain(figures.refused ?? 0),
    free: sizeText(figures.free_bytes ?? 0),
    total: sizeText(figures.total_bytes ?? 0),
    when: figures.last_at ? relative(figures.last_at) : '',
    every: span(figures.every_s ?? 0),
    late: span((figures.lag_ms ?? 0) / 1000),
    jump: span(Math.abs(figures.jump_s ?? 0)),
  });
  // a newer server may know codes that this page does not
  return said === key ? `${t(`settings.health.state.${state}`)} (${detail})` : said;
}

/** The legs that stand that way, by name: "Data file and Disk". @param {Leg[]} legs @param {string} state */
export const namesOf = (legs, state) =>
  new Intl.ListFormat(lang()).format(legs.filter((l) => l.state === state).map((l) => nameOf(l.name)));
