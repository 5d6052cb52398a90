// What strangers write is shown as text, never run: in messages, names, file names, titles, page addresses.
import { Api } from '../support/api.js';
import { expect, test } from '../support/fixtures.js';

const PAYLOADS = [
  '<img src=x onerror="window.ran=1">',
  '<script>window.ran=1</script>',
  '<svg/onload=window.ran=1>',
  '[click](javascript:window.ran=1)',
  'javascript:window.ran=1',
  '"><iframe srcdoc="<script>parent.ran=1</script>">',
  '`<b onmouseover=window.ran=1>x</b>`',
  '![x](x" onerror="window.ran=1)',
  '<a href="data:text/html,<script>window.ran=1</script>">x</a>',
  '{{constructor.constructor("window.ran=1")()}}',
  '\u202Etxt.exe <style>*{display:none}</style>',
];

/** Nothing of it ran in any frame. @param {import('@playwright/test').Page} page */
async function untouched(page) {
  for (const frame of page.frames())
    expect(await frame.evaluate(() => /** @type {any} */ (window).ran)).toBeUndefined();
}

test('hostile text is only text in the widget, at the console, on the ticket and in the portal', async ({ house }) => {
  const { url } = house.server;
  const hostile = PAYLOADS[0];
  const olga = await house.operator('Olga Brandt');
  const anna = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
  const customer = await new Api(url).signIn(anna.email);
  await customer.patch('/me', { name: hostile, job_title: PAYLOADS[1] });
  const { id } = await customer.post('/conversations', {
    cmid: crypto.randomUUID(),
    text: PAYLOADS.join('\n\n'),
    subject: PAYLOADS[2],
    page: 'javascript:window.ran=1',
  });
  const form = new FormData();
  form.append(
    'file',
    new Blob(['<script>window.ran=1</script>'], { type: 'text/html' }),
    '<img src=x onerror=window.ran=1>.html',
  );
  const file = await customer.upload(form);
  await customer.post(`/conversations/${id}/messages`, {
    cmid: crypto.randomUUID(),
    text: 'A file.',
    files: [file.id],
  });
  await house.admin.post('/tickets', { conversation: id, title: hostile, description: PAYLOADS.join('\n\n') });

  await olga.page.goto(`${url}/console/inbox/all/${id}`);
  await expect(olga.log.getByText('A file.')).toBeVisible();
  await expect(olga.log.getByText(hostile).first()).toBeVisible();
  await untouched(olga.page);
  for (const path of ['inbox/all', 'tickets', 'tickets/1', 'search?q=window']) {
    await olga.page.goto(`${url}/console/${path}`);
    await expect(olga.page.getByText(hostile).first()).toBeVisible();
    await untouched(olga.page);
  }

  const context = await house.context();
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(anna.email);
  await page.getByLabel('Password', { exact: true }).fill('Right-Angle-42');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/profile/);
  for (const path of ['profile', 'tickets', 'tickets/1', 'chats', `chats/${id}`]) {
    await page.goto(`${url}/${path}`);
    await expect(page.getByText(hostile).filter({ visible: true }).first()).toBeVisible();
    await untouched(page);
  }
  await page.goto(`${url}/chat`);
  await page.getByRole('button', { name: 'Continue the chat' }).click();
  await expect(page.getByRole('log').getByText(hostile).first()).toBeVisible();
  await untouched(page);
});

test('a file that could run is handed over, never shown as a page', async ({ house }) => {
  const { url } = house.server;
  const { email } = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
  const anna = await new Api(url).signIn(email);
  const form = new FormData();
  form.append('file', new Blob(['<script>document.title="ran"</script>'], { type: 'image/png' }), 'page.svg');
  const file = await anna.upload(form);
  const answer = await anna.raw(`/files/${file.id}/page.svg`);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
});
