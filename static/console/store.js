// What the console knows now, fed by the snapshot and by events; views subscribe to the topics they show.

import { countsOf, rowsOf } from './lists.js';
import { Thread } from './thread-store.js';

/** @typedef {import("./lists.js").Conversation} Conversation */
/** @typedef {{person: import("./lists.js").Person, state: "online" | "away" | "offline", chosen?: string, load: number, capacity: number, departments: string[]}} Operator */
/** @typedef {{id: string, name: string, members?: string[]}} Department */

/**
 * Topics: "list" (conversations, any), "conversation:<id>", "thread:<id>", "volatile:<id>", "operators",
 * "connection", "counts", "reference" (departments, canned replies, settings), "ticket" (the event itself), "notice".
 */
export class Store {
  /** @type {Map<string, Conversation>} */
  conversations = new Map();
  /** @type {Map<string, Operator>} */
  operators = new Map();
  /** @type {Map<string, Thread>} */
  threads = new Map();
  /** @type {Map<string, {typing: Map<string, {name: string, text?: string, until: number, staff: boolean}>, looking: {id: string, name: string}[]}>} */
  volatile = new Map();
  /** @type {Department[]} */
  departments = [];
  /** @type {import("./canned.js").Canned[]} */
  canned = [];
  /** @type {{name?: string, hue?: number, [more: string]: unknown}} */
  settings = {};
  /** @type {number | undefined} */
  ticketsOpen = undefined;
  /** @type {"connecting" | "online" | "polling" | "offline" | "stopped"} */
  connection = 'connecting';
  /** Whether the first snapshot was read. */
  ready = false;

  /** @type {Map<string, Set<(detail?: any) => void>>} */
  #listeners = new Map();
  /** @type {Map<string, any>} */
  #pending = new Map();

  /** @param {string} me the account that is signed in */
  constructor(me) {
    this.me = me;
  }

  /**
   * Calls back after the topic changed, many changes of one moment at once.
   * @param {string} topic
   * @param {(detail?: any) => void} fn
   * @returns {() => void} ends it
   */
  subscribe(topic, fn) {
    const set = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, set.add(fn));
    return () => set.delete(fn);
  }

  /** Tells at once and each time, for topics whose detail is an event. @param {string} topic @param {unknown} detail */
  tell(topic, detail) {
    for (const fn of this.#listeners.get(topic) ?? []) fn(detail);
  }

  /** @param {...string} topics */
  changed(...topics) {
    if (this.#pending.size === 0) queueMicrotask(() => this.#flush());
    for (const topic of topics) this.#pending.set(topic, true);
  }

  #flush() {
    const topics = [...this.#pending.keys()];
    this.#pending.clear();
    for (const topic of topics) this.tell(topic, undefined);
  }

  /**
   * Keeps a conversation as the server gave it; what only the viewer has (unread, place) stays unless given.
   * @param {Conversation} conversation
   */
  put(conversation) {
    const old = this.conversations.get(conversation.id);
    const unread = conversation.unread ?? old?.unread ?? 0;
    this.conversations.set(conversation.id, { ...conversation, tickets: conversation.tickets ?? [], unread });
    this.changed('list', 'counts', `conversation:${conversation.id}`);
  }

  /** @param {string} id @param {(c: Conversation) => Partial<Conversation>} change */
  amend(id, change) {
    const old = this.conversations.get(id);
    if (old) this.put({ ...old, ...change(old) });
    return Boolean(old);
  }

  /** @param {Operator} operator */
  putOperator(operator) {
    this.operators.set(operator.person.id, operator);
    this.changed('operators');
  }

  /** @param {string} id */
  thread(id) {
    const thread = this.threads.get(id) ?? new Thread(id);
    this.threads.set(id, thread);
    return thread;
  }

  /** @param {Store["connection"]} state */
  setConnection(state) {
    if (this.connection === state) return;
    this.connection = state;
    this.changed('connection');
  }

  /** @param {string} view */
  rows(view) {
    return rowsOf(this.conversations.values(), view, this.me);
  }

  get counts() {
    return { ...countsOf(this.conversations.values(), this.me), tickets: this.ticketsOpen };
  }

  /** The own operator row; offline until the server says otherwise. */
  get self() {
    return this.operators.get(this.me);
  }
}
