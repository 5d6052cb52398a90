// Files of a chat, by button, by paste and by drop, from both sides.
import { expect, test } from '../support/fixtures.js';
import { png } from '../support/picture.js';
import { writes } from '../support/visitor.js';

/** Puts files on a field as the keyboard does. @param {import('@playwright/test').Locator} field @param {string} name @param {string} type @param {Buffer} bytes */
const paste = (field, name, type, bytes) =>
  field.evaluate(
    (el, f) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(f.bytes)], f.name, { type: f.type }));
      el.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    },
    { name, type, bytes: [...bytes] },
  );

test('files go by button and by paste, pictures with a preview, and arrive as they were', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Here are the files.');
  await olga.openChat('Here are the files.');

  const chosen = visitor.page.waitForEvent('filechooser');
  await visitor.frame.getByRole('button', { name: visitor.t('add-files') }).click();
  await (await chosen).setFiles({
    name: 'import log.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('row 128: no date\n'),
  });
  await expect(
    visitor.frame.getByRole('button', { name: visitor.t('remove', { name: 'import log.txt' }) }),
  ).toBeVisible();
  await paste(visitor.input, 'screen.png', 'image/png', png(640, 400));
  await expect(visitor.frame.getByText(visitor.t('attached', { name: 'screen.png' }))).toBeAttached();
  await visitor.say('Log and picture.');
  await visitor.sent();

  const picture = olga.log.getByRole('img', { name: 'screen.png' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((/** @type {HTMLImageElement} */ i) => i.naturalWidth)).toBeGreaterThan(0);
  const saved = olga.page.waitForEvent('download');
  await olga.log.getByRole('link', { name: /import log\.txt/ }).click();
  const file = await (await saved).createReadStream();
  expect(Buffer.concat(await file.toArray()).toString()).toBe('row 128: no date\n');

  await paste(olga.reply, 'answer.png', 'image/png', png(800, 300));
  await expect(olga.page.getByText(olga.t('file_ready', { name: 'answer.png' }))).toBeAttached();
  await olga.say('See the marked line.');
  const shown = visitor.log.getByRole('img', { name: 'answer.png' });
  await expect.poll(() => shown.evaluate((/** @type {HTMLImageElement} */ i) => i.naturalWidth)).toBeGreaterThan(0);
  const again = visitor.page.waitForEvent('download');
  await visitor.log.getByRole('button', { name: visitor.t('download', { name: 'import log.txt' }) }).click();
  expect((await again).suggestedFilename()).toBe('import log.txt');
});

test('files can be dropped on the chat at both sides', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'I drop something.');
  await olga.openChat('I drop something.');
  /** @param {Element} el @param {string} name */
  const drop = (el, name) => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped'], name, { type: 'text/plain' }));
    for (const type of ['dragover', 'drop'])
      el.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  };
  await visitor.log.evaluate(drop, 'mine.txt');
  await expect(visitor.frame.getByText(visitor.t('attached', { name: 'mine.txt' }))).toBeAttached();
  await visitor.say('Dropped.');
  await expect(olga.log.getByRole('link', { name: /mine\.txt/ })).toBeVisible();
  await olga.log.evaluate(drop, 'yours.txt');
  await expect(olga.page.getByText(olga.t('file_ready', { name: 'yours.txt' }))).toBeAttached();
  await olga.say('Caught.');
  await expect(visitor.log.getByRole('button', { name: visitor.t('download', { name: 'yours.txt' }) })).toBeVisible();
});
