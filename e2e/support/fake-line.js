// The browser around live.js: enough of it to be told apart from a real one only by looking.
import { afterEach, beforeEach } from 'node:test';
import { Live } from '../../static/shared/live.js';

/** What the last test began: its sockets in order, snapshots to hand out, requests asked, and the one under test. */
export const world = { sockets: [], snapshots: [], asked: [], live: undefined };

class FakeSocket {
  constructor(url, protocol) {
    Object.assign(this, { url: String(url), protocol, readyState: 0, said: [] });
    world.sockets.push(this);
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
    world.asked.push([path, query]);
    if (path === '/live/events') return new Promise((r) => setTimeout(() => r({ epoch: 'e', pos: 11, items: [] }), 5));
    return world.snapshots.shift() ?? { epoch: 'e', pos: 10, state: {} };
  },
  post: async (path, body) => {
    world.asked.push([path, body]);
    if (path.endsWith('/messages')) return { mid: 'm', conv: 'c', stream: 'public', seq: 1, at: 'now' };
    return { ticket: `t${world.sockets.length}` };
  },
};

/** The n-th durable event of a connection. */
export const event = (n, pos, more = {}) => ({
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
/** Waits for something that must become true. */
export const until = async (check) => {
  for (let i = 0; i < 400; i++) {
    const got = check();
    if (got) return got;
    await new Promise((r) => setTimeout(r, 10));
  }
  throw new Error(`never came true: ${check}`);
};

/** Starts; gives what was dispatched, by kind. */
export function start(options = {}, Kind = Live) {
  const got = { event: [], state: [], outbox: [], volatile: [] };
  const live = new Kind({ api, scope: `s${Math.random()}`, load: async () => {}, storage: memory(), ...options });
  for (const type of Object.keys(got)) live.addEventListener(type, (e) => got[type].push(e.detail));
  world.live = live;
  live.start();
  return got;
}

/** Starts and connects; gives the socket and what was dispatched. */
export async function connect(options, Kind) {
  const got = start(options, Kind);
  return { socket: await next(0), got };
}

/** Opens the i-th socket and welcomes it. */
export async function next(i, resumed = true) {
  const socket = await until(() => world.sockets[i]);
  socket.open();
  socket.tell(welcome({ resumed }), { t: 'synced', pos: world.live.line.at.pos });
  return socket;
}

beforeEach(() => {
  Object.assign(world, { sockets: [], snapshots: [], asked: [] });
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
  world.live?.stop();
  world.live?.tabs?.close();
  Math.random = Math.random_;
});
