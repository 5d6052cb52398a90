// 320 px, as a wide window at 400 % is: everything can be read without scrolling sideways.
import { expect, test } from '../support/fixtures.js';
import { PASSWORD } from '../support/server.js';

/** @param {import('@playwright/test').Page} page @param {string} screen */
async function fits(page, screen) {
  for (const frame of page.frames()) {
    const wide = await frame.evaluate(() => ({ content: document.documentElement.scrollWidth, window: innerWidth }));
    expect.soft(wide.content, `${screen}: ${frame.url()}`).toBeLessThanOrEqual(wide.window);
  }
}

for (const lang of ['en', 'pt-BR']) {
  test(`every screen fits into 320 px, in ${lang}`, async ({ house }) => {
    const narrow = { viewport: { width: 320, height: 640 } };
    const { url } = house.server;
    const olga = await house.operator('Olga Brandt', { lang, context: narrow, online: false });
    const visitor = await house.visitor(lang, { context: await house.context(lang, narrow) });
    await visitor.open();
    await fits(visitor.page, 'home');
    await visitor.enter();
    await fits(visitor.page, 'form');
    await visitor.frame
      .getByLabel(visitor.t('message'), { exact: true })
      .fill('https://example.com/a/very/long/address/that/does/not/break/anywhere/because/it/has/no/spaces');
    await visitor.frame.getByLabel(visitor.t('your-name')).fill('Maximiliane Freifrau von Hohenlohe-Waldenburg');
    await visitor.frame.getByLabel(visitor.t('your-email')).fill('maximiliane@fjordretail.test');
    await visitor.frame.getByRole('button', { name: visitor.t('send-message') }).click();
    await visitor.sent();
    await fits(visitor.page, 'chat');

    const { items } = await house.admin.get('/conversations');
    await house.admin.post('/tickets', {
      conversation: items[0].id,
      title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen fehlt',
    });
    const { page } = olga;
    for (const path of [
      'inbox/queue',
      `inbox/all/${items[0].id}`,
      'tickets',
      'tickets/1',
      'search?q=example',
      'settings',
      'settings/preferences',
    ]) {
      await page.goto(`${url}/console/${path}`);
      await expect(page.locator('#app')).not.toHaveAttribute('aria-busy', 'true');
      await page.waitForLoadState('networkidle');
      await fits(page, path);
    }

    const anna = await house.admin.account({ name: 'Anna Lindqvist', role: 'customer', locale: lang });
    const portal = await (await house.context(lang, narrow)).newPage();
    for (const path of ['', 'sign-in']) {
      await portal.goto(`${url}/${path}`);
      await fits(portal, `portal /${path}`);
    }
    await portal.locator('#email').fill(anna.email);
    await portal.locator('#password').fill(PASSWORD);
    await portal.locator('#password').press('Enter');
    await portal.waitForURL(/profile/);
    for (const path of ['profile', 'tickets', 'tickets/new', 'chats']) {
      await portal.goto(`${url}/${path}`);
      await fits(portal, `portal /${path}`);
    }
  });
}
