// axe finds nothing on any screen, in both themes.
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';

// looking at a dozen screens twice takes its time
test.describe.configure({ timeout: 150_000 });

test('the widget on a page: closed, home, chat, ticket, tickets, nobody there, rating @phone', async ({ house }) => {
  const away = await house.visitor();
  await accessible(away.page, 'launcher');
  await away.open();
  await accessible(away.page, 'home with nobody there');
  await away.enter();
  await expect(away.frame.getByRole('heading', { name: away.t('nobody') })).toBeVisible();
  await accessible(away.page, 'form with nobody there');
  await away.frame.getByRole('button', { name: away.t('send-message') }).click();
  await accessible(away.page, 'form with errors');
  await away.page.close();

  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.open();
  await accessible(visitor.page, 'home');
  await visitor.enter();
  await accessible(visitor.page, 'empty chat');
  await visitor.say('The export stops at 80 %.');
  await olga.openChat('The export stops at 80 %.');
  await olga.send('Which `version` do you run? See https://example.com/versions');
  await expect(visitor.log.getByText('Which')).toBeVisible();
  const number = await olga.convert('Export stops at 80 %');
  await expect(visitor.ticketCard(number)).toBeVisible();
  await accessible(visitor.page, 'chat');
  await visitor
    .ticketCard(number)
    .getByRole('button', { name: visitor.t('view-ticket') })
    .click();
  await expect(visitor.frame.getByRole('heading', { name: 'Export stops at 80 %' })).toBeVisible();
  await accessible(visitor.page, 'ticket');
  await visitor.frame.getByRole('button', { name: visitor.t('back'), exact: true }).click();
  await visitor.frame.getByRole('button', { name: visitor.t('back'), exact: true }).click();
  await expect(visitor.frame.getByRole('heading', { name: visitor.t('my-tickets') })).toBeVisible();
  await accessible(visitor.page, 'home with a chat and a ticket');
  await visitor.frame.getByRole('button', { name: visitor.t('close'), exact: true }).click();
  await olga.send('Still there?');
  await expect(visitor.frame.getByRole('status').getByText('Still there?')).toBeVisible();
  await accessible(visitor.page, 'preview of an answer');
  await visitor.launcher.click();
  await visitor.enter();
  const { items } = await house.admin.get('/conversations');
  await house.admin.post(`/conversations/${items[0].id}/close`);
  await expect(visitor.frame.getByRole('group', { name: visitor.t('how') })).toBeVisible();
  await accessible(visitor.page, 'rating');
});

test('the widget as a page', async ({ house }) => {
  await house.operator('Olga Brandt');
  const page = await (await house.context()).newPage();
  await page.goto(`${house.server.url}/chat`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await accessible(page, '/chat home');
  await page.getByRole('button', { name: 'Start a chat' }).click();
  await expect(page.getByRole('textbox')).toBeVisible();
  await accessible(page, '/chat');
});

test('the console: inbox, thread, dialogs, tickets, ticket, search @phone', async ({ house }) => {
  await house.admin.post('/canned-replies', {
    name: 'Greeting',
    shortcut: 'hello',
    text: 'Hello, this is {{operator.name}}.',
  });
  const olga = await house.operator('Olga Brandt');
  const { page } = olga;
  await accessible(page, 'empty inbox');
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say('The export stops at 80 %.');
  await expect(olga.row('The export stops at 80 %.')).toBeVisible();
  await accessible(page, 'inbox with a chat');
  await olga.openChat('The export stops at 80 %.');
  await olga.say('Which version do you run?');
  await olga.writeNote('Looks like the limit of the proxy.');
  await accessible(page, 'thread');
  if (!olga.phone) {
    await olga.note.pressSequentially('/');
    await expect(page.getByRole('listbox')).toBeVisible();
    await accessible(page, 'canned replies');
    await page.keyboard.press('Escape');
    await olga.note.fill('');
    await page.getByRole('button', { name: olga.t('transfer'), exact: true }).click();
    await accessible(page, 'transfer dialog');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await accessible(page, 'palette');
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: olga.t('convert'), exact: true }).click();
  await expect(page.getByRole('dialog').getByLabel(olga.w('tickets.field.title'))).not.toHaveValue('');
  await accessible(page, 'convert dialog');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: olga.w('tickets.create') })
    .click();
  await expect(visitor.ticketCard(1)).toBeVisible();
  await page.goto(`${house.server.url}/console/tickets`);
  await expect(page.getByRole('link', { name: /The export stops/ }).first()).toBeVisible();
  await accessible(page, 'tickets');
  await page.goto(`${house.server.url}/console/tickets/1`);
  await expect(page.getByRole('form', { name: olga.w('tickets.composer') })).toBeVisible();
  await accessible(page, 'ticket');
  await page.goto(`${house.server.url}/console/search?q=export`);
  await expect(
    page
      .getByRole('main')
      .getByRole('link', { name: /export/i })
      .first(),
  ).toBeVisible();
  await accessible(page, 'search');
  await page.goto(`${house.server.url}/console/search?q=nothinglikethis`);
  await expect(page.getByText(olga.w('tickets.search.none', { q: 'nothinglikethis' }))).toBeVisible();
  await accessible(page, 'search without a result');
});

