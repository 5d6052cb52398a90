import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cleared,
  countViews,
  fits,
  fromAddress,
  isFiltered,
  statusesOf,
  toAddress,
  toApi,
} from '../../static/console/tickets-query.js';

const at = (text) => fromAddress(new URLSearchParams(text));

test('an address survives reading and writing', () => {
  const address = '/console/tickets?view=open&status=new%2Copen&priority=critical&assignee=none&q=vat&sort=priority';
  assert.equal(toAddress(at(address.split('?')[1])), address);
});

test('nonsense in the address falls back to my open tickets, newest change first', () => {
  const query = at('view=everything&sort=colour');
  assert.equal(query.view, 'mine');
  assert.equal(query.sort, 'updated');
  assert.equal(query.descending, true);
  assert.equal(isFiltered(query), false);
});

test('a status filter narrows the view and never widens it', () => {
  assert.deepEqual(statusesOf(at('view=waiting&status=waiting_customer')), ['waiting_customer']);
  assert.deepEqual(statusesOf(at('view=waiting&status=open')), ['waiting_customer', 'waiting_third_party']);
});

test('clearing keeps view and order', () => {
  const query = cleared(at('view=done&q=x&priority=low&sort=number'));
  assert.equal(toAddress(query), '/console/tickets?view=done&sort=number');
});

test('the views become the parameters of the API', () => {
  const mine = new URL(toApi(at('view=mine'), 'me-1'), 'http://x').searchParams;
  assert.equal(mine.get('assignee'), 'me-1');
  assert.equal(mine.get('status'), 'new,open,waiting_customer,waiting_third_party');
  const free = new URL(toApi(at('view=unassigned&sort=number'), 'me-1', { cursor: 'c' }), 'http://x').searchParams;
  assert.equal(free.get('assignee'), 'none');
  assert.equal(free.get('sort'), 'created');
  assert.equal(free.get('order'), 'asc');
  assert.equal(free.get('cursor'), 'c');
});

test('a live ticket is listed only where the server would list it', () => {
  const ticket = {
    number: 1,
    status: 'open',
    priority: 'high',
    type: 'problem',
    department: 'd',
    assignee: { id: 'a' },
  };
  assert.equal(fits(at('view=mine'), ticket, 'a'), true);
  assert.equal(fits(at('view=mine'), ticket, 'b'), false);
  assert.equal(fits(at('view=unassigned'), ticket, 'a'), false);
  assert.equal(fits(at('view=unassigned'), { ...ticket, assignee: undefined }, 'a'), true);
  assert.equal(fits(at('view=done'), ticket, 'a'), false);
  assert.equal(fits(at('view=open&priority=low'), ticket, 'a'), false);
  assert.equal(fits(at('view=open&assignee=none'), ticket, 'a'), false);
  assert.equal(fits(at('view=open&department=other'), ticket, 'a'), false);
});

test('counts of the views come from the open tickets', () => {
  const open = [
    { status: 'open', assignee: { id: 'a' } },
    { status: 'waiting_customer', assignee: { id: 'b' } },
    { status: 'new' },
  ];
  assert.deepEqual(countViews(open, 'a'), { mine: 1, unassigned: 1, open: 3, waiting: 1 });
});
