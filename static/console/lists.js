// Which conversations a view lists, and in what order. Pure.

/**
 * @typedef {object} Person
 * @property {"visitor" | "customer" | "operator" | "system"} kind
 * @property {string} id
 * @property {string} name
 * @property {string} [email]
 */

/**
 * @typedef {object} Conversation
 * @property {string} id
 * @property {"queued" | "offered" | "assigned" | "closed"} state
 * @property {string} subject
 * @property {string} department
 * @property {string} site
 * @property {Person} customer
 * @property {Person} [operator]
 * @property {"covered" | "licensed" | "unlicensed"} cover
 * @property {string} opened_at
 * @property {string} [closed_at]
 * @property {number} public_seq
 * @property {number} [internal_seq]
 * @property {{seq: number, text: string, at: string, author?: Person}} [last_message]
 * @property {number} [unread]
 * @property {number} [queue_position]
 * @property {number[]} tickets
 * @property {Record<string, string>} [ticket_titles]
 * @property {{score: number, comment?: string}} [rating]
 * @property {Person[]} [participants]
 * @property {boolean} [left_message]
 * @property {boolean} [blocked]
 * @property {string} [waiting_since]
 * @property {string} [first_answer_at]
 * @property {string} [unanswered_since]
 * @property {number} [customer_read_seq]
 * @property {number} [operator_read_seq]
 * @property {string} [locale]
 * @property {string | {url: string, title?: string}} [page]
 * @property {string | {url: string, title?: string}} [last_page]
 */

const open = (/** @type {Conversation} */ c) => c.state !== 'closed';

/** @param {Conversation} c nobody has it yet; an offer is not taken until somebody claims it */
export const waiting = (c) => c.state === 'queued' || c.state === 'offered';

/** @param {Conversation} c @param {string} me */
export const isMine = (c, me) => c.state === 'assigned' && c.operator?.id === me;

/** @param {Conversation} c a chat of mine whose customer waits for the first word or the next */
export const unanswered = (c) => c.state === 'assigned' && Boolean(c.unanswered_since);

/** Since when the customer waits. @param {Conversation} c */
export const waitsSince = (c) => c.waiting_since ?? c.unanswered_since ?? c.opened_at;

/** When something last happened. @param {Conversation} c */
export const lastAt = (c) => c.last_message?.at ?? c.closed_at ?? c.opened_at;

/** What a page is called: its title, else its address without what every address has. @param {NonNullable<Conversation["page"]>} page */
export function pageName(page) {
  const url = typeof page === 'string' ? page : page.url;
  return (typeof page === 'object' && page.title) || url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

const descending = (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? 1 : a > b ? -1 : 0);

/**
 * What is offered to me, then the server's order where it gave one, else the longest wait first.
 * @param {Conversation} a @param {Conversation} b
 */
function byQueue(a, b) {
  const byPlace = (a.queue_position ?? 0) - (b.queue_position ?? 0);
  if (a.queue_position && b.queue_position && byPlace) return byPlace;
  return -descending(waitsSince(a), waitsSince(b)) || -descending(a.id, b.id);
}

/**
 * The rows of a view. "For me" has waiting chats on top: they are everybody's until claimed.
 * @param {Iterable<Conversation>} all
 * @param {string} view
 * @param {string} me
 * @returns {Conversation[]}
 */
export function rowsOf(all, view, me) {
  const list = [...all];
  const queue = list.filter(waiting).sort(byQueue);
  if (view === 'queue') return queue;
  const recent = (/** @type {Conversation} */ a, /** @type {Conversation} */ b) => descending(lastAt(a), lastAt(b));
  if (view === 'closed')
    return list.filter((c) => !open(c)).sort((a, b) => descending(a.closed_at ?? lastAt(a), b.closed_at ?? lastAt(b)));
  if (view === 'mine') return [...queue, ...list.filter((c) => isMine(c, me)).sort(recent)];
  return [...queue, ...list.filter((c) => open(c) && !waiting(c)).sort(recent)];
}

/**
 * @param {Iterable<Conversation>} all
 * @param {string} me
 */
export function countsOf(all, me) {
  const counts = { mine: 0, queue: 0, all: 0, unread: 0, unanswered: 0 };
  for (const c of all) {
    if (!open(c)) continue;
    counts.all++;
    if (waiting(c)) counts.queue++;
    if (!isMine(c, me)) continue;
    counts.mine++;
    if (c.unread) counts.unread++;
    if (unanswered(c)) counts.unanswered++;
  }
  return counts;
}
