// What the ticket list shows: view and filters, to and from the address bar and the API. Pure.

import { OVER, STATUSES } from './ticket-words.js';

/**
 * @typedef {{view: string, status: string[], priority: string[], type: string[], assignee: string, department: string, q: string, sort: string, descending: boolean}} Query
 */

export const VIEWS = ['mine', 'unassigned', 'open', 'waiting', 'done'];
/** What the server can order by; the number is the order of opening. */
export const SORTS = ['number', 'priority', 'updated'];
const LISTS = /** @type {const} */ (['status', 'priority', 'type']);
const WORDS = /** @type {const} */ (['assignee', 'department', 'q']);

/** Statuses a view begins with; a status filter narrows within the view only where it overlaps. */
const STATUS_OF_VIEW = {
  mine: STATUSES.filter((s) => !OVER.includes(s)),
  unassigned: STATUSES.filter((s) => !OVER.includes(s)),
  open: STATUSES.filter((s) => !OVER.includes(s)),
  waiting: ['waiting_customer', 'waiting_third_party'],
  done: OVER,
};

/**
 * @param {URLSearchParams} params
 * @returns {Query}
 */
export function fromAddress(params) {
  const view = params.get('view') ?? '';
  const sort = params.get('sort') ?? '';
  const bare = sort.replace(/^-/, '');
  const known = SORTS.includes(bare);
  return {
    view: VIEWS.includes(view) ? view : 'mine',
    status: split(params.get('status')),
    priority: split(params.get('priority')),
    type: split(params.get('type')),
    assignee: params.get('assignee') ?? '',
    department: params.get('department') ?? '',
    q: params.get('q') ?? '',
    sort: known ? bare : 'updated',
    descending: known ? sort.startsWith('-') : true,
  };
}

/**
 * The address of a query; what is at its default is left out, so links stay short.
 * @param {Query} query
 */
export function toAddress(query) {
  const params = new URLSearchParams();
  params.set('view', query.view);
  for (const name of LISTS) if (query[name].length) params.set(name, query[name].join(','));
  for (const name of WORDS) if (query[name]) params.set(name, query[name]);
  if (query.sort !== 'updated' || !query.descending) params.set('sort', `${query.descending ? '-' : ''}${query.sort}`);
  return `/console/tickets?${params}`;
}

/** Statuses to ask for: the view's, narrowed by the filter. */
export function statusesOf(/** @type {Query} */ query) {
  const base = STATUS_OF_VIEW[/** @type {keyof typeof STATUS_OF_VIEW} */ (query.view)] ?? STATUSES;
  const narrowed = base.filter((s) => query.status.includes(s));
  return query.status.length && narrowed.length ? narrowed : base;
}

/** True when something beyond the view narrows the list. */
export function isFiltered(/** @type {Query} */ query) {
  return Boolean(LISTS.some((name) => query[name].length) || WORDS.some((name) => query[name]));
}

/** The same query without its filters. */
export function cleared(/** @type {Query} */ query) {
  return { ...query, status: [], priority: [], type: [], assignee: '', department: '', q: '' };
}

function split(/** @type {string | null} */ value) {
  return value ? value.split(',').filter(Boolean) : [];
}

/**
 * Whether a ticket belongs in the list of a query; for what arrives live.
 * @param {Query} query
 * @param {any} ticket
 * @param {string} me account id
 */
export function fits(query, ticket, me) {
  if (!statusesOf(query).includes(ticket.status)) return false;
  if (query.view === 'mine' && ticket.assignee?.id !== me) return false;
  if (query.view === 'unassigned' && ticket.assignee) return false;
  if (query.priority.length && !query.priority.includes(ticket.priority)) return false;
  if (query.type.length && !query.type.includes(ticket.type)) return false;
  if (query.department && ticket.department !== query.department) return false;
  if (query.assignee === 'none' && ticket.assignee) return false;
  if (query.assignee && query.assignee !== 'none' && ticket.assignee?.id !== query.assignee) return false;
  return true;
}

/**
 * The parameters the API takes for a query.
 * @param {Query} query
 * @param {string} me account id
 * @param {{cursor?: string, limit?: number}} [page]
 */
export function toApi(query, me, { cursor = '', limit = 50 } = {}) {
  const params = new URLSearchParams();
  params.set('status', statusesOf(query).join(','));
  for (const name of /** @type {const} */ (['priority', 'type']))
    if (query[name].length) params.set(name, query[name].join(','));
  const assignee = query.view === 'mine' ? me : query.view === 'unassigned' ? 'none' : query.assignee;
  if (assignee) params.set('assignee', assignee);
  if (query.department) params.set('department', query.department);
  if (query.q) params.set('q', query.q);
  params.set('sort', query.sort === 'number' ? 'created' : query.sort);
  params.set('order', query.descending ? 'desc' : 'asc');
  params.set('limit', String(limit));
  if (cursor) params.set('cursor', cursor);
  return `/api/v1/tickets?${params}`;
}

/**
 * How many of the open tickets each view has.
 * @param {any[]} tickets the open ones
 * @param {string} me account id
 */
export function countViews(tickets, me) {
  const waiting = STATUS_OF_VIEW.waiting;
  return {
    mine: tickets.filter((x) => x.assignee?.id === me).length,
    unassigned: tickets.filter((x) => !x.assignee).length,
    open: tickets.length,
    waiting: tickets.filter((x) => waiting.includes(x.status)).length,
  };
}
