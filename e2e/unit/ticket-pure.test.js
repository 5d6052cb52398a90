import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestTitle } from '../../static/console/convert-title.js';
import { endOf, faultOfDay, hoursOfWeek, nextInterval, tidy } from '../../static/console/settings-week.js';
import { countFold, filesOf, foldTimeline, placeEntry } from '../../static/console/ticket-fold.js';
import { nextClock, spanText, stepsFrom, urgency } from '../../static/console/ticket-words.js';

const t = (key, args = {}) => `${key.split('.').at(-1)}:${Object.values(args).join('/')}`;

test('the title is the first sentence that says something', () => {
  assert.equal(suggestTitle('Hello! The import stops at row 4. It worked before.'), 'The import stops at row 4');
  assert.equal(suggestTitle('Bom dia, tudo parado desde as 14:05.'), 'Tudo parado desde as 14:05');
  assert.equal(suggestTitle('Hola buenos días, no imprime'), 'No imprime');
  assert.equal(suggestTitle('Hi'), 'Hi');
  assert.equal(suggestTitle('  '), '');
});

test('a long first sentence is cut between words', () => {
  const title = suggestTitle(`The ${'very '.repeat(40)}long story`);
  assert.ok(title.length <= 91 && title.endsWith('very…'), title);
});

test('code and marks of Markdown do not come into the title', () => {
  assert.equal(suggestTitle('**Export** fails with `E42`'), 'Export fails with E42');
});

test('a clock that is late counts before one that runs, a paused one only alone', () => {
  const late = { due: '2026-01-01T00:00:00Z', state: 'breached', remaining_s: -60 };
  const soon = { due: '2026-01-02T00:00:00Z', state: 'running', remaining_s: 60 };
  const paused = { due: '2025-01-01T00:00:00Z', state: 'paused', remaining_s: 60 };
  assert.equal(nextClock({ sla: { solution: soon, first_answer: late, next_answer: paused } }).name, 'first_answer');
  assert.equal(nextClock({ sla: { next_answer: paused } }).name, 'next_answer');
  assert.equal(nextClock({ sla: {} }), null);
  assert.equal(nextClock({}), null);
});

test('urgency follows the time left', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const due = (minutes) => ({ due: new Date(now + minutes * 60_000).toISOString(), state: 'running', remaining_s: 0 });
  assert.equal(urgency(due(-1), now), 'late');
  assert.equal(urgency(due(44), now), 'soon');
  assert.equal(urgency(due(120), now), 'running');
  assert.equal(urgency({ ...due(1), state: 'paused' }, now), 'paused');
});

test('spans are short words', () => {
  assert.equal(spanText(59, t), 'seconds:59');
  assert.equal(spanText(-24 * 60, t), 'minutes:24');
  assert.equal(spanText(3600 + 5 * 60, t), 'hours_minutes:1/05');
  assert.equal(spanText(7200, t), 'hours:2');
  assert.equal(spanText(3 * 86400 + 7200, t), 'days_hours:3/2');
});

test('nobody sets a ticket back to new', () => {
  assert.ok(!stepsFrom('open').includes('new') && !stepsFrom('open').includes('open'));
});

const chat = (id, conv = 'c', stream = 'public', files = []) => ({
  id,
  kind: 'chat',
  at: id,
  message: { conv, stream, files },
});

test('neighbouring messages of one chat fold; a note, a change or another chat parts them', () => {
  const items = foldTimeline([
    chat('1'),
    chat('2'),
    chat('3', 'c', 'internal'),
    chat('4'),
    chat('5', 'd'),
    { id: '6', kind: 'change' },
  ]);
  assert.deepEqual(
    items.map((i) => (i.kind === 'chat' ? i.entries.length : i.entry.id)),
    [2, '3', 1, 1, '6'],
  );
});

test('a fold counts messages and files', () => {
  assert.deepEqual(countFold([chat('1', 'c', 'public', [{ id: 'f' }]), chat('2')]), { messages: 2, files: 1 });
});

test('an entry takes its place by time, a known one is replaced', () => {
  const at = (id, time) => ({ id, kind: 'reply', at: time });
  const list = [at('a', '2026-01-01T10:00:00Z'), at('c', '2026-01-01T12:00:00Z')];
  assert.deepEqual(
    placeEntry(list, at('b', '2026-01-01T11:00:00Z')).map((e) => e.id),
    ['a', 'b', 'c'],
  );
  assert.equal(placeEntry(list, { ...list[0], text: 'new' })[0].text, 'new');
  assert.equal(placeEntry(list, list[1]).length, 2);
});

test('every file is listed once, newest first', () => {
  const files = filesOf([{ id: '1', files: [{ id: 'a' }] }, chat('2', 'c', 'public', [{ id: 'b' }, { id: 'a' }])]);
  assert.deepEqual(
    files.map((f) => f.id),
    ['b', 'a'],
  );
});

test('a day with a missing, backward or overlapping interval is named', () => {
  assert.equal(
    faultOfDay([
      ['08:00', '12:00'],
      ['13:00', '18:00'],
    ]),
    null,
  );
  assert.equal(faultOfDay([['08:00', '00:00']]), null);
  assert.deepEqual(faultOfDay([['08:00', '']]), { index: 0, fault: 'missing' });
  assert.deepEqual(faultOfDay([['12:00', '08:00']]), { index: 0, fault: 'backwards' });
  assert.deepEqual(
    faultOfDay([
      ['13:00', '18:00'],
      ['08:00', '14:00'],
    ]),
    { index: 0, fault: 'overlap' },
  );
});

test('the next interval follows the last one, or is left empty late in the day', () => {
  assert.deepEqual(nextInterval([['08:00', '12:00']]), ['13:00', '17:00']);
  assert.deepEqual(nextInterval([['08:00', '23:00']]), ['', '']);
});

test('a week is sent in order, without closed days; midnight ends a day', () => {
  assert.deepEqual(
    tidy({
      mon: [
        ['13:00', '18:00'],
        ['08:00', '12:00'],
      ],
      tue: [],
    }),
    {
      mon: [
        ['08:00', '12:00'],
        ['13:00', '18:00'],
      ],
    },
  );
  assert.equal(endOf(['08:00', '00:00']), '24:00');
  assert.equal(
    hoursOfWeek({
      mon: [
        ['08:00', '12:00'],
        ['13:00', '17:30'],
      ],
      sun: [['22:00', '00:00']],
    }),
    10.5,
  );
});
