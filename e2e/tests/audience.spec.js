// Who may begin a chat at a site: a refusal says why, and loses nothing.
import { expect, test } from '../support/fixtures.js';
import { Visitor } from '../support/visitor.js';
import { words } from '../support/words.js';

for (const lang of ['pt-BR', 'en'])
  test(`a site for covered customers refuses a stranger in ${lang} and keeps what was typed`, async ({ house }) => {
    await house.operator('Olga Brandt');
    await house.admin.patch('/sites/default', { audience: 'covered' });
    const page = await (await house.context(lang)).newPage();
    await page.goto(`${house.site.url}/?lang=${lang}`);
    const visitor = new Visitor(page, lang);
    house.watch.expected.push(/status of 403/);
    await visitor.open();
    await visitor.enter();
    await visitor.say('The import stops.');
    await expect(visitor.log.getByText(words(lang)('faults.chat_covered'))).toBeVisible();
    await visitor.sees('The import stops.');
    await expect(visitor.log.getByRole('button', { name: visitor.t('retry') })).toBeVisible();
    await house.admin.patch('/sites/default', { audience: 'everybody' });
    await visitor.log.getByRole('button', { name: visitor.t('retry') }).click();
    await visitor.sent();
    await visitor.sees('The import stops.');
  });
