// What a person reads in a message, on one line: as previews and quotes show it. Pure.

/** What the server's HTML escapes. @type {Record<string, string>} */
const SIGNS = { amp: '&', lt: '<', gt: '>', quot: '"', '#34': '"', '#39': "'" };

/**
 * The text without the marks of Markdown; while the server has not rendered it yet, as it was typed.
 * @param {{text?: string, html?: string}} message
 */
export function plainText({ text = '', html = '' }) {
  const said = html
    .replace(/<(br|\/p|\/li|\/h\d|\/t[dh])\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#34|#39);/g, (_, sign) => SIGNS[sign]);
  return (said.trim() || text).replace(/\s+/g, ' ').trim();
}
