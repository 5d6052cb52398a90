// Stylesheets of a view, fetched with it rather than at the start.

/** @type {Map<string, Promise<void>>} */
const asked = new Map();
/** @type {Set<string>} */
const applied = new Set();

/**
 * Adds stylesheets of this folder once; resolves when they apply (or failed: a view without style is better than none).
 * @param {...string} names
 */
export function useStyles(...names) {
  return Promise.all(names.map(one));
}

/**
 * Shows a view only once its stylesheets apply, so that it never flashes bare.
 * @param {HTMLElement} view
 * @param {...string} names
 */
export async function dress(view, ...names) {
  if (names.every((name) => applied.has(name))) return;
  view.hidden = true;
  await useStyles(...names);
  view.hidden = false;
}

function one(/** @type {string} */ name) {
  const known = asked.get(name);
  if (known) return known;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL(name, import.meta.url).href;
  /** @type {Promise<void>} */
  const done = new Promise((resolve) => {
    const done = () => {
      applied.add(name);
      resolve();
    };
    link.addEventListener('load', done);
    link.addEventListener('error', done);
  });
  asked.set(name, done);
  document.head.append(link);
  return done;
}
