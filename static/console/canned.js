// Canned replies: which ones fit what was typed after "/", and their text with the variables filled. Pure.

/**
 * @typedef {object} Canned
 * @property {string} id
 * @property {string} name
 * @property {string} shortcut
 * @property {string} text
 * @property {string} [department]
 * @property {string} [locale]
 */

/**
 * The word being typed at the caret when it begins with "/" or "@" at the start or after white space.
 * @param {string} text
 * @param {number} caret
 * @returns {{mark: "/" | "@", word: string, from: number} | null}
 */
export function triggerAt(text, caret) {
  const found = /(?:^|\s)([/@])([^\s/@]*)$/u.exec(text.slice(0, caret));
  if (!found) return null;
  return { mark: /** @type {"/" | "@"} */ (found[1]), word: found[2], from: caret - found[2].length - 1 };
}

/** @param {string} text lower case without accents, so that "resposta" finds "Respostá" */
export const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Those whose shortcut begins with the word, then those whose name has it; those of other departments left out.
 * @param {Canned[]} all
 * @param {string} word
 * @param {{department?: string, locale?: string}} [at]
 */
export function matching(all, word, at = {}) {
  const needle = plain(word);
  const fits = (/** @type {Canned} */ c) => !c.department || !at.department || c.department === at.department;
  const rank = (/** @type {Canned} */ c) => {
    if (plain(c.shortcut).startsWith(needle)) return 0;
    if (plain(c.name).includes(needle)) return 1;
    return 2;
  };
  const foreign = (/** @type {Canned} */ c) => Number(Boolean(c.locale && at.locale && c.locale !== at.locale));
  return all
    .filter((c) => fits(c) && rank(c) < 2)
    .sort((a, b) => rank(a) - rank(b) || foreign(a) - foreign(b) || a.name.localeCompare(b.name));
}

/**
 * The text in pieces; `filled` marks what a variable gave, `missing` one without a value (shown, never sent by mistake unseen).
 * @param {string} text
 * @param {Record<string, string | undefined>} values
 * @returns {{text: string, filled?: boolean, missing?: boolean}[]}
 */
export function pieces(text, values) {
  return text
    .split(/(\{\{\s*[\w.]+\s*\}\})/)
    .filter(Boolean)
    .map((part) => {
      const name = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(part)?.[1];
      if (!name) return { text: part };
      const value = values[name];
      return value ? { text: value, filled: true } : { text: part, missing: true };
    });
}

/**
 * @param {string} text
 * @param {Record<string, string | undefined>} values
 */
export const fill = (text, values) =>
  pieces(text, values)
    .map((p) => p.text)
    .join('');
