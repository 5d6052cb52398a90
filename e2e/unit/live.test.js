import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { StaffLive } from '../../static/console/staff-live.js';
import { Live } from '../../static/shared/live.js';

/** The browser around live.js: enough of it to be told apart from a real one only by looking. */
let sockets = [];
let snapshots = [];
let asked = [];
let live;

class FakeSocket {
  constructor(url, protocol) {
    Object.assign(this, { url: String(url), protocol, readyState: 0, said: [] });
    sockets.push(this);
  }
  send(text) {
    this.said.push(JSON.parse(text));
  }
  close(code) {
    this.closedWith = code;
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  tell(...frames) {
    for (const f of frames) this.onmessage?.({ data: JSON.stringify(f) });
  }
  drop(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  sends() {
    return this.said.filter((f) => f.t === 'send');
  }
}

function memory() {
  const kept = new Map();
  return {
    getItem: (k) => kept.get(k) ?? null,
    setItem: (k, v) => void kept.set(k, v),
    removeItem: (k) => void kept.delete(k),
    keys: () => [...kept.keys()],
  };
}

const api = {
  get: async (path, query) => {
    asked.push([path, query]);
    if (path === '/live/events') return new Promise((r) => setTimeout(() => r({ epoch: 'e', pos: 11, items: [] }), 5));
    return snapshots.shift() ?? { epoch: 'e', pos: 10, state: {} };
  },
  post: async (path, body) => {
    asked.push([path, body]);
    if (path.endsWith('/messages')) return { mid: 'm', conv: 'c', stream: 'public', seq: 1, at: 'now' };
    return { ticket: `t${sockets.length}` };
  },
};

const event = (n, pos, more = {}) => ({
  t: 'event',
  n,
  pos,
  ev: 'message',
  conv: 'c',
  stream: 'public',
  seq: pos,
  data: {},
  ...more,
});
const welcome = (more) => ({
  t: 'welcome',
  conn: 'x',
  epoch: 'e',
  pos: 10,
  self: { kind: 'visitor', id: 'v' },
  heartbeat_s: 25,
  ...more,
});
const until = async (check) => {
  for (let i = 0; i < 400; i++) {
    const got = check();
    if (got) return got;
    await new Promise((r) => setTimeout(r, 10));
  }
  throw new Error(`never came true: ${check}`);
};

/** Starts and connects; gives the socket and what was dispatched. */
async function connect(options = {}, Kind = Live) {
  const got = { event: [], state: [], outbox: [], volatile: [] };
  live = new Kind({ api, scope: `s${Math.random()}`, load: async () => {}, storage: memory(), ...options });
  for (const type of Object.keys(got)) live.addEventListener(type, (e) => got[type].push(e.detail));
  live.start();
  const socket = await next(0);
  return { socket, got };
}

async function next(i, resumed = true) {
  const socket = await until(() => sockets[i]);
  socket.open();
  socket.tell(welcome({ resumed }), { t: 'synced', pos: live.line.at.pos });
  return socket;
}

beforeEach(() => {
  sockets = [];
  snapshots = [];
  asked = [];
  Object.assign(globalThis, {
    WebSocket: FakeSocket,
    location: { origin: 'http://desk.test' },
    addEventListener() {},
    document: { addEventListener() {} },
  });
  Math.random_ ??= Math.random;
  Math.random = () => 0.001; // no waiting between attempts
});

afterEach(() => {
  live?.stop();
  live?.tabs?.close();
  Math.random = Math.random_;
});

test('a socket begins with hello, its ticket, and where to go on', async () => {
  const { socket, got } = await connect();
  assert.equal(socket.url, 'ws://desk.test/live');
  assert.equal(socket.protocol, 'balcao.v1');
  const hello = socket.said[0];
  assert.equal(hello.t, 'hello');
  assert.equal(hello.ticket, 't0');
  assert.deepEqual(hello.resume, { epoch: 'e', pos: 10 });
  assert.equal(got.state.at(-1).state, 'online');
});

test('after a break it resumes after the last event taken in', async () => {
  const { socket, got } = await connect();
  await until(() => got.state.length);
  await new Promise((r) => setTimeout(r, 20)); // load() is done
  socket.tell(event(1, 11), event(2, 14), { t: 'heartbeat', n: 2, pos: 20 });
  socket.drop();
  const second = await next(1);
  assert.deepEqual(second.said[0].resume, { epoch: 'e', pos: 20 });
  assert.deepEqual(
    got.event.map((e) => e.pos),
    [11, 14],
  );
  assert.deepEqual(
    got.state.map((s) => [s.state, s.again]),
    [
      ['online', false],
      ['offline', undefined],
      ['online', true],
    ],
  );
});

test('a hole in the count of events ends the connection instead of hiding it', async () => {
  const { socket, got } = await connect();
  await new Promise((r) => setTimeout(r, 20));
  socket.tell(event(1, 11), event(3, 13));
  assert.equal(socket.closedWith, 4000);
  assert.deepEqual(
    got.event.map((e) => e.pos),
    [11],
  );
  await next(1);
  assert.equal(sockets[1].said[0].resume.pos, 11);
});

test('a heartbeat that counts otherwise ends the connection', async () => {
  const { socket } = await connect();
  socket.tell({ t: 'heartbeat', n: 4, pos: 12 });
  assert.equal(socket.closedWith, 4000);
});

test('events wait while everything is read anew, and those the snapshot holds are dropped', async () => {
  let loaded;
  const loads = [];
  const { socket, got } = await connect({
    load: (state, first) => {
      loads.push([state, first]);
      return new Promise((r) => {
        loaded = r;
      });
    },
  });
  await until(() => loaded);
  loaded();
  await new Promise((r) => setTimeout(r, 5));
  snapshots = [{ epoch: 'e2', pos: 50, state: { fresh: true } }];
  socket.tell({ t: 'reset', reason: 'epoch' }, event(1, 49), event(2, 51));
  await until(() => loads.length === 2);
  socket.tell(event(3, 52));
  assert.equal(got.event.length, 0);
  loaded();
  await until(() => got.event.length === 2);
  assert.deepEqual(
    got.event.map((e) => e.pos),
    [51, 52],
  );
  assert.deepEqual(loads, [
    [{}, true],
    [{ fresh: true }, false],
  ]);
  socket.drop();
  const again = await next(1);
  assert.deepEqual(again.said[0].resume, { epoch: 'e2', pos: 52 });
});

test('one conversation is sent one message at a time, in order, with the same cmid after a break', async () => {
  const { socket, got } = await connect();
  const one = live.send({ conv: 'c', text: 'one' });
  const two = live.send({ conv: 'c', text: 'two' });
  await until(() => socket.sends().length);
  await new Promise((r) => setTimeout(r, 60));
  assert.deepEqual(
    socket.sends().map((f) => f.text),
    ['one'],
  );
  socket.drop();
  const second = await next(1);
  await until(() => second.sends().length);
  assert.equal(second.sends()[0].cmid, one.cmid);
  second.tell({ t: 'ok', cmid: one.cmid, conv: 'c', stream: 'public', seq: 1, mid: 'm1', dup: true });
  await until(() => second.sends().length === 2);
  assert.equal(second.sends()[1].cmid, two.cmid);
  second.tell({ t: 'ok', cmid: two.cmid, conv: 'c', stream: 'public', seq: 2, mid: 'm2' });
  await until(() => live.outbox.items().length === 0);
  assert.equal(got.outbox.filter((d) => d.ok).length, 2);
});

test('two conversations do not wait for each other', async () => {
  const { socket } = await connect();
  live.send({ conv: 'c', text: 'one' });
  live.send({ conv: 'd', text: 'two' });
  await until(() => socket.sends().length === 2);
});

test('the second word of a new conversation goes into the one the first opened', async () => {
  const { socket } = await connect();
  const one = live.send({ new: { site: 'default' }, text: 'one' });
  live.send({ new: { site: 'default' }, text: 'two' });
  await until(() => socket.sends().length === 1);
  assert.deepEqual(socket.sends()[0].new, { site: 'default' });
  socket.tell({ t: 'ok', cmid: one.cmid, conv: 'opened', stream: 'public', seq: 1, mid: 'm1' });
  await until(() => socket.sends().length === 2);
  assert.equal(socket.sends()[1].conv, 'opened');
  assert.equal(socket.sends()[1].new, undefined);
});

test('busy is tried again; a refusal is kept with its text and is not tried by itself', async () => {
  const { socket, got } = await connect();
  const item = live.send({ conv: 'c', text: 'words' });
  await until(() => socket.sends().length === 1);
  socket.tell({ t: 'err', cmid: item.cmid, code: 'busy', retry_after_ms: 5 });
  await until(() => socket.sends().length === 2);
  socket.tell({ t: 'err', cmid: item.cmid, code: 'forbidden' });
  await until(() => live.outbox.get(item.cmid)?.refused);
  assert.equal(live.outbox.get(item.cmid).text, 'words');
  assert.equal(got.outbox.at(-1).item.refused, 'forbidden');
  await new Promise((r) => setTimeout(r, 80));
  assert.equal(socket.sends().length, 2);
  live.retry(item.cmid);
  await until(() => socket.sends().length === 3);
  assert.equal(socket.sends()[2].cmid, item.cmid);
});

test('a close between 4500 and 4999 is for good', async () => {
  const { socket, got } = await connect();
  socket.drop(4502);
  await until(() => got.state.at(-1).state === 'stopped');
  assert.equal(got.state.at(-1).code, 4502);
  await new Promise((r) => setTimeout(r, 60));
  assert.equal(sockets.length, 1);
});

test('a bad ticket is replaced once; twice in a row ends it', async () => {
  const { socket, got } = await connect();
  socket.drop(4500);
  const second = await until(() => sockets[1]);
  second.open();
  second.drop(4500);
  await until(() => got.state.at(-1).state === 'stopped');
  assert.equal(sockets.length, 2);
});

test('where sockets never open, long polls take over and messages go by request', async () => {
  const got = [];
  live = new Live({ api, scope: 'poll', load: async () => {}, storage: memory() });
  live.addEventListener('state', (e) => got.push(e.detail.state));
  live.start();
  for (let i = 0; i < 3; i++) (await until(() => sockets[i])).drop(1006);
  await until(() => got.at(-1) === 'polling');
  live.send({ conv: 'c', text: 'by request' });
  await until(() => live.outbox.items().length === 0);
  const sent = asked.find(([path]) => path === '/conversations/c/messages');
  assert.equal(sent[1].text, 'by request');
  assert.equal(sent[1].t, undefined);
});

test('watched conversations and what was read are said again after a break', async () => {
  const { socket } = await connect({}, StaffLive);
  live.watch('w');
  socket.drop();
  live.read('c', 'public', 3);
  live.read('c', 'public', 7);
  const second = await next(1);
  assert.deepEqual(
    second.said.slice(1).map((f) => [f.t, f.conv, f.seq]),
    [
      ['watch', 'w', undefined],
      ['read', 'c', 7],
    ],
  );
});

test('typing is said at most every three seconds, and its end once', async () => {
  const { socket } = await connect();
  for (let i = 0; i < 5; i++) live.typing('c', true);
  live.typing('c', false);
  live.typing('c', false);
  assert.deepEqual(
    socket.said.filter((f) => f.t === 'typing').map((f) => f.on),
    [true, false],
  );
});
