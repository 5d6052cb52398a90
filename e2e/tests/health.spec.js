// The page that names the broken leg.
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';

for (const lang of ['en', 'pt-BR'])
  test(`health names the legs in words, and a broken one first: ${lang} @phone`, async ({ house, isMobile }) => {
    const ada = await house.operator('Ann Supervisor', { lang, role: 'supervisor' });
    const { page, w } = ada;
    await page.goto(`${house.server.url}/console/settings/health`);
    await expect(page.getByRole('heading', { name: w('settings.page.health'), level: 1 })).toBeVisible();
    const leg = (/** @type {string} */ name) =>
      page.getByRole('listitem').filter({ hasText: w(`settings.health.leg.${name}`) });
    await expect(leg('browser')).toContainText(w('settings.health.browser.online'));
    await expect(leg('hub')).toContainText(w('settings.health.hub.in_step'));
    for (const name of ['socket', 'store', 'clock'])
      await expect(leg(name)).toContainText(w('settings.health.state.ok'));
    await expect(leg('backup')).toContainText(w('settings.health.state.off'));
    await accessible(page, `health, ${lang}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out').toBe(
      true,
    );

    await page.route('**/api/v1/health', async (route) => {
      const health = await (await route.fetch()).json();
      health.status = 'broken';
      const store = health.legs.find((/** @type {any} */ l) => l.name === 'store');
      Object.assign(store, {
        state: 'broken',
        detail: 'readonly',
        since: new Date(Date.now() - 300_000).toISOString(),
      });
      await route.fulfill({ json: health });
    });
    // by itself: nobody touches the page
    await expect(page.getByRole('status').filter({ hasText: w('settings.health.leg.store') })).toBeVisible({
      timeout: 15_000,
    });
    await expect(leg('store')).toContainText(w('settings.health.store.readonly'));
    await expect(leg('store')).toContainText(w('settings.health.state.broken'));
    await accessible(page, `health with a broken leg, ${lang}`);
    if (process.env.HEALTH_PICTURES)
      await page.screenshot({
        path: `${process.env.HEALTH_PICTURES}/health-${lang}-${isMobile ? 'phone' : 'desktop'}.png`,
      });
    const dot = page.locator('.sick-dot:visible');
    await expect(dot).toHaveAttribute('aria-label', w('settings.health.dot'));
  });

test('health is not for operators', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  await olga.page.goto(`${house.server.url}/console/settings/health`);
  await expect(olga.page.getByText(olga.w('settings.denied'))).toBeVisible();
  await expect(olga.page.getByRole('link', { name: olga.w('settings.page.health') })).toHaveCount(0);
});

test('a command in a sentence is not broken over two lines', async ({ house }) => {
  const olga = await house.operator('Olga Brandt', {
    lang: 'pt-BR',
    role: 'supervisor',
    online: false,
    context: { viewport: { width: 390, height: 844 } },
  });
  await olga.page.goto(`${house.server.url}/console/settings/health`);
  const command = olga.page.getByText('--backup-every', { exact: true });
  await expect(command).toBeVisible();
  expect(await command.evaluate((e) => e.getClientRects().length)).toBe(1);
});
