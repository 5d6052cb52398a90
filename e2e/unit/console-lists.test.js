import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsOf, pageName, rowsOf, unanswered, waiting } from '../../static/console/lists.js';
import { inboxPath, parse } from '../../static/console/router.js';

const chat = (id, more) => ({
  id,
  state: 'assigned',
  tickets: [],
  public_seq: 1,
  opened_at: '2026-11-23T10:00:00Z',
  ...more,
});
const me = { kind: 'operator', id: 'me', name: 'Me' };
const other = { kind: 'operator', id: 'other', name: 'Other' };
const said = (at) => ({ seq: 1, text: 'x', at });

const all = [
  chat('old', { operator: me, last_message: said('2026-11-23T10:01:00Z') }),
  chat('new', {
    operator: me,
    last_message: said('2026-11-23T10:09:00Z'),
    unread: 2,
    unanswered_since: '2026-11-23T10:09:00Z',
  }),
  chat('theirs', { operator: other, last_message: said('2026-11-23T10:05:00Z') }),
  chat('late', { state: 'queued', waiting_since: '2026-11-23T10:08:00Z' }),
  chat('first', { state: 'queued', waiting_since: '2026-11-23T10:02:00Z' }),
  chat('offer', { state: 'offered', operator: me, waiting_since: '2026-11-23T10:03:00Z' }),
  chat('done', { state: 'closed', operator: me, closed_at: '2026-11-23T10:10:00Z' }),
];
const ids = (view) => rowsOf(all, view, 'me').map((c) => c.id);

test('waiting chats stand on top, the longest wait first', () => {
  assert.deepEqual(ids('queue'), ['first', 'offer', 'late']);
  assert.deepEqual(ids('mine'), ['first', 'offer', 'late', 'new', 'old']);
  assert.deepEqual(ids('all'), ['first', 'offer', 'late', 'new', 'theirs', 'old']);
});

test('closed chats are only among the closed', () => {
  assert.deepEqual(ids('closed'), ['done']);
});

test('the order the server gave wins over the clock', () => {
  const queue = [chat('a', { state: 'queued', queue_position: 2 }), chat('b', { state: 'queued', queue_position: 1 })];
  assert.deepEqual(
    rowsOf(queue, 'queue', 'me').map((c) => c.id),
    ['b', 'a'],
  );
});

test('an offer is nobody’s until it is claimed', () => {
  assert.ok(waiting(all[5]));
  assert.deepEqual(countsOf(all, 'me'), { mine: 2, queue: 3, all: 6, unread: 1, unanswered: 1 });
  assert.ok(unanswered(all[1]));
});

test('every address names a view, and unknown ones lead to For me', () => {
  assert.deepEqual(parse('/console/inbox/queue/7').parts, ['queue', '7']);
  assert.equal(parse('/console').redirect, inboxPath('mine'));
  assert.equal(parse('/console/inbox/01a2').redirect, '/console/inbox/all/01a2');
  assert.equal(parse('/console/tickets/1042').name, 'ticket');
  assert.equal(parse('/console/tickets', '?view=open').name, 'tickets');
  assert.equal(parse('/console/nowhere').redirect, inboxPath('mine'));
});

test('a page is called by its title, else by its address without what every address has', () => {
  assert.equal(pageName('https://halden.test/orders/'), 'halden.test/orders');
  assert.equal(pageName({ url: 'https://halden.test/orders', title: 'Orders' }), 'Orders');
  assert.equal(pageName({ url: 'http://halden.test/?q=1' }), 'halden.test/?q=1');
});
