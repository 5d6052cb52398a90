import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../static');

/** Every module that the console's start needs, found by its import lines. */
function graph(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  const source = readFileSync(join(root, path), 'utf8');
  for (const [, to] of source.matchAll(/^(?:import|export)\s+(?:[^'"]*?from\s+)?['"](\.[^'"]+)['"]/gms))
    graph(normalize(join(dirname(path), to)), seen);
  return seen;
}

test('the page asks for every module of the first load at once, and for no other', () => {
  const page = readFileSync(join(root, 'console/index.html'), 'utf8');
  const listed = [...page.matchAll(/modulepreload" href="\{\{\.Assets\}\}([^"]+)"/g)].map((m) => m[1]);
  const needed = graph('console/app.js');
  const own = (/** @type {Iterable<string>} */ paths) => [...paths].filter((p) => p.startsWith('console/')).sort();
  assert.deepEqual(own(listed), own(needed));
  assert.deepEqual(
    listed.filter((p) => !needed.has(p)),
    [],
  );
});

test('what opens seldom is not in the first load', () => {
  const first = graph('console/app.js');
  for (const part of ['palette', 'help', 'transfer-dialog', 'person-dialog', 'routing-dialog', 'convert', 'tickets'])
    assert.ok(!first.has(`console/${part}.js`), part);
});
