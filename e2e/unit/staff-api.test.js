import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { StaffApi } from '../../static/console/staff-api.js';

test('a list is read to its end, however many pages it has', async () => {
  const asked = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url, 'http://desk.test').searchParams;
    asked.push(Object.fromEntries(query));
    const page = { '': { items: [1, 2], next: 'b' }, b: { items: [3], next: 'c' }, c: { items: [], next: null } };
    response.end(JSON.stringify(page[query.get('cursor') ?? '']));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const api = new StaffApi();
  api.url = (path) => `http://127.0.0.1:${server.address().port}${path}`;
  assert.deepEqual(await api.all('/departments', { role: 'x' }), [1, 2, 3]);
  assert.deepEqual(asked, [
    { role: 'x', limit: '200' },
    { role: 'x', limit: '200', cursor: 'b' },
    { role: 'x', limit: '200', cursor: 'c' },
  ]);
  server.closeAllConnections();
  server.close();
});
