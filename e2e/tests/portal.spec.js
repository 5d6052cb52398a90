// The customer's pages, without scripts and with them.
import { Api } from '../support/api.js';
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { ADMIN, PASSWORD, Server } from '../support/server.js';
import { words } from '../support/words.js';

for (const javaScriptEnabled of [false, true]) {
  test(`a customer signs in, keeps the profile, opens a ticket and answers on it ${javaScriptEnabled ? 'with' : 'without'} scripts`, async ({
    house,
  }) => {
    const t = words('en');
    const { url } = house.server;
    const anna = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
    const page = await (await house.context('en', { javaScriptEnabled })).newPage();
    const main = page.getByRole('main');

    await page.goto(`${url}/tickets`);
    await expect(page, 'asked to sign in first').toHaveURL(/\/sign-in\?return=/);
    house.watch.expected.push(/status of 401/);
    await page.getByLabel(t('portal.email')).fill(anna.email);
    await page.getByLabel(t('portal.password'), { exact: true }).fill('not the one');
    await main.getByRole('button', { name: t('portal.sign_in') }).click();
    await expect(main.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel(t('portal.email'))).toHaveValue(anna.email);
    await page.getByLabel(t('portal.password'), { exact: true }).fill(PASSWORD);
    await main.getByRole('button', { name: t('portal.sign_in') }).click();
    await expect(page, 'the page asked for').toHaveURL(`${url}/tickets`);

    await page.goto(`${url}/profile`);
    await page.getByLabel(t('portal.job_title')).fill('Treasurer');
    await page.getByLabel(t('portal.full_name')).fill('Anna Lindqvist-Berg');
    await main.getByRole('button', { name: t('portal.update') }).click();
    await expect(main.getByText(t('portal.updated'))).toBeVisible();
    await expect(page.getByLabel(t('portal.job_title'))).toHaveValue('Treasurer');

    await page.getByRole('link', { name: t('portal.open_ticket') }).click();
    await page.getByLabel(t('portal.col.title')).fill('The export stops at 80 %');
    await page.getByLabel(t('portal.new.description')).fill('Since **Monday**, every time.');
    await main.getByRole('button', { name: t('portal.open_ticket') }).click();
    await expect(page).toHaveURL(/\/tickets\/1(\?|$)/);
    await expect(page.getByRole('heading', { level: 1, name: 'The export stops at 80 %' })).toBeVisible();

    await page.getByLabel(t('portal.answer')).fill('It happened again just now.');
    await page
      .getByLabel(t('portal.attach'))
      .setInputFiles({ name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('row 128\n') });
    await main.getByRole('button', { name: t('portal.reply'), exact: true }).click();
    await expect(main.getByText('It happened again just now.')).toHaveCount(1);
    await expect(main.getByRole('link', { name: /log\.txt/ })).toBeVisible();

    const olga = await new Api(url).signIn((await house.admin.account({ name: 'Olga Brandt' })).email);
    await olga.post('/tickets/1/replies', { text: 'A fix is on its way.', internal: false, cmid: crypto.randomUUID() });
    await olga.post('/tickets/1/replies', { text: 'Only for us.', internal: true, cmid: crypto.randomUUID() });
    if (!javaScriptEnabled) await page.goto(`${url}/tickets/1`);
    await expect(main.getByText('A fix is on its way.')).toBeVisible();
    await expect(main.getByText('Only for us.')).toHaveCount(0);

    await main.getByRole('button', { name: t('portal.close_ticket') }).click();
    await expect(main.getByText(t('common.status.closed'), { exact: true }).first()).toBeVisible();
    await page.goto(`${url}/tickets?view=closed`);
    await expect(main.getByRole('link', { name: 'The export stops at 80 %' })).toBeVisible();

    await page.getByText('Anna Lindqvist-Berg').first().click();
    await page.getByRole('button', { name: t('portal.sign_out') }).click();
    await page.goto(`${url}/tickets/1`);
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test(`a customer reads and goes on with a chat in the portal ${javaScriptEnabled ? 'with' : 'without'} scripts`, async ({
    house,
  }) => {
    const t = words('en');
    const { url } = house.server;
    const { email } = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
    const anna = await new Api(url).signIn(email);
    const { id } = await anna.post('/conversations', { cmid: crypto.randomUUID(), text: 'The invoice is wrong.' });
    const page = await (await house.context('en', { javaScriptEnabled })).newPage();
    const main = page.getByRole('main');
    await page.goto(`${url}/chats`);
    await page.getByLabel(t('portal.email')).fill(email);
    await page.getByLabel(t('portal.password'), { exact: true }).fill(PASSWORD);
    await main.getByRole('button', { name: t('portal.sign_in') }).click();
    await main
      .getByRole('row', { name: /The invoice is wrong/ })
      .getByRole('link')
      .click();
    await page.getByLabel(t('portal.answer')).fill('It says 128, it should say 12.');
    await main.getByRole('button', { name: t('portal.send'), exact: true }).click();
    await expect(main.getByText('It says 128, it should say 12.')).toHaveCount(1);

    const olga = await new Api(url).signIn((await house.admin.account({ name: 'Olga Brandt' })).email);
    await olga.post(`/conversations/${id}/claim`);
    await olga.post(`/conversations/${id}/messages`, { cmid: crypto.randomUUID(), text: 'A new one is out.' });
    if (!javaScriptEnabled) await page.reload();
    await expect(main.getByText('A new one is out.')).toHaveCount(1);
  });
}

test('the portal speaks Portuguese to whoever reads Portuguese', async ({ house }) => {
  const page = await (await house.context('pt-BR')).newPage();
  await page.goto(house.server.url);
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
  await page.getByRole('banner').getByRole('link', { name: 'Entrar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
});

test('a staff session that ended asks to sign in and comes back to the same place', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  await olga.page.goto(`${house.server.url}/console/tickets`);
  await expect(olga.page.getByRole('heading').first()).toBeVisible();
  house.watch.expected.push(/status of 401/);
  const elsewhere = await new Api(house.server.url).signIn(olga.account.email);
  await elsewhere.call('DELETE', '/me/sessions');
  await expect(olga.page).toHaveURL(/\/sign-in/);
  await olga.page.getByLabel(olga.w('portal.email')).fill(olga.account.email);
  await olga.page.getByLabel(olga.w('portal.password'), { exact: true }).fill(PASSWORD);
  await olga.page
    .getByRole('main')
    .getByRole('button', { name: olga.w('portal.sign_in') })
    .click();
  await expect(olga.page).toHaveURL(`${house.server.url}/console/tickets`);
});

test('a first password is replaced before anything else', async ({ house }) => {
  const t = words('en');
  const { url } = house.server;
  const { email } = await house.admin.account({ name: 'Olga Brandt', must_change: true });
  const page = await (await house.context()).newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel(t('portal.email')).fill(email);
  await page.getByLabel(t('portal.password'), { exact: true }).fill(PASSWORD);
  await page
    .getByRole('main')
    .getByRole('button', { name: t('portal.sign_in') })
    .click();
  await expect(page.getByText(t('portal.must_change'))).toBeVisible();
  await page.goto(`${url}/console`);
  await expect(page).toHaveURL(/\/profile/);
  await page.getByLabel(t('portal.password.current')).fill(PASSWORD);
  await page.getByLabel(t('portal.password.new')).fill('Her-Own-Word-7');
  await page.getByLabel(t('portal.password.confirm')).fill('Her-Own-Word-7');
  await page.getByRole('button', { name: t('portal.password.change') }).click();
  await expect(page.getByText(t('portal.must_change'))).toHaveCount(0);
  await page.goto(`${url}/console`);
  await expect(page.getByRole('navigation', { name: t('console.main_navigation') }).first()).toBeVisible();
});

test('the printed link sets up an empty installation, once, and leads to the first steps', async ({ house }) => {
  const t = words('en');
  const server = await Server.make({ empty: true });
  try {
    const printed = () => /http:\S+\/setup#\S+/.exec(`${server.lines.join('\n')}\n${server.log}`)?.[0] ?? '';
    await expect.poll(printed).not.toBe('');
    const page = await (await house.context()).newPage();
    await page.goto(printed());
    await expect(page.getByRole('heading', { level: 1, name: t('setup.title') })).toBeVisible();
    await expect(page, 'the code is out of sight').not.toHaveURL(/#/);
    await accessible(page, 'setup');
    await page.getByLabel(t('setup.company')).fill('Acme Support');
    await page.getByLabel(t('setup.name')).fill('Ada Monteiro');
    await page.getByLabel(t('portal.email')).fill(ADMIN);
    await page.getByLabel(t('portal.password'), { exact: true }).fill('short');
    house.watch.expected.push(/status of 4(10|22)/);
    await page.getByRole('button', { name: t('setup.go') }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel(t('setup.company'))).toHaveValue('Acme Support');
    await page.getByLabel(t('portal.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('setup.go') }).click();
    await expect(page).toHaveURL(`${server.url}/console/getting-started`);
    await expect(
      page.getByRole('heading', { level: 1, name: t('settings.start.title', { name: 'Ada' }) }),
    ).toBeVisible();

    await page.goto(printed());
    await expect(page.getByText(t('setup.used'))).toBeVisible();
    await page.close();
  } finally {
    await server.remove();
  }
});
