// What the widget tells the one who wrote: who is there, what is unread, where to go on.
import { expect, test } from '../support/fixtures.js';
import { writes } from '../support/visitor.js';

test('with nobody there the widget says so, asks where to answer, and the message waits for the team @phone', async ({
  house,
}) => {
  const visitor = await house.visitor();
  await visitor.open();
  const { frame } = visitor;
  // once is enough, on every screen
  await expect(frame.getByText(visitor.t('away'))).toHaveCount(1);
  await visitor.enter();
  await expect(frame.getByRole('heading', { name: visitor.t('nobody') })).toBeVisible();
  await expect(frame.getByText(visitor.t('away'))).toHaveCount(1);
  const message = frame.getByLabel(visitor.t('message'), { exact: true });
  const name = frame.getByLabel(visitor.t('your-name'));
  const email = frame.getByLabel(visitor.t('your-email'));
  await message.fill('Please call me back.');
  await email.fill('not an address');
  await frame.getByRole('button', { name: visitor.t('send-message') }).click();
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(visitor.t('missing'));
  await expect(email).toHaveAccessibleDescription(visitor.t('bad-email'));
  await expect(message).toHaveValue('Please call me back.');

  await name.fill('Lena Vogt');
  await email.fill('lena@fjordretail.test');
  await frame.getByRole('button', { name: visitor.t('send-message') }).click();
  await visitor.sees('Please call me back.');
  await visitor.sent();

  const olga = await house.operator('Olga Brandt', { online: false });
  await expect(olga.page.getByText(olga.t('you_are_offline_waiting', { count: 1 }))).toBeVisible();
  await olga.view('queue');
  await expect(olga.row('Lena Vogt')).toContainText(olga.t('left_message'));
  await olga.page.getByRole('button', { name: olga.t('claim_chat_of', { name: 'Lena Vogt' }) }).click();
  await olga.sees('Please call me back.');
  await olga.say('Here I am, Lena.');
  await visitor.sees('Here I am, Lena.');
});

test('an answer to a closed widget shows on the launcher and in the title, and is gone once read', async ({
  house,
}) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'I close the window.');
  await visitor.page.keyboard.press('Escape');
  await expect(visitor.launcher).toBeFocused();
  await olga.openChat('I close the window.');
  await olga.say('And I answer.');
  await expect(visitor.launcher).toHaveAccessibleName(/1/);
  await expect(visitor.page).toHaveTitle('(1) Risk Manager');
  await expect(visitor.frame.getByRole('status').getByText('And I answer.')).toBeVisible();
  await visitor.launcher.click();
  if (!(await visitor.log.isVisible())) await visitor.enter();
  await visitor.sees('And I answer.');
  await expect(visitor.page).toHaveTitle('Risk Manager');
  await expect(olga.log.getByText(/read$/)).toBeVisible();

  await visitor.page.keyboard.press('Escape');
  await expect(visitor.launcher).toBeFocused();
  await olga.say('Once more.');
  // the newest message finds its height as it comes: a click meanwhile may miss it
  await expect(async () => {
    await visitor.frame.getByRole('status').getByText('Once more.').click({ timeout: 2000 });
    await expect(visitor.launcher).toBeHidden({ timeout: 1000 }); // it names the closed one
  }).toPass({ timeout: 10_000 });
  await visitor.sees('Once more.');
  await expect(visitor.log).toBeVisible();
  await expect(visitor.page).toHaveTitle('Risk Manager');
});

test('the widget shows whether the operator of the chat is still there', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Is somebody there?');
  const dot = visitor.frame.locator('header .dot');
  await expect(dot).toHaveClass(/dot-online/);
  await olga.be('away');
  await expect(dot).toHaveClass(/dot-away/);
  await olga.be('online');
  await expect(dot).toHaveClass(/dot-online/);
});

test('a page loaded anew shows the chat that was open, and the home where that was', async ({ house }) => {
  await house.operator('Olga Brandt');
  const visitor = await writes(house, 'I come right back.');
  await visitor.page.reload();
  await visitor.sees('I come right back.');
  await visitor.say('Here I am.');
  await visitor.sent();
  await visitor.sees('I come right back.');
  await visitor.frame.getByRole('button', { name: visitor.t('back'), exact: true }).click();
  await visitor.page.reload();
  await expect(visitor.frame.getByRole('button', { name: visitor.t('continue') })).toBeVisible();
});
