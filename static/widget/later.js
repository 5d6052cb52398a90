// The one door to the second script, which holds what late.js names.
import { fill, h } from '../shared/dom.js';
import { app } from './app.js';
import { why } from './parts.js';

const LATE = './late.js';
let tries = 0;
/** @type {Promise<typeof import('./late.js')> | undefined} */
let part;

/** The late part, fetched once. Browsers remember a failure by its address, so each try has its own. */
export function late() {
  part ??= import(`${LATE}?${tries++}`);
  part.catch(() => {
    part = undefined;
  });
  return part;
}

/** Does something with the late part; where it cannot be had says so, and the next use tries again. @param {(late: typeof import('./late.js')) => any} what */
export function use(what) {
  document.getElementById('sorry')?.remove();
  late().then(what, (e) => app.view?.el.append(h('p.banner', { id: 'sorry', role: 'alert' }, why(e))));
}

/** An element that the late part fills as soon as it is there. @param {HTMLElement} el @param {(late: typeof import('./late.js')) => any} what */
export function drawn(el, what) {
  const draw = () =>
    late().then(
      (late) => fill(el, what(late)),
      () => setTimeout(draw, 5000),
    );
  draw();
  return el;
}
