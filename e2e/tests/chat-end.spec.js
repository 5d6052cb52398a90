// The end of a chat: undone, rated, begun again.
import { expect, test } from '../support/fixtures.js';
import { writes } from '../support/visitor.js';

test('a closed chat asks how it was, the answer reaches the team, and writing again reopens it @phone', async ({
  house,
}) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'A quick one.');
  await olga.openChat('A quick one.');
  await olga.say('A quick answer.');
  await visitor.sees('A quick answer.');
  if (olga.phone) {
    await olga.page.getByRole('button', { name: olga.t('more_actions') }).click();
    await olga.page.getByRole('menuitem', { name: olga.t('close_chat') }).click();
  } else await olga.page.getByRole('button', { name: olga.t('close_chat'), exact: true }).click();
  await expect(olga.page.getByRole('button', { name: olga.t('undo') })).toBeVisible();

  const { frame } = visitor;
  await expect(frame.getByRole('group', { name: visitor.t('how') })).toBeVisible();
  await frame.getByRole('button', { name: visitor.t('rate') }).click();
  await expect(frame.getByText(visitor.t('choose'))).toBeVisible();
  await frame.getByRole('radio', { name: visitor.t('score4'), exact: true }).check({ force: true });
  await frame.getByRole('textbox', { name: visitor.t('better') }).fill('Answer even faster.');
  await frame.getByRole('button', { name: visitor.t('rate') }).click();
  await expect(olga.log.getByText(/4 of 5/)).toBeVisible();
  const thanks = frame.getByRole('status').getByText(visitor.t('thanks'));
  await expect(thanks).toBeVisible();

  await visitor.say('One more thing.');
  await visitor.sent();
  await expect(thanks).toHaveCount(0);
  await olga.sees('One more thing.');
  await visitor.sees('A quick answer.');
});

test('closing can be undone for five seconds', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Do not close this.');
  await olga.openChat('Do not close this.');
  await olga.page.getByRole('button', { name: olga.t('close_chat'), exact: true }).click();
  await olga.page.getByRole('button', { name: olga.t('undo') }).click();
  await olga.say('Still open.');
  await visitor.sees('Still open.');
  const { items } = await house.admin.get('/conversations?view=closed');
  expect(items).toEqual([]);
});

test('the menu of a chat that has just begun has its transcript, and nothing but its entries', async ({ house }) => {
  await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say('Good morning.');
  await visitor.sent();
  await visitor.frame.getByRole('button', { name: visitor.t('more') }).click();
  const menu = visitor.frame.locator('.menu');
  await expect(menu).toHaveText(visitor.t('sound-off') + visitor.t('transcript') + visitor.t('end'));
});
