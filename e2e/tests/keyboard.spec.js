// Without a mouse, on both sides.
import { expect, test } from '../support/fixtures.js';

test('everything a chat needs can be done with the keyboard alone', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.launcher.focus();
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.frame.getByRole('button', { name: visitor.t('start') })).toBeFocused();
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.input).toBeFocused();
  await visitor.page.keyboard.type('Typed by hand.');
  await visitor.page.keyboard.press('Enter');
  await visitor.sent();

  await expect(olga.row('Typed by hand.')).toBeVisible();
  await olga.row('Typed by hand.').getByRole('link').focus();
  await olga.page.keyboard.press('Enter');
  await olga.sees('Typed by hand.');
  await olga.log.focus();
  await olga.page.keyboard.press('r');
  await expect(olga.reply).toBeFocused();
  await olga.page.keyboard.type('Answered by hand.');
  await olga.page.keyboard.press('Enter');
  await visitor.sees('Answered by hand.');
  await olga.page.keyboard.press('Escape');
  await olga.log.focus();
  await olga.page.keyboard.press('n');
  await expect(olga.note).toBeFocused();
  await olga.page.keyboard.press('Escape');
  await olga.log.focus();
  await olga.page.keyboard.press('t');
  await expect(olga.page.getByRole('dialog', { name: olga.w('tickets.convert') })).toBeVisible();
  await expect(olga.page.getByRole('dialog').getByLabel(olga.w('tickets.field.title'))).toHaveValue('Typed by hand');
  await olga.page.keyboard.press('Control+Enter');
  await expect(visitor.ticketCard(1)).toBeVisible();
});
