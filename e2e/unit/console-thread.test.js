import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, pastLines } from '../../static/console/blocks.js';
import { Store } from '../../static/console/store.js';
import { applyEvent, applyVolatile } from '../../static/console/store-events.js';
import { Thread } from '../../static/console/thread-store.js';

const anna = { kind: 'visitor', id: 'anna', name: 'Anna' };
const helena = { kind: 'operator', id: 'helena', name: 'Helena' };
const jonas = { kind: 'operator', id: 'jonas', name: 'Jonas' };
const at = (minute) => `2026-11-23T10:${String(minute).padStart(2, '0')}:00Z`;
const message = (seq, minute, author = anna, stream = 'public') => ({
  mid: `${stream}${seq}`,
  conv: 'c',
  stream,
  seq,
  author,
  text: `m${seq}`,
  html: '',
  files: [],
  at: at(minute),
});
const whole = () => {
  const thread = new Thread('c');
  thread.public.complete = thread.internal.complete = true;
  return thread;
};
const shown = (thread) => thread.entries().map((e) => (e.kind === 'line' ? e.line.ev : e.message.mid));

test('each stream keeps its order whatever the clocks say', () => {
  const thread = whole();
  for (const m of [message(2, 1), message(1, 5), message(3, 3)]) thread.merge(m);
  assert.deepEqual(shown(thread), ['public1', 'public2', 'public3']);
});

test('the same message comes once, its newer form wins', () => {
  const thread = whole();
  assert.equal(thread.merge(message(1, 1)), true);
  assert.equal(thread.merge({ ...message(1, 1), text: 'edited' }), false);
  assert.deepEqual(
    thread.public.items.map((m) => m.text),
    ['edited'],
  );
});

test('notes and lines stand where they happened', () => {
  const thread = whole();
  thread.merge(message(1, 1));
  thread.merge(message(2, 5));
  thread.merge(message(1, 3, jonas, 'internal'));
  thread.say({ pos: 9, ev: 'conversation.closed', at: at(4), data: {} });
  assert.deepEqual(shown(thread), ['public1', 'internal1', 'conversation.closed', 'public2']);
});

test('nothing is shown above the edge of a stream that is not read to its start', () => {
  const thread = new Thread('c');
  thread.internal.complete = true;
  thread.merge(message(8, 30));
  thread.merge(message(1, 2, jonas, 'internal'));
  assert.deepEqual(shown(thread), ['public8']);
});

test('history and event of one thing make one line', () => {
  const thread = whole();
  thread.say({ pos: 0, ev: 'conversation.closed', at: '2026-11-23T10:00:00.000Z', data: {} });
  thread.say({ pos: 7, ev: 'conversation.closed', at: '2026-11-23T10:00:00.412Z', data: {} });
  assert.equal(thread.lines.length, 1);
});

test('messages of one author close together are one group', () => {
  const thread = whole();
  for (const m of [message(1, 1), message(2, 2), message(3, 20), message(4, 21, helena)]) thread.merge(m);
  const groups = blocksOf(thread.entries()).filter((b) => b.kind === 'group');
  assert.deepEqual(
    groups.map((g) => [g.side, g.messages.length]),
    [
      ['them', 2],
      ['them', 1],
      ['us', 1],
    ],
  );
});

test('going round to the same operator is said once', () => {
  const thread = whole();
  const chat = { id: 'c', opened_at: at(0), customer: anna, state: 'assigned', tickets: [], public_seq: 0 };
  const decisions = [1, 2, 3].map((m) => ({ at: at(m), operator: helena, reason: 'least_busy' }));
  for (const line of pastLines(chat, decisions)) thread.say(line);
  assert.equal(blocksOf(thread.entries()).filter((b) => b.kind === 'line').length, 2);
});

const storeWith = (more) => {
  const store = new Store('helena');
  store.put({
    id: 'c',
    state: 'assigned',
    operator: helena,
    customer: anna,
    tickets: [],
    public_seq: 1,
    opened_at: at(0),
    unread: 0,
    ...more,
  });
  return store;
};
const event = (ev, data, pos = 1) => ({ ev, pos, ts: at(1), data });
const chat = (store) => store.conversations.get('c');

test('a word of the customer counts as unread and starts the clock, an answer ends both', () => {
  const store = storeWith();
  applyEvent(store, event('message', message(2, 1)));
  applyEvent(store, event('message', message(3, 2)));
  assert.equal(chat(store).unread, 2);
  assert.equal(chat(store).unanswered_since, at(1));
  applyEvent(store, event('message', message(4, 3, helena)));
  assert.equal(chat(store).unread, 0);
  assert.equal(chat(store).unanswered_since, undefined);
  assert.equal(chat(store).last_message.text, 'm4');
});

test('an event without the viewer’s own fields keeps them', () => {
  const store = storeWith({ unread: 3 });
  const { unread, ...data } = chat(store);
  applyEvent(store, event('conversation.transferred', { ...data, operator: jonas }));
  assert.equal(chat(store).unread, 3);
  assert.equal(chat(store).operator.id, 'jonas');
  applyEvent(store, event('conversation.requeued', { ...data, state: 'queued', operator: undefined }));
  assert.equal(chat(store).operator, undefined);
});

test('reading elsewhere clears the count here', () => {
  const store = storeWith({ unread: 1 });
  applyEvent(store, event('read', { conv: 'c', stream: 'public', seq: 1, by: helena }));
  assert.equal(chat(store).unread, 0);
  applyEvent(store, event('read', { conv: 'c', stream: 'public', seq: 1, by: anna }));
  assert.equal(chat(store).customer_read_seq, 1);
});

test('a message of a chat that is not here asks for the chat', () => {
  const store = new Store('helena');
  const asked = [];
  store.subscribe('unknown', (id) => asked.push(id));
  applyEvent(store, event('message', message(1, 1)));
  assert.deepEqual(asked, ['c']);
});

test('kinds that are not known change nothing', () => {
  const store = storeWith();
  const before = structuredClone(chat(store));
  applyEvent(store, event('weather.changed', { id: 'c' }));
  assert.deepEqual(chat(store), before);
});

test('who types is known until the message or the end; oneself never', () => {
  const store = storeWith();
  const frame = (person, on) => ({ ev: 'typing', conv: 'c', data: { person, on } });
  applyVolatile(store, frame(anna, true), 0);
  applyVolatile(store, frame(helena, true), 0);
  assert.deepEqual([...store.volatile.get('c').typing.keys()], ['anna']);
  applyEvent(store, event('message', message(2, 1)));
  assert.equal(store.volatile.get('c').typing.size, 0);
});
