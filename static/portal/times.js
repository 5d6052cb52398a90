// Times of the page in the reader's own zone, the exact one on hover.
import { exact, short } from '../shared/time.js';

/** @param {ParentNode} within */
export function dressTimes(within) {
  for (const time of within.querySelectorAll('time[datetime]')) {
    const at = /** @type {HTMLTimeElement} */ (time).dateTime;
    time.textContent = short(at);
    /** @type {HTMLElement} */ (time).title = exact(at);
  }
}
