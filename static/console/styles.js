// Stylesheets of a view, fetched with it rather than at the start.

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/**
 * Adds stylesheets of this folder once; resolves when they apply (or failed: a view without style is better than none).
 * @param {...string} names
 */
export function useStyles(...names) {
  return Promise.all(names.map(one));
}

function one(/** @type {string} */ name) {
  const known = asked.get(name);
  if (known) return known;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL(name, import.meta.url).href;
  /** @type {Promise<void>} */
  const done = new Promise((resolve) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => resolve());
  });
  asked.set(name, done);
  document.head.append(link);
  return done;
}
