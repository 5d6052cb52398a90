// What is sent over it: in order, again after a break, by request where there is no socket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, next, start, until, world } from '../support/fake-line.js';

test('one conversation is sent one message at a time, in order, with the same cmid after a break', async () => {
  const { socket, got } = await connect();
  const one = world.live.send({ conv: 'c', text: 'one' });
  const two = world.live.send({ conv: 'c', text: 'two' });
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
  await until(() => world.live.outbox.items().length === 0);
  assert.equal(got.outbox.filter((d) => d.ok).length, 2);
});

test('two conversations do not wait for each other', async () => {
  const { socket } = await connect();
  world.live.send({ conv: 'c', text: 'one' });
  world.live.send({ conv: 'd', text: 'two' });
  await until(() => socket.sends().length === 2);
});

test('the second word of a new conversation goes into the one the first opened', async () => {
  const { socket } = await connect();
  const one = world.live.send({ new: { site: 'default' }, text: 'one' });
  world.live.send({ new: { site: 'default' }, text: 'two' });
  await until(() => socket.sends().length === 1);
  assert.deepEqual(socket.sends()[0].new, { site: 'default' });
  socket.tell({ t: 'ok', cmid: one.cmid, conv: 'opened', stream: 'public', seq: 1, mid: 'm1' });
  await until(() => socket.sends().length === 2);
  assert.equal(socket.sends()[1].conv, 'opened');
  assert.equal(socket.sends()[1].new, undefined);
});

test('busy is tried again; a refusal is kept with its text and is not tried by itself', async () => {
  const { socket, got } = await connect();
  const item = world.live.send({ conv: 'c', text: 'words' });
  await until(() => socket.sends().length === 1);
  socket.tell({ t: 'err', cmid: item.cmid, code: 'busy', retry_after_ms: 5 });
  await until(() => socket.sends().length === 2);
  socket.tell({ t: 'err', cmid: item.cmid, code: 'forbidden' });
  await until(() => world.live.outbox.get(item.cmid)?.refused);
  assert.equal(world.live.outbox.get(item.cmid).text, 'words');
  assert.equal(got.outbox.at(-1).item.refused, 'forbidden');
  await new Promise((r) => setTimeout(r, 80));
  assert.equal(socket.sends().length, 2);
  world.live.retry(item.cmid);
  await until(() => socket.sends().length === 3);
  assert.equal(socket.sends()[2].cmid, item.cmid);
});

test('where world.sockets never open, long polls take over and messages go by request', async () => {
  const { state } = start();
  for (let i = 0; i < 3; i++) (await until(() => world.sockets[i])).drop(1006);
  await until(() => state.at(-1)?.state === 'polling');
  world.live.send({ conv: 'c', text: 'by request' });
  await until(() => world.live.outbox.items().length === 0);
  const sent = world.asked.find(([path]) => path === '/conversations/c/messages');
  assert.equal(sent[1].text, 'by request');
  assert.equal(sent[1].t, undefined);
});

test('typing is said at most every three seconds, and its end once', async () => {
  const { socket } = await connect();
  for (let i = 0; i < 5; i++) world.live.typing('c', true);
  world.live.typing('c', false);
  world.live.typing('c', false);
  assert.deepEqual(
    socket.said.filter((f) => f.t === 'typing').map((f) => f.on),
    [true, false],
  );
});
