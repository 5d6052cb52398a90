import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Messages } from '../../static/shared/messages.js';

const author = { kind: 'visitor', id: 'v1', name: 'Rita' };
const message = (seq, more = {}) => ({
  mid: `m${seq}`,
  conv: 'c',
  stream: 'public',
  seq,
  author,
  text: `text ${seq}`,
  at: '2026-11-23T10:00:00Z',
  ...more,
});
const item = (cmid, text) => ({ cmid, lane: 'c/public', conv: 'c', stream: 'public', text, at: 1 });

test('messages stand by seq, however they come and whatever their clocks say', () => {
  const log = new Messages();
  log.add(message(3, { at: '2020-01-01T00:00:00Z' }));
  log.add(message(1, { at: '2030-01-01T00:00:00Z' }));
  log.add(message(2));
  assert.deepEqual(
    log.list.map((m) => m.seq),
    [1, 2, 3],
  );
  assert.equal(log.last, 3);
});

test('the same message twice shows once, with its newest text', () => {
  const log = new Messages();
  assert.equal(log.add(message(1)), true);
  assert.equal(log.add(message(1, { text: 'edited', edited_at: 'now' })), false);
  assert.deepEqual(
    log.list.map((m) => m.text),
    ['edited'],
  );
});

for (const order of ['ok, then event', 'event, then ok']) {
  test(`one's own message is shown once: ${order}`, () => {
    const log = new Messages();
    const waiting = item('k1', 'mine');
    log.wait(waiting);
    const ok = () => log.settle(waiting, { conv: 'c', stream: 'public', seq: 5, mid: 'm5', ts: 'now' }, author);
    const event = () => log.add(message(5, { text: 'mine', html: '<p>mine</p>' }), 'k1');
    if (order.startsWith('ok')) {
      ok();
      assert.equal(log.list.length, 1);
      event();
    } else {
      event();
      ok();
    }
    assert.equal(log.pending.size, 0);
    assert.equal(log.list.length, 1);
    assert.equal(log.list[0].html, '<p>mine</p>');
    assert.equal(log.list[0].cmid, 'k1');
  });
}
