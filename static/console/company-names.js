// What companies are called, for lists that only know their ids; asked for once and kept for a minute.

import { app } from './app-context.js';

/** @type {{at: number, all: Promise<any[]>} | undefined} */
let kept;

/** The companies, by name. @returns {Promise<{id: string, name: string, cover?: string}[]>} */
export function companies() {
  if (!kept || Date.now() - kept.at > 60_000) {
    const all = app.api.all('/companies').then((items) => items.sort((a, b) => a.name.localeCompare(b.name)));
    kept = { at: Date.now(), all };
    all.catch(() => (kept = undefined));
  }
  return kept.all;
}

/** @returns {Promise<Map<string, string>>} id → name; empty when they cannot be read */
export const companyNames = () =>
  companies().then(
    (all) => new Map(all.map((c) => [c.id, c.name])),
    () => new Map(),
  );

/** After a company was added or renamed. */
export function forgetCompanies() {
  kept = undefined;
}
