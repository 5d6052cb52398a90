import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hue, initials } from '../../static/shared/avatar.js';
import { clock, day, daysFrom, short, useZone } from '../../static/shared/clock.js';
import { useTexts } from '../../static/shared/i18n.js';
import { duration, relative } from '../../static/shared/time.js';

const now = new Date(2026, 10, 23, 15, 30).getTime();
const at = (d, h, m = 0) => new Date(2026, 10, d, h, m);

test('days are counted by the calendar, not by 24 hours', () => {
  assert.equal(daysFrom(at(24, 0, 5), now), 1);
  assert.equal(daysFrom(at(22, 23, 55), now), -1);
  assert.equal(daysFrom(at(23, 0), now), 0);
});

test('a moment names its day unless it is today', () => {
  useTexts('en', {});
  assert.equal(short(at(23, 10, 42), now), '10:42');
  assert.equal(short(at(24, 2, 31), now), 'tomorrow, 02:31');
  assert.equal(day(at(26, 9), now), 'Thursday');
  useTexts('pt-BR', {});
  assert.equal(short(at(24, 2, 31), now), 'amanhã, 02:31');
  useTexts('en', {});
});

test('what was said just now is now, the rest in the largest whole unit', () => {
  assert.equal(relative(now - 20_000, now), 'now');
  assert.equal(relative(now - 185_000, now), '3 minutes ago');
  assert.equal(relative(now + 7_300_000, now), 'in 2 hours');
});

test('a running clock never goes below zero', () => {
  assert.equal(duration(42), '0:42');
  assert.equal(duration(3753), '1:02:33');
  assert.equal(duration(-5), '0:00');
});

test('initials are those of the first and the last name', () => {
  assert.equal(initials('Marina da Rocha'), 'MR');
  assert.equal(initials('  ana '), 'A');
  assert.equal(initials('𝒜lef'), '𝒜');
  assert.equal(initials(''), '?');
});

test('a hue follows from the id alone and is one of twelve', () => {
  assert.equal(hue('01a2'), hue('01a2'));
  const all = new Set(Array.from({ length: 400 }, (_, i) => hue(`id${i}`)));
  assert.equal(all.size, 12);
  for (const h of all) assert.equal((h - 20) % 30, 0);
});

test('times are told in the zone of the reader, where the browser knows it', (t) => {
  t.after(() => useZone(undefined));
  const late = '2026-11-23T02:30:00Z';
  useZone('America/Sao_Paulo');
  assert.equal(clock(late), '23:30');
  assert.equal(daysFrom(late, '2026-11-23T12:00:00Z'), -1);
  useZone('Asia/Tokyo');
  assert.equal(clock(late), '11:30');
  assert.equal(daysFrom(late, '2026-11-23T12:00:00Z'), 0);
  useZone('Mars/Base');
  assert.equal(clock(late).length, 5);
});
