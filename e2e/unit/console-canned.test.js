import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, matching, pieces, triggerAt } from '../../static/console/canned.js';
import { Preferences } from '../../static/console/preferences.js';

const canned = [
  { id: '1', name: 'Importar devoluções', shortcut: 'returns', text: 'a' },
  { id: '2', name: 'When a fix is released', shortcut: 'release', text: 'b' },
  { id: '3', name: 'Returns by mail', shortcut: 'mail', text: 'c', department: 'd2' },
];

test('a slash begins a canned reply only at the start of a word', () => {
  assert.deepEqual(triggerAt('/re', 3), { mark: '/', word: 're', from: 0 });
  assert.deepEqual(triggerAt('see\n@Jo', 7), { mark: '@', word: 'Jo', from: 4 });
  assert.equal(triggerAt('and/or', 6), null);
  assert.equal(triggerAt('http://x', 8), null);
  assert.equal(triggerAt('a@b.test', 8), null);
  assert.equal(triggerAt('/re turn', 8), null);
});

test('shortcuts come before names, accents do not matter, foreign departments stay out', () => {
  assert.deepEqual(
    matching(canned, 're').map((c) => c.id),
    ['1', '2', '3'],
  );
  assert.deepEqual(
    matching(canned, 're', { department: 'd1' }).map((c) => c.id),
    ['1', '2'],
  );
  assert.deepEqual(
    matching(canned, 'devolucoes').map((c) => c.id),
    ['1'],
  );
});

test('variables are filled, one without a value stays to be seen', () => {
  const values = { 'customer.first_name': 'Anna', 'ticket.number': undefined };
  assert.equal(fill('Hello {{customer.first_name}}, {{ ticket.number }}.', values), 'Hello Anna, {{ ticket.number }}.');
  assert.deepEqual(pieces('{{ticket.number}}', values), [{ text: '{{ticket.number}}', missing: true }]);
});

test('choices are kept, broken storage costs only the memory', () => {
  const kept = new Map();
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v) };
  new Preferences(storage).set('send', 'ctrl');
  assert.equal(new Preferences(storage).get('send'), 'ctrl');
  const full = {
    getItem: () => '{broken',
    setItem: () => {
      throw new Error('full');
    },
  };
  const preferences = new Preferences(full);
  preferences.set('keys', false);
  assert.equal(preferences.get('keys'), false);
});
