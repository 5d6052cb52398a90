// The timeline as it is shown: neighbouring chat messages become one fold. Pure.

/** @typedef {{id: string, kind: string, at: string, author: any, text?: string, html?: string, files?: any[], changes?: {field: string, from: any, to: any}[], message?: any}} Entry */
/** @typedef {{kind: "chat", key: string, conv: string, entries: Entry[]} | {kind: "entry", key: string, entry: Entry}} Item */

/**
 * @param {Entry[]} entries in order
 * @returns {Item[]}
 */
export function foldTimeline(entries) {
  /** @type {Item[]} */
  const items = [];
  for (const entry of entries) {
    const conv = entry.kind === 'chat' ? (entry.message?.conv ?? '') : '';
    const last = items.at(-1);
    if (entry.kind === 'chat' && entry.message?.stream !== 'internal' && last?.kind === 'chat' && last.conv === conv)
      last.entries.push(entry);
    else if (entry.kind === 'chat' && entry.message?.stream !== 'internal')
      items.push({ kind: 'chat', key: `chat-${entry.id}`, conv, entries: [entry] });
    else items.push({ kind: 'entry', key: entry.id, entry });
  }
  return items;
}

/** Messages and files of a fold. @param {Entry[]} entries */
export function countFold(entries) {
  return {
    messages: entries.length,
    files: entries.reduce((n, e) => n + (e.message?.files ?? e.files ?? []).length, 0),
  };
}

/**
 * Puts an entry into its place; a known one is replaced. Order is by time, then by arrival.
 * @param {Entry[]} entries
 * @param {Entry} entry
 */
export function placeEntry(entries, entry) {
  const at = entries.findIndex((e) => e.id === entry.id);
  if (at >= 0) return entries.with(at, entry);
  let i = entries.length;
  while (i > 0 && Date.parse(entries[i - 1].at) > Date.parse(entry.at)) i--;
  return entries.toSpliced(i, 0, entry);
}

/** All files of a ticket, newest first, each once. @param {Entry[]} entries */
export function filesOf(entries) {
  const all = new Map();
  for (const e of entries) for (const f of [...(e.files ?? []), ...(e.message?.files ?? [])]) all.set(f.id, f);
  return [...all.values()].reverse();
}
