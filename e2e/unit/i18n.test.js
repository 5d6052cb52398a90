import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parts, t, useTexts } from '../../static/shared/i18n.js';

const folder = new URL('../../static/locales/', import.meta.url);
const read = (lang, area) => JSON.parse(readFileSync(new URL(`${lang}/${area}.json`, folder), 'utf8'));
const names = (text) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();

test('a million is "other" where the language says "many"', () => {
  useTexts('pt-BR', { n: { one: '{count} pessoa', other: '{count} pessoas' } });
  assert.equal(t('n', { count: 1 }), '1 pessoa');
  assert.equal(t('n', { count: 1_000_000 }), '1.000.000 pessoas');
});

test('an argument may be an element', () => {
  useTexts('en', { by: 'We answer by {when}.' });
  const element = { tag: 'b' };
  assert.deepEqual(parts('by', { when: element }), ['We answer by ', element, '.']);
});

test('an argument with braces is not filled in again', () => {
  useTexts('en', { hello: '{name}!' });
  assert.equal(t('hello', { name: '{name}' }), '{name}!');
});

test('every language of the widget has the keys and arguments of the English texts', () => {
  const en = read('en', 'widget');
  for (const lang of readdirSync(folder).filter((l) => l !== 'en')) {
    const other = read(lang, 'widget');
    assert.deepEqual(Object.keys(other).sort(), Object.keys(en).sort());
    for (const key of Object.keys(en)) assert.deepEqual(names(other[key]), names(en[key]), `${lang} ${key}`);
  }
});

test('every text the widget asks for exists, and is asked for whole: its bundle puts texts where keys stand', () => {
  const known = new Set(Object.keys(read('en', 'widget')));
  const asked = new Set();
  const source = new URL('../../static/widget/', import.meta.url);
  for (const file of readdirSync(source).filter((f) => f.endsWith('.js'))) {
    for (const [, key] of readFileSync(new URL(file, source), 'utf8').matchAll(/['"`](widget\.[^'"`]+)/g)) {
      assert.ok(known.has(key), `${file}: ${key}`);
      asked.add(key);
    }
  }
  assert.deepEqual(
    [...known].filter((key) => !asked.has(key)),
    [],
  );
});
