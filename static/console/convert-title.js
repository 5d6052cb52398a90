// A title out of the customer's first message. Pure.

const GREETING =
  /^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|ol[áa]|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|hola|buen(?:os|as)? (?:d[ií]as?|tardes|noches))(?: (?:all|there|team|everyone|pessoal|equipe|equipo|tudo bem|a todos))?)[\s,.!?:–-]*/i;
const LONGEST = 90;

/**
 * The first sentence that says something, without greeting and without the final full stop.
 * @param {string} text
 */
export function suggestTitle(text) {
  const line = text
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/[*_`>#]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  let rest = line;
  while (GREETING.test(rest) && rest.replace(GREETING, '')) rest = rest.replace(GREETING, '');
  const sentence = rest.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? rest;
  const chosen = sentence.length >= 12 ? sentence : rest;
  return capital(cut(chosen.replace(/[.\s]+$/, '')));
}

function cut(/** @type {string} */ text) {
  if (text.length <= LONGEST) return text;
  const short = text.slice(0, LONGEST);
  const space = short.lastIndexOf(' ');
  return `${short.slice(0, space > 50 ? space : LONGEST).replace(/[,;:–-]+$/, '')}…`;
}

function capital(/** @type {string} */ text) {
  return text ? text[0].toLocaleUpperCase() + text.slice(1) : text;
}
