// What the server and the other tabs tell, and how it changes the state.
import { Messages } from '../shared/messages.js';
import { beep } from '../shared/sound.js';
import { api, app, changed, fresh, looking, seen } from './app.js';
import { peek } from './cards.js';
import { host, site, storage, tell, whole } from './host.js';

/** @param {any} conv */
export function reset(conv) {
  app.conv = conv;
  app.messages = new Messages();
  app.older = [];
  app.lines = conv ? JSON.parse(storage.getItem(`balcao.lines.${conv.id}`) ?? '[]') : [];
  app.typing = null;
}

export async function load() {
  const [convs, tickets] = await Promise.all([
    api.get('/conversations', { limit: 5 }),
    api.get('/tickets', { limit: 50 }).catch(() => ({ items: [] })),
  ]);
  app.tickets = tickets.items;
  const [newest, before] = convs.items;
  const conv = convs.items.find((/** @type {any} */ c) => c.state !== 'closed') ?? newest;
  if (conv) {
    const page = await said(conv.id, conv.public_seq + 1);
    // a short new conversation stands below the last one
    const older = conv === newest && before && conv.public_seq < 10 ? await said(before.id, before.public_seq + 1) : [];
    reset(conv);
    app.older = older;
    for (const m of page) app.messages.add(m);
  }
  for (const item of app.live.outbox.items()) if (!item.conv || item.conv === app.conv?.id) app.messages.wait(item);
  count(conv?.unread ?? 0);
  changed();
}

/** Messages before a seq. @param {string} conv @param {number} before @returns {Promise<any[]>} */
export const said = async (conv, before) =>
  (await api.get(`/conversations/${conv}/messages`, { stream: 'public', before })).items;

/** Tells the launcher and the title. @param {number} n unread @param {any} [message] the newest */
export function count(n, message) {
  app.unread = n;
  tell('unread', { n });
  if (message && !host.open) peek(message);
  if (whole) document.title = (n ? `(${n}) ` : '') + app.site.name;
  changed();
}

/** A durable event. @param {any} f */
export function event(f) {
  const [kind, what] = f.ev.split('.');
  const { data } = f;
  if (kind === 'message' && f.stream === 'public') {
    if (f.conv !== app.conv?.id) return void load();
    const fresh = app.messages.add(data, f.cmid);
    const theirs = data.author.kind === 'operator';
    if (theirs) app.typing = null;
    if (fresh && theirs && !what) {
      app.conv.unread = 0;
      if (looking() && app.view?.el.id === 'chat') seen();
      else {
        count(app.unread + 1, data);
        if (app.sound) beep();
      }
    }
    if (fresh) app.conv.last_message = { seq: data.seq, text: data.text, at: data.at, author: data.author };
  } else if (kind === 'conversation') {
    if (f.conv !== app.conv?.id) {
      if (app.conv && app.conv.state !== 'closed' && !fresh()) return;
      const waiting = [...app.messages.pending.values()];
      reset(data);
      for (const i of waiting) app.messages.wait(i);
    }
    if (what === 'assigned' && data.operator) app.there[data.operator.id] = 'online';
    change(what, data, f);
  } else if (kind === 'read' && f.conv === app.conv?.id) {
    const key = data.by.kind === 'operator' ? 'operator_read_seq' : 'customer_read_seq';
    app.conv[key] = Math.max(app.conv[key] ?? 0, data.seq);
    if (key[0] === 'c' && data.seq >= app.messages.last) count(0);
  } else if (kind === 'ticket') {
    app.tickets = [data.ticket, ...app.tickets.filter((x) => x.number !== data.ticket.number)];
  }
  changed();
}

/** @param {string} what @param {any} data @param {any} f */
function change(what, data, f) {
  const old = app.conv;
  app.conv = { ...old, ...data, operator: data.operator, queue_position: data.operator ? 0 : old.queue_position };
  /** @param {object} line */
  const line = (line) => {
    if (app.lines.some((l) => l.pos === f.pos)) return;
    app.lines.push({ pos: f.pos, after: data.public_seq || 1, at: f.ts, kind: what, ...line });
    storage.setItem(`balcao.lines.${data.id}`, JSON.stringify(app.lines.slice(-40)));
  };
  if (data.operator && data.operator.id !== old.operator?.id) line({ kind: 'joined', who: data.operator.name });
  else if (what === 'closed') line({ who: data.by?.kind === 'operator' ? data.by.name : '' });
  else if (what === 'transferred' || what === 'requeued') line({});
  if (what === 'ticketed') for (const n of data.tickets) if (!app.lines.some((l) => l.n === n)) line({ n });
  if (data.state === 'queued') place();
  if (data.state === 'closed') app.typing = null;
}

/** Our own place in the queue is not in events. */
async function place() {
  const c = await api.get(`/conversations/${app.conv.id}`).catch(() => null);
  if (c && c.id === app.conv?.id && app.conv.state === 'queued')
    app.conv = { ...app.conv, queue_position: c.queue_position, expected_wait_s: c.expected_wait_s };
  changed();
}

/** What is told but not kept. @param {any} f */
export function volatile(f) {
  if (f.conv !== app.conv?.id) return;
  if (f.ev === 'typing') {
    app.typing = f.data.on ? (f.data.by ?? f.data.person) : null;
    clearTimeout(lapse);
    lapse = setTimeout(() => {
      app.typing = null;
      changed();
    }, 6000);
  } else if (f.ev === 'queue') app.conv = { ...app.conv, ...f.data };
  else if (f.ev === 'presence') app.there[f.data.person.id] = f.data.state;
  changed();
}
/** @type {any} */
let lapse;

/** An unsent message: written, sent, refused, taken back. @param {any} detail */
export function outbox({ item, ok, gone }) {
  if (gone) app.messages.pending.delete(item.cmid);
  else if (ok) {
    if (!app.conv) reset({ id: ok.conv, state: 'queued', tickets: [] });
    if (ok.conv === app.conv.id) app.messages.settle(item, ok, { kind: 'visitor', id: app.me.id, name: app.me.name });
  } else if (item.refused === 'conv_closed' || item.refused === 'not_found') {
    // closed for too long, or another visitor's: the same words open a new one
    app.live.discard(item.cmid);
    app.live.send({ text: item.text, files: item.files, new: { site, page: host.page } });
  } else if (!item.conv || item.conv === app.conv?.id) app.messages.wait(item);
  changed();
}
