// The texts that people see, from the catalogues themselves: a test finds a button by its words in any language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'static', 'locales');
/** @type {Map<string, Record<string, any>>} */
const read = new Map();

/** @param {string} lang */
function catalogue(lang) {
  let all = read.get(lang);
  if (!all) {
    all = Object.assign(
      {},
      ...readdirSync(join(folder, lang)).map((f) => JSON.parse(readFileSync(join(folder, lang, f), 'utf8'))),
    );
    read.set(lang, /** @type {any} */ (all));
  }
  return /** @type {Record<string, any>} */ (all);
}

/** @param {string} lang @returns {(key: string, args?: Record<string, any>) => string} */
export const words =
  (lang) =>
  (key, args = {}) => {
    const said = catalogue(lang)[key];
    if (said === undefined) throw new Error(`no text ${key} in ${lang}`);
    const text = typeof said === 'string' ? said : (said[new Intl.PluralRules(lang).select(args.count)] ?? said.other);
    return text.replace(/\{(\w+)\}/g, (/** @type {string} */ all, /** @type {string} */ name) => args[name] ?? all);
  };

/** The text with any argument in the places of its arguments. @param {string} text */
export const anyOf = (text) => new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+')}$`);
