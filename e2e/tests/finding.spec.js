// Finding tickets and people at the console.
import { Api } from '../support/api.js';
import { expect, test } from '../support/fixtures.js';
import { writes } from '../support/visitor.js';

test('the ticket list is searched while one types, and the browser goes back in one step', async ({ house }) => {
  for (const title of ['Export stops at 80 %', 'Login page is blank']) await house.admin.post('/tickets', { title });
  const olga = await house.operator('Olga Brandt');
  const { page } = olga;
  await page.goto(`${house.server.url}/console/tickets?view=open`);
  const titles = page.getByRole('main').locator('.title-link');
  await expect(titles).toHaveCount(2);
  const box = page.getByRole('searchbox', { name: olga.w('tickets.search') });
  await box.pressSequentially('export', { delay: 30 });
  await expect(titles).toHaveText(['Export stops at 80 %']);
  await expect(box).toBeFocused();
  await expect(box).toHaveValue('export');
  await expect(page).toHaveURL(/q=export/);
  await expect(page.getByRole('button', { name: olga.w('tickets.reset') })).toBeVisible();
  await box.pressSequentially('x');
  await expect(titles).toHaveCount(0);
  await page.goBack();
  await expect(titles).toHaveCount(2);
});

test('a new ticket takes the customer that fits, or says what to type', async ({ house }) => {
  const anna = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
  await house.admin.account({ name: 'Bruno Lindqvist', role: 'customer' });
  const olga = await house.operator('Olga Brandt');
  const { page } = olga;
  await page.goto(`${house.server.url}/console/tickets`);
  await page
    .getByRole('button', { name: olga.w('tickets.new') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  const contact = dialog.getByRole('combobox', { name: olga.w('tickets.field.contact') });
  const create = dialog.getByRole('button', { name: olga.w('tickets.create') });
  await dialog.getByLabel(olga.w('tickets.field.title')).fill('Two of that name');
  await contact.fill('lindqvist');
  await create.click();
  await expect(contact).toHaveAccessibleDescription(/lindqvist/);
  await expect(contact).toBeFocused();

  await contact.fill('');
  await contact.pressSequentially('lind');
  const options = dialog.getByRole('listbox', { name: olga.w('tickets.contacts') }).getByRole('option');
  await expect(options).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  const picked = await options.and(page.getByRole('option', { selected: true })).textContent();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  expect(picked).toContain((await contact.inputValue()).split(' <')[0]);

  await contact.fill('anna');
  await create.click();
  await expect(dialog).toBeHidden();
  const { items } = await house.admin.get('/tickets');
  expect(items[0].contact.id).toBe(anna.id);
});

test('a visitor without a name is told apart by the page', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  await writes(house, 'Hello?');
  await expect(olga.row('Hello?').getByText(olga.t('visitor'), { exact: true })).toHaveCount(1);
  await expect(olga.row('Hello?')).toContainText(house.site.url.replace('http://', ''));
});

test('another department’s chats are read from their beginning, however far one had read before', async ({ house }) => {
  const olga = await house.operator('Olga Brandt', {
    online: false,
    context: { viewport: { width: 1280, height: 360 } },
  });
  const { items } = await house.admin.get('/departments');
  const sales = await house.admin.post('/departments', { name: 'Sales', members: [olga.account.id] });
  const closed = async (/** @type {string} */ department, /** @type {string} */ text) => {
    const visitor = new Api(house.server.url);
    const { token } = await visitor.post('/widget/visitor', { site: 'default' });
    const said = { cmid: crypto.randomUUID(), text, new: { site: 'default', department } };
    const { id } = await visitor.call('POST', '/conversations', said, { Authorization: `Bearer ${token}` });
    await house.admin.post(`/conversations/${id}/close`);
  };
  for (let i = 1; i <= 3; i++) await closed(sales.id, `An offer, please ${i}`);
  for (let i = 1; i <= 24; i++) await closed(items[0].id, `It does not work ${i}`);

  const { page } = olga;
  await page.route('**/api/v1/conversations?*', (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '20'); // the server's own pages, only shorter
    return route.continue({ url: url.href });
  });
  await olga.view('closed');
  await expect(olga.row('It does not work')).toHaveCount(20);
  await page.getByRole('link', { name: 'Sales', exact: true }).click();
  await expect(olga.row('An offer, please')).toHaveCount(3);
  await page.goBack();
  await expect(olga.row('It does not work')).toHaveCount(20);
  await page.locator('.list-scroll').evaluate((e) => e.scrollTo(0, e.scrollHeight));
  await expect(olga.row('It does not work')).toHaveCount(24);
});
