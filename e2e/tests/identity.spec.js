// From the vendor's product: the menu Online Support, and a widget that knows who uses the product.
import { test as base, expect } from '@playwright/test';
import { accessible } from '../support/axe.js';
import { Demo } from '../support/demo.js';
import { Visitor } from '../support/visitor.js';
import { Watch } from '../support/watch.js';
import { words } from '../support/words.js';

const ANNA = 'Anna Lindqvist';
const ERIK = 'Erik Dahl'; // has no account

/** @type {import('@playwright/test').TestType<any & {office: Office}, any>} */
const test = base.extend({
  lang: ['pt-BR', { option: true }],
  office: async ({ browser, lang }, use) => {
    const demo = await Demo.start(lang);
    const context = await browser.newContext({ locale: lang });
    const watch = new Watch();
    await watch.over(context, 'the computer');
    await use(new Office(demo, context, lang, watch));
    await context.close();
    await demo.stop();
    expect(watch.complaints).toEqual([]);
  },
});

/** One computer on which people use the product, one after the other. */
class Office {
  /** Exchanges and ends of the widget's sessions, with their answers. @type {string[]} */
  deals = [];
  /** Documents of the widget's frame. */
  frames = 0;

  /** @param {Demo} demo @param {import('@playwright/test').BrowserContext} context @param {string} lang @param {Watch} watch */
  constructor(demo, context, lang, watch) {
    Object.assign(this, { demo, context, lang, watch });
    this.t = words(lang);
    context.on('response', (r) => {
      const method = r.request().method();
      if (r.url().endsWith('/widget/visitor')) this.deals.push(`${method} ${r.status()}`);
      if (r.url().includes('/widget/?')) this.frames++;
    });
  }

  async opens() {
    this.page = await this.context.newPage();
    await this.page.goto(`${this.demo.site}/product?lang=${this.lang}`);
    this.visitor = new Visitor(this.page, this.lang);
    return this.page;
  }

  /** @param {string} name */
  async signsIn(name) {
    await this.page.getByRole('button', { name }).click();
    await expect(this.page.getByText(`${name} · Fjord Retail`)).toBeVisible();
  }

  async signsOut() {
    await this.page.locator('.who button').click();
    await expect(this.page.locator('.who')).toHaveCount(0);
  }

  /** The new window that the product's menu opens. */
  async support() {
    await this.page.locator('nav summary').click();
    const [portal] = await Promise.all([this.context.waitForEvent('page'), this.page.locator('nav details a').click()]);
    await portal.waitForLoadState('load');
    return portal;
  }

  /** What the widget keeps in the browser. */
  kept() {
    const frame = this.page.frames().find((f) => f.url().includes('/widget/?'));
    return frame ? frame.evaluate(() => JSON.stringify(localStorage)) : '';
  }
}

for (const [lang, menu, item] of [
  ['pt-BR', 'Suporte On-line', 'Consultar Suporte On-line'],
  ['en', 'Online Support', 'Open Online Support'],
]) {
  test.describe(lang, () => {
    test.use({ lang });

    test('the menu of the product opens the portal in a new window, signed in', async ({ office }) => {
      const page = await office.opens();
      await office.signsIn(ANNA);
      await expect(page.locator('nav summary')).toHaveText(menu);
      await page.locator('nav summary').click();
      await expect(page.getByRole('link', { name: item, exact: true })).toBeVisible();
      await page.locator('nav summary').click();
      const portal = await office.support();
      await expect(portal).toHaveURL(`${office.demo.url}/tickets`);
      await expect(portal.locator('.name-menu summary')).toContainText(ANNA);
      await expect(portal.getByRole('heading', { level: 1 })).toHaveText(office.t('portal.my_support'));
      expect(portal.url(), 'the token is in no address').not.toContain('token');
      await portal.goBack().catch(() => {});
      expect(portal.url(), 'nor in the history').not.toContain('token=');
    });
  });
}

