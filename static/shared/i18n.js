// The catalogue: every text people see, in the language of the page.

/** @type {Map<string, string | Record<string, string>>} */
const texts = new Map();
let language = 'en';
let plural = new Intl.PluralRules('en');

/** The language in use, as a BCP 47 tag. */
export const lang = () => language;

/**
 * Reads the catalogues of these areas; later ones win. Keys missing afterwards show themselves.
 * @param {string} code en, pt-BR or es
 * @param {string[]} areas
 * @param {string} [base] where the assets live
 */
export async function loadCatalogue(code, areas, base = document.documentElement.dataset.assets ?? '/assets/dev/') {
  const all = await Promise.all(
    areas.map(async (area) => {
      const answer = await fetch(`${base}locales/${code}/${area}.json`);
      if (!answer.ok) throw new Error(`catalogue ${area}: ${answer.status}`);
      return answer.json();
    }),
  );
  useTexts(code, Object.assign({}, ...all));
}

/**
 * Takes texts that are already here (tests, inlined catalogues).
 * @param {string} code
 * @param {Record<string, string | Record<string, string>>} more
 */
export function useTexts(code, more) {
  language = code;
  plural = new Intl.PluralRules(code);
  for (const [key, text] of Object.entries(more)) texts.set(key, text);
}

/** @param {string} key */
export const has = (key) => texts.has(key);

/**
 * The text with its {names} filled in; a plural text picks by {count}.
 * @param {string} key
 * @param {Record<string, any>} [args]
 * @returns {string}
 */
export const t = (key, args) => parts(key, args).join('');

/**
 * As t, but in pieces, so that an argument may be an element: h('p', null, parts('…', {name: h('b', null, name)})).
 * @param {string} key
 * @param {Record<string, any>} [args]
 * @returns {any[]}
 */
export function parts(key, args = {}) {
  let text = texts.get(key) ?? key;
  if (typeof text !== 'string') {
    const form = plural.select(Number(args.count));
    text = text[form] ?? text.other ?? key;
  }
  // A dotted namespace never stands in a text, so braces always name an argument.
  return text.split(/\{(\w+)\}/).map((piece, i) => {
    if (i % 2 === 0) return piece;
    const value = args[piece];
    return typeof value === 'number' ? value.toLocaleString(language) : (value ?? `{${piece}}`);
  });
}
