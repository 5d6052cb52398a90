// The connection: how it begins, breaks, goes on, and when it ends for good.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StaffLive } from '../../static/console/staff-live.js';
import { connect, event, next, until, world } from '../support/fake-line.js';

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
  assert.equal(world.sockets[1].said[0].resume.pos, 11);
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
  world.snapshots = [{ epoch: 'e2', pos: 50, state: { fresh: true } }];
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

test('a close between 4500 and 4999 is for good', async () => {
  const { socket, got } = await connect();
  socket.drop(4502);
  await until(() => got.state.at(-1).state === 'stopped');
  assert.equal(got.state.at(-1).code, 4502);
  await new Promise((r) => setTimeout(r, 60));
  assert.equal(world.sockets.length, 1);
});

test('a bad ticket is replaced once; twice in a row ends it', async () => {
  const { socket, got } = await connect();
  socket.drop(4500);
  const second = await until(() => world.sockets[1]);
  second.open();
  second.drop(4500);
  await until(() => got.state.at(-1).state === 'stopped');
  assert.equal(world.sockets.length, 2);
});

test('watched conversations and what was read are said again after a break', async () => {
  const { socket } = await connect({}, StaffLive);
  world.live.watch('w');
  socket.drop();
  world.live.read('c', 'public', 3);
  world.live.read('c', 'public', 7);
  const second = await next(1);
  assert.deepEqual(
    second.said.slice(1).map((f) => [f.t, f.conv, f.seq]),
    [
      ['watch', 'w', undefined],
      ['read', 'c', 7],
    ],
  );
});