test('the settings and the first steps', async ({ house }) => {
  const page = await (await house.context()).newPage();
  await page.goto(`${house.server.url}/sign-in`);
  await page.getByLabel('E-mail').fill('ada@balcao.test');
  await page.getByLabel('Password', { exact: true }).fill('Right-Angle-42');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/console/);
  for (const name of ['preferences', 'security', 'team', 'departments', 'canned', 'sites', 'general']) {
    await page.goto(`${house.server.url}/console/settings/${name}`);
    await expect(page.getByRole('main').getByRole('heading').nth(1)).toBeVisible();
    await page.waitForLoadState('networkidle');
    await accessible(page, `settings ${name}`);
  }
  await page.goto(`${house.server.url}/console/getting-started`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(page).toHaveURL(/getting-started/);
  await accessible(page, 'getting started');
});

test('the portal: signed out, signed in, refusals @phone', async ({ house }) => {
  const anna = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer' });
  const page = await (await house.context()).newPage();
  const { url } = house.server;
  await page.goto(url);
  await accessible(page, 'home');
  await page.goto(`${url}/sign-in`);
  await accessible(page, 'sign-in');
  house.watch.expected.push(/status of 40[14]/);
  await page.getByLabel('E-mail').fill(anna.email);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await accessible(page, 'sign-in refused');
  await page.goto(`${url}/no/such/page`);
  await accessible(page, 'error page');
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(anna.email);
  await page.getByLabel('Password', { exact: true }).fill('Right-Angle-42');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/profile/);
  await accessible(page, 'profile');
  await page.goto(`${url}/tickets`);
  await accessible(page, 'no tickets');
  await page.goto(`${url}/tickets/new`);
  await accessible(page, 'new ticket');
  await page.getByLabel('Title').fill('The export stops at 80 %');
  await page
    .getByLabel(/What happens|Description|description/)
    .first()
    .fill('Since Monday.');
  await page.getByRole('main').getByRole('button', { name: 'Open a ticket' }).click();
  await page.waitForURL(/\/tickets\/\d+/);
  await accessible(page, 'ticket');
  await page.goto(`${url}/tickets`);
  await accessible(page, 'tickets');
  await page.locator('.bell-menu summary').click();
  await accessible(page, 'bell');
  await page.goto(`${url}/notices`);
  await accessible(page, 'notices');
  await page.goto(`${url}/chats`);
  await accessible(page, 'no chats');
  const made = await page.evaluate(async () => {
    const cmid = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
    const answer = await fetch('/api/v1/conversations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ cmid, text: 'Is anybody there?' }),
    });
    return answer.json();
  });
  await page.goto(`${url}/chats`);
  await accessible(page, 'chats');
  await page.goto(`${url}/chats/${made.id}`);
  await expect(page.getByText('Is anybody there?').last()).toBeVisible();
  await accessible(page, 'chat');
});
