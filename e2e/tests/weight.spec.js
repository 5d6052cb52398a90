// What the widget costs a stranger's page.
import { gzipSync } from 'node:zlib';
import { expect, test } from '../support/fixtures.js';

test('one request before the click, none to a third party, 22 KB for all of the widget', async ({ house }) => {
  await house.operator('Olga Brandt');
  const context = await house.context();
  /** @type {import('@playwright/test').Request[]} */
  const requests = [];
  context.on('request', (r) => r.url().startsWith('http') && requests.push(r));
  const finished = /** @type {Promise<any>[]} */ ([]);
  context.on('requestfinished', (r) =>
    finished.push(r.sizes().then((s) => ({ url: r.url(), bytes: s.responseBodySize }))),
  );

  const visitor = await house.visitor('en', { context });
  await expect(visitor.launcher).toBeVisible();
  await visitor.page.waitForLoadState('networkidle');
  const ours = () => requests.filter((r) => !r.url().startsWith(house.site.url)).map((r) => r.url());
  expect(ours()).toEqual([`${house.server.url}/widget.js`]);

  await visitor.open();
  await visitor.enter();
  await expect(visitor.input).toBeVisible();
  await visitor.page.waitForLoadState('networkidle');
  for (const url of ours()) expect(url.startsWith(`${house.server.url}/`), `${url} is ours`).toBe(true);

  const files = (await Promise.all(finished)).filter(
    (f) => f.url.startsWith(house.server.url) && !f.url.includes('/api/'),
  );
  const names = files.map((f) => f.url);
  expect(names.length, 'a file is fetched once').toBe(new Set(names).size);
  const table = files.map((f) => `${String(f.bytes).padStart(6)} ${new URL(f.url).pathname}`).join('\n');
  const total = files.reduce((n, f) => n + f.bytes, 0);
  test.info().annotations.push({ type: 'bytes', description: String(total) });
  expect(total, table).toBeGreaterThan(4096);
  expect(total, table).toBeLessThanOrEqual(22_528);
});

test('the loader is at most 4 KB compressed', async ({ house }) => {
  const answer = await fetch(`${house.server.url}/widget.js`, { redirect: 'error' });
  expect(answer.status).toBe(200);
  expect(gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length).toBeLessThanOrEqual(4096);
});

test('the loader takes the main thread of the page for 20 ms at most', async ({ house }) => {
  const visitor = await house.visitor();
  await expect(visitor.launcher).toBeVisible();
  const session = await visitor.page.context().newCDPSession(visitor.page);
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
  await visitor.page.reload();
  await expect(visitor.launcher).toBeVisible();
  const { profile } = await session.send('Profiler.stop');
  const loaders = new Set(profile.nodes.filter((n) => n.callFrame.url.endsWith('/widget.js')).map((n) => n.id));
  const micros = (profile.samples ?? []).reduce(
    (sum, id, i) => sum + (loaders.has(id) ? (profile.timeDeltas?.[i] ?? 0) : 0),
    0,
  );
  expect(micros / 1000).toBeLessThanOrEqual(20);
});
