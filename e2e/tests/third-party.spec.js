// The widget on a page of another site, in browsers that give third parties no cookies or no storage at all.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from '../playwright.config.js';
import { expect, test } from '../support/fixtures.js';
import { Visitor } from '../support/visitor.js';

/** A browser with the preferences a person would set. @param {object} preferences */
async function browserWith(preferences) {
  const folder = await mkdtemp(join(tmpdir(), 'balcao-profile-'));
  await mkdir(join(folder, 'Default'));
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    ...launchOptions,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
  });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether the frame of the widget can keep a cookie and read its storage. @param {import('@playwright/test').Page} page @param {string} server */
async function powers(page, server) {
  const frame = page.frames().find((f) => f.url().startsWith(server));
  if (!frame) throw new Error('no frame of the widget');
  return frame.evaluate(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: whether it works is the question
    document.cookie = 'probe=1; SameSite=None; Secure';
    let storage = true;
    try {
      localStorage.setItem('probe', '1');
      localStorage.removeItem('probe');
    } catch {
      storage = false;
    }
    return { cookie: document.cookie.includes('probe=1'), storage };
  });
}

/**
 * Chats before and after a reload.
 * @param {import('../support/fixtures.js').House} house
 * @param {import('@playwright/test').BrowserContext} context
 * @param {{cookie: boolean, storage?: boolean}} expected what the frame may do there
 */
async function chats(house, context, expected) {
  await house.watch.over(context, 'strict browser');
  const olga = await house.operator('Olga Brandt');
  const page = await context.newPage();
  await page.goto(`${house.site.url}/?lang=en`);
  const visitor = new Visitor(page, 'en');
  await visitor.open();
  expect(await powers(page, house.server.url)).toMatchObject(expected);
  await visitor.enter();
  await visitor.say('From a strict browser.');
  await visitor.sent();
  await olga.openChat('From a strict browser.');
  await olga.say('It works all the same.');
  await visitor.sees('It works all the same.');

  await page.reload();
  await visitor.goOn();
  await visitor.sees('It works all the same.');
  await visitor.say('The same chat after a reload.');
  await visitor.sent();
  await olga.sees('The same chat after a reload.');
}

test('the widget works and remembers the visitor in a browser that allows everything', async ({ house }) => {
  const browser = await browserWith({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } });
  await chats(house, browser.context, { cookie: true, storage: true });
  await browser.close();
});

test('the widget works and remembers the visitor with third-party cookies blocked', async ({ house }) => {
  const browser = await browserWith({ profile: { cookie_controls_mode: 1, block_third_party_cookies: true } });
  await chats(house, browser.context, { cookie: false });
  await browser.close();
});

test('the widget works and remembers the visitor when its frame may store nothing', async ({ house }) => {
  const nothing = { [`${house.server.url},*`]: { setting: 2 } };
  const browser = await browserWith({ profile: { content_settings: { exceptions: { cookies: nothing } } } });
  await chats(house, browser.context, { cookie: false, storage: false });
  await browser.close();
});

test('a site that is not on the list cannot show the widget', async ({ house }) => {
  await house.admin.patch('/sites/default', { origins: ['https://elsewhere.example'] });
  house.watch.expected.push(/frame-ancestors/);
  const visitor = await house.visitor();
  await visitor.launcher.click();
  await expect(visitor.page.locator('balcao-widget iframe')).toBeVisible();
  await expect
    .poll(() => visitor.page.frames().map((f) => f.url()))
    .toContainEqual(expect.stringMatching(/^chrome-error:/));
});
