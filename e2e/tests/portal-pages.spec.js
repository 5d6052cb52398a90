// The portal's pages as a customer meets them: light, live, and careful with what is typed.
import { Api } from '../support/api.js';
import { expect, test } from '../support/fixtures.js';
import { PASSWORD } from '../support/server.js';
import { words } from '../support/words.js';

/** A customer who is signed in. @param {any} house @param {object} [options] */
async function customer(house, options) {
  const account = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
  const context = await house.context('en', options);
  await context.request.post(`${house.server.url}/api/v1/session`, {
    data: { email: account.email, password: PASSWORD },
  });
  const page = await context.newPage();
  return { account, context, page, api: await new Api(house.server.url).signIn(account.email) };
}

test('no page of the portal costs more than 30 KB', async ({ house }) => {
  const { page, api } = await customer(house);
  await api.post('/tickets', { title: 'The export stops at 80 %' });
  for (const path of ['/profile', '/tickets', '/tickets/new', '/tickets/1', '/chats']) {
    const bytes = /** @type {Promise<number>[]} */ ([]);
    const count = (/** @type {any} */ r) =>
      void (r.url().includes('/api/') || bytes.push(r.sizes().then((/** @type {any} */ s) => s.responseBodySize)));
    const fresh = await (await house.context('en', { storageState: await page.context().storageState() })).newPage();
    fresh.on('requestfinished', count);
    await fresh.goto(house.server.url + path);
    await fresh.waitForLoadState('networkidle');
    const total = (await Promise.all(bytes)).reduce((sum, n) => sum + n, 0);
    expect(total, path).toBeGreaterThan(5000);
    expect(total, path).toBeLessThanOrEqual(30_720);
    await fresh.close();
  }
});

test('an answer arrives on the open page; what is being typed, and where, stays', async ({ house }) => {
  const t = words('en');
  const { page, api } = await customer(house);
  await api.post('/tickets', { title: 'The export stops at 80 %' });
  await page.goto(`${house.server.url}/tickets/1`);
  const field = page.getByLabel(t('portal.answer'));
  await field.fill('Half a sent');
  const olga = await new Api(house.server.url).signIn((await house.admin.account({ name: 'Olga Brandt' })).email);
  await olga.post('/tickets/1/replies', { text: 'Which version is it?', internal: false, cmid: crypto.randomUUID() });
  await expect(page.getByText('Which version is it?')).toBeVisible();
  await olga.patch('/tickets/1', { status: 'waiting_customer' });
  await expect(page.getByText(t('common.status.waiting_you'), { exact: true })).toBeVisible();
  await expect(field).toHaveValue('Half a sent');
  await expect(field).toBeFocused();
  await page.keyboard.type('ence');
  await page.reload();
  await expect(field, 'a reload costs nothing').toHaveValue('Half a sentence');
  await page
    .getByRole('main')
    .getByRole('button', { name: t('portal.reply'), exact: true })
    .click();
  await expect(page.getByText(t('portal.done.reply'))).toBeVisible();
  await page.reload();
  await expect(field, 'sent is sent').toHaveValue('');
});

test('a similar ticket shows while the title is typed; the draft waits in the browser; a refusal keeps all', async ({
  house,
}) => {
  const t = words('en');
  const { page, api } = await customer(house);
  await api.post('/tickets', { title: 'The order import stops at a return' });
  await page.goto(`${house.server.url}/tickets/new`);
  await page.getByLabel(t('portal.col.title')).fill('Order import stops at row 12');
  await expect(
    page.getByRole('complementary', { name: t('portal.new.similar') }).getByRole('link', { name: /#1/ }),
  ).toBeVisible();
  await page.getByLabel(t('common.type.installation')).check();
  await page.getByLabel(t('portal.new.description')).fill('Since *Monday*.');
  await expect(page.getByText(/Draft kept/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(t('portal.new.description'))).toHaveValue('Since *Monday*.');
  house.watch.expected.push(/status of 422/);
  await page
    .getByRole('main')
    .getByRole('button', { name: t('portal.open_ticket') })
    .click();
  await expect(page.getByLabel(t('portal.new.wished'))).toBeFocused();
  await expect(page.getByLabel(t('portal.new.wished'))).toHaveAccessibleDescription(new RegExp(t('faults.required')));
  await expect(page.getByLabel(t('portal.new.description'))).toHaveValue('Since *Monday*.');
  await page.getByLabel(t('portal.new.wished')).fill('2030-01-02');
  await page
    .getByRole('main')
    .getByRole('button', { name: t('portal.open_ticket') })
    .click();
  await expect(page.getByText(t('portal.done.opened'))).toBeVisible();
  await page.goto(`${house.server.url}/tickets/new`);
  await expect(page.getByLabel(t('portal.new.description'))).toHaveValue('');
});
