import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox, PATIENCE, unsent, uuid7 } from '../../static/shared/outbox.js';
import { browserStorage } from '../../static/shared/storage.js';

/** A storage as two tabs of one browser share it. */
function storage() {
  const kept = new Map();
  return {
    kept,
    full: false,
    getItem: (k) => kept.get(k) ?? null,
    setItem(k, v) {
      if (this.full) throw new Error('quota');
      kept.set(k, v);
    },
    removeItem: (k) => kept.delete(k),
    keys: () => [...kept.keys()],
  };
}

test('ids are UUIDv7 and grow even within one millisecond', () => {
  const ids = Array.from({ length: 5000 }, () => uuid7(1_764_000_000_000));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
});

test('ids go on growing when the clock is set back', () => {
  const before = uuid7(1_764_000_100_000);
  assert.ok(uuid7(1_764_000_000_000) > before);
});

test('unsent messages survive a reload in the order of writing', () => {
  const s = storage();
  const first = new Outbox('v1', s);
  first.add({ conv: 'a', text: 'one' });
  first.add({ conv: 'b', text: 'two' });
  first.add({ conv: 'a', text: 'three' });
  const reloaded = new Outbox('v1', s);
  assert.deepEqual(
    reloaded.items().map((i) => i.text),
    ['one', 'two', 'three'],
  );
  assert.deepEqual(
    reloaded.items().map((i) => i.lane),
    ['a/public', 'b/public', 'a/public'],
  );
});

test('two tabs add to one outbox without losing each other', () => {
  const s = storage();
  const a = new Outbox('v1', s);
  const b = new Outbox('v1', s);
  a.add({ conv: 'c', text: 'from a' });
  b.add({ conv: 'c', text: 'from b' });
  a.remove(a.items()[0].cmid);
  assert.deepEqual(
    b.items().map((i) => i.text),
    ['from b'],
  );
});

test('another person of the same browser sees nothing of it', () => {
  const s = storage();
  new Outbox('v1', s).add({ conv: 'c', text: 'mine' });
  assert.deepEqual(new Outbox('v2', s).items(), []);
});

test('what waited for a conversation goes into the one that was opened', () => {
  const box = new Outbox('v1', storage());
  box.add({ new: { site: 'default' }, text: 'one' });
  box.add({ new: { site: 'default' }, text: 'two' });
  box.opened('new/public', 'conv1');
  for (const item of box.items()) {
    assert.equal(item.conv, 'conv1');
    assert.equal(item.lane, 'conv1/public');
    assert.equal(item.new, undefined);
  }
});

test('a full or blocked storage loses nothing while the page lives', () => {
  const full = {
    getItem: () => null,
    setItem() {
      throw new Error('quota');
    },
    removeItem() {},
  };
  for (const kind of ['full', 'blocked']) {
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get() {
        if (kind === 'blocked') throw new Error('denied');
        return full;
      },
    });
    const s = browserStorage();
    assert.equal(s.blocked, kind === 'blocked');
    const box = new Outbox('v1', s);
    const item = box.add({ conv: 'c', text: 'kept' });
    assert.equal(box.get(item.cmid)?.text, 'kept');
    assert.equal(box.items().length, 1);
    box.remove(item.cmid);
    assert.equal(box.items().length, 0);
    delete globalThis.localStorage;
  }
});

test('broken entries are passed over', () => {
  const s = storage();
  s.setItem('balcao.out.v1.x', '{broken');
  const box = new Outbox('v1', s);
  box.add({ conv: 'c', text: 'sound' });
  assert.deepEqual(
    box.items().map((i) => i.text),
    ['sound'],
  );
});

test('a message shows as not sent after 30 s, or at once when refused', () => {
  const item = new Outbox('v1', storage()).add({ conv: 'c', text: 'x' });
  assert.equal(unsent(item, item.at + PATIENCE - 1), false);
  assert.equal(unsent(item, item.at + PATIENCE), true);
  assert.equal(unsent({ ...item, refused: 'too_large' }, item.at), true);
});
