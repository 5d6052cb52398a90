// Catalogues of parts that are fetched later: asked for once, before the part that speaks them.

import { loadCatalogue } from '../shared/i18n.js';

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/** @param {...string} areas */
export function needTexts(...areas) {
  return Promise.all(areas.map(need));
}

/** @param {string} area */
function need(area) {
  const known = asked.get(area) ?? loadCatalogue(document.documentElement.lang, [area]);
  asked.set(area, known);
  // a failed one is asked for again the next time
  known.catch(() => asked.delete(area));
  return known;
}
