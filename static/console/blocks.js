// From the entries of a thread to what the log shows: days, groups, notes, lines. Pure.

/**
 * @typedef {import("./thread-store.js").Entry} Entry
 * @typedef {import("./thread-store.js").Message} Message
 * @typedef {import("./thread-store.js").Line} Line
 * @typedef {{kind: "day", key: string, at: string}
 *   | {kind: "group", key: string, at: string, author: import("./lists.js").Person, side: "them" | "us", messages: Message[]}
 *   | {kind: "note", key: string, at: string, message: Message}
 *   | {kind: "line", key: string, at: string, line: Line}} Block
 */

/** Messages of one author further apart begin a new group. */
const GAP = 5 * 60_000;

/** @param {string} at the day in the reader's zone */
const dayOf = (at) => new Date(at).toDateString();

/** @param {Line} line */
const saying = ({ ev, data }) => [ev, data.operator?.id, data.by?.id, data.note, data.tickets?.length].join(' ');

/**
 * @param {Entry[]} entries
 * @returns {Block[]}
 */
export function blocksOf(entries) {
  /** @type {Block[]} */
  const blocks = [];
  let day = '';
  for (const entry of entries) {
    if (dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      blocks.push({ kind: 'day', key: `day ${day}`, at: entry.at });
    }
    if (entry.kind === 'line') {
      // going round between queue and the same operator is said once
      const before = blocks.at(-1);
      if (before?.kind === 'line' && saying(before.line) === saying(entry.line)) blocks.pop();
      blocks.push({ kind: 'line', key: `line ${entry.line.ev} ${entry.at}`, at: entry.at, line: entry.line });
      continue;
    }
    const { message } = entry;
    if (message.stream === 'internal') {
      blocks.push({ kind: 'note', key: `note ${message.seq}`, at: entry.at, message });
      continue;
    }
    const last = blocks.at(-1);
    const joins =
      last?.kind === 'group' &&
      last.author.id === message.author.id &&
      Date.parse(entry.at) - Date.parse(last.messages.at(-1)?.at ?? last.at) < GAP;
    if (joins) last.messages.push(message);
    else {
      const side = message.author.kind === 'operator' ? 'us' : 'them';
      blocks.push({
        kind: 'group',
        key: `group ${message.seq}`,
        at: entry.at,
        author: message.author,
        side,
        messages: [message],
      });
    }
  }
  return blocks;
}

/**
 * The lines that can be told from what the server keeps: when the chat began, who got it and why, when it ended.
 * @param {import("./lists.js").Conversation} c
 * @param {any[]} decisions of GET …/routing, oldest first
 * @returns {Line[]}
 */
export function pastLines(c, decisions) {
  /** @type {Line[]} */
  const lines = [{ pos: 0, ev: 'conversation.opened', at: c.opened_at, data: c }];
  for (const d of decisions)
    lines.push({ pos: 0, ev: 'conversation.assigned', at: d.at, data: { ...d, id: c.id, customer: c.customer } });
  if (c.state === 'closed' && c.closed_at)
    lines.push({
      pos: 0,
      ev: 'conversation.closed',
      at: c.closed_at,
      data: { ...c, by: /** @type {any} */ (c).closed_by },
    });
  if (c.rating)
    lines.push({
      pos: 0,
      ev: 'conversation.rated',
      at: /** @type {any} */ (c.rating).at ?? c.closed_at ?? c.opened_at,
      data: c,
    });
  return lines;
}