test('the widget exchanges the identity once, and later pages reuse the session', async ({ office }) => {
  const page = await office.opens();
  await office.signsIn(ANNA);
  await expect.poll(() => office.deals).toEqual(['POST 201']);
  const { frames } = office;
  for (let n = 0; n < 2; n++) {
    await page.reload();
    await expect(office.visitor.launcher).toBeVisible();
  }
  await page.waitForLoadState('networkidle');
  expect(office.frames, 'nothing is fetched for somebody known').toBe(frames);
  await office.visitor.open();
  await expect(office.visitor.frame.getByRole('heading', { level: 1 })).toContainText('Anna');
  await office.visitor.enter();
  await office.visitor.say('Do produto, sem entrar em lugar nenhum.');
  await office.visitor.sent();
  expect(office.deals).toEqual(['POST 201']);

  // the same chat stands in the portal
  const portal = await office.support();
  await expect(portal).toHaveURL(`${office.demo.url}/tickets`);
  await portal.goto(`${office.demo.url}/chats`);
  await expect(portal.getByText('Do produto, sem entrar em lugar nenhum.').first()).toBeVisible();
});

test('signing out of the product ends what the widget had, and the next person finds nothing', async ({ office }) => {
  office.watch.expected.push(/status of 401.*live\/ticket/); // the open portal learns that it is over
  await office.opens();
  await office.signsIn(ANNA);
  await expect.poll(() => office.deals).toEqual(['POST 201']);
  await office.visitor.open();
  await office.visitor.enter();
  await office.visitor.say('Isto é só de Anna.');
  await office.visitor.sent();
  const token = /bi_[\w-]+/.exec(await office.kept())?.[0];
  expect(token).toBeTruthy();
  const portal = await office.support();
  await expect(portal.locator('.name-menu summary')).toContainText(ANNA);

  await office.signsOut();
  await expect.poll(() => office.deals).toContain('DELETE 204');
  await expect.poll(() => office.kept()).not.toContain('bi_');
  expect(await office.kept()).not.toMatch(/Anna|Isto/);
  const answer = await fetch(`${office.demo.url}/api/v1/conversations`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(401);
  const again = await office.context.newPage();
  await again.goto(`${office.demo.url}/profile`);
  await expect(again, 'the portal of the same browser is closed too').toHaveURL(/\/sign-in/);

  await office.signsIn(ERIK);
  await expect.poll(() => office.deals.filter((d) => d === 'POST 201').length).toBe(2);
  await office.visitor.goOn();
  await expect(office.visitor.frame.getByText('Isto é só de Anna.')).toHaveCount(0);
  await office.visitor.say('Aqui é o Erik.');
  await office.visitor.sent();
  expect(await office.kept()).toContain('Erik');
});

test('without an account the portal wants an invitation, and says so', async ({ office }) => {
  office.watch.expected.push(/status of 403/);
  await office.opens();
  await office.signsIn(ERIK);
  const portal = await office.support();
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText(office.t('portal.sso.refused'));
  await expect(portal.getByRole('alert')).toHaveText(office.t('faults.identity_no_account'));
  await expect(portal.getByRole('link', { name: office.t('portal.sso.ask') })).toHaveAttribute(
    'href',
    '/invite/request',
  );
  await accessible(portal, 'refused at /sso');
});

test('a token that is refused takes nobody the chat away', async ({ office }) => {
  office.watch.expected.push(/status of 422.*widget\/visitor/);
  await office.context.route('**/widget/visitor', (route) =>
    route.continue({ postData: (route.request().postData() ?? '').replace(/("identity":"[^"]+\.)[^".]+"/, '$1AAAA"') }),
  );
  const page = await office.opens();
  await office.signsIn(ANNA);
  await expect.poll(() => office.deals).toEqual(['POST 422']);
  await office.visitor.open();
  await office.visitor.enter();
  const { frame, t } = office.visitor; // nobody is there, and an ordinary visitor is asked where to answer
  await expect(frame.getByRole('heading', { name: t('nobody') })).toBeVisible();

  // repaired, the next page makes the reader known
  await office.context.unroute('**/widget/visitor');
  await page.reload();
  await expect.poll(() => office.deals).toEqual(['POST 422', 'POST 201']);
  await expect.poll(() => office.kept()).toContain('bi_');
});
