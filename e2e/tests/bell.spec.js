// The bell of the portal: told at once on every page, read by a click, and without scripts too.
import { Api } from '../support/api.js';
import { expect, test } from '../support/fixtures.js';
import { PASSWORD } from '../support/server.js';
import { words } from '../support/words.js';

/** Waits until somebody was told of that. @param {Api} api @param {string} kind */
const told = (api, kind) =>
  expect.poll(async () => (await api.get('/notices')).items.map((/** @type {any} */ n) => n.kind)).toContain(kind);

test('an answer rings the bell of a page with a half-filled form; its line leads there and is read then', async ({
  house,
}) => {
  const t = words('pt-BR');
  const account = await house.admin.account({ name: 'Caio Lima', role: 'customer', locale: 'pt-BR' });
  const context = await house.context('pt-BR');
  await context.request.post(`${house.server.url}/api/v1/session`, {
    data: { email: account.email, password: PASSWORD },
  });
  const page = await context.newPage();
  const caio = await new Api(house.server.url).signIn(account.email);
  await caio.post('/tickets', { title: 'A importação para' });
  await told(caio, 'ticket.opened');
  await caio.post('/notices/read', { all: true });

  await page.goto(`${house.server.url}/tickets/new`);
  const bell = page.locator('.bell-menu');
  await expect(bell.locator('.badge')).toHaveCount(0);
  await page.locator('#title').fill('Meia frase');
  const olga = await new Api(house.server.url).signIn((await house.admin.account({ name: 'Olga Brandt' })).email);
  await olga.post('/tickets/1/replies', { text: 'Qual versão?', internal: false, cmid: crypto.randomUUID() });
  await expect(bell.locator('.badge')).toHaveText('1');
  await expect(page.locator('#title')).toHaveValue('Meia frase');
  await bell.locator('summary').click();
  await bell
    .getByRole('link', {
      name: t('notice.ticket.replied', { by: 'Olga Brandt', number: 1, title: 'A importação para' }),
    })
    .click();
  await expect(page).toHaveURL(/\/tickets\/1$/);
  await expect(bell.locator('.badge')).toHaveCount(0);
});

test('without scripts the bell opens, leads to all notices and marks them as read', async ({ house }) => {
  const t = words('en');
  const account = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
  const context = await house.context('en', { javaScriptEnabled: false });
  await context.request.post(`${house.server.url}/api/v1/session`, {
    data: { email: account.email, password: PASSWORD },
  });
  const anna = await new Api(house.server.url).signIn(account.email);
  await anna.post('/tickets', { title: 'The export stops' });
  await told(anna, 'ticket.opened');
  const page = await context.newPage();
  await page.goto(`${house.server.url}/profile`);
  await page.locator('.bell-menu summary').click();
  await page.getByRole('link', { name: t('portal.bell.all') }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: t('portal.bell.read') })
    .click();
  await expect(page.locator('.bell-menu .badge')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('link', { name: 'The export stops' })).toBeVisible();
});
