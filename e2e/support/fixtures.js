// What every test stands on: a server of its own, the stranger's site, people in browsers of their own.
import { test as base, expect } from '@playwright/test';
import { Api } from './api.js';
import { Operator } from './operator.js';
import { ADMIN, Server } from './server.js';
import { Site } from './site.js';
import { Visitor } from './visitor.js';
import { Watch } from './watch.js';

export { expect };

/**
 * @typedef {object} House
 * @property {Server} server
 * @property {Site} site
 * @property {Api} admin signed in as administrator
 * @property {Watch} watch
 * @property {(lang?: string, more?: object) => Promise<import('@playwright/test').BrowserContext>} context a browser of its own
 * @property {(lang?: string, options?: {context?: import('@playwright/test').BrowserContext}) => Promise<Visitor>} visitor on the stranger's page
 * @property {(name: string, options?: {lang?: string, role?: string, online?: boolean, context?: object}) => Promise<Operator>} operator signed in at the console
 */

/** @type {import('@playwright/test').TestType<any & {house: House, chromiumPrefs: object | null}, any>} */
export const test = base.extend({
  house: async ({ browser, isMobile }, use, info) => {
    const server = await Server.make();
    const site = await new Site(() => server.url).start();
    const admin = await new Api(server.url).signIn(ADMIN);
    await admin.patch('/sites/default', { origins: [site.url] });
    const watch = new Watch();
    const device = info.project.use;
    /** @type {import('@playwright/test').BrowserContext[]} */
    const contexts = [];

    const context = async (lang = 'en', more = {}) => {
      const { viewport, hasTouch, deviceScaleFactor } = device;
      const made = await browser.newContext({
        viewport,
        hasTouch,
        deviceScaleFactor,
        isMobile,
        locale: lang === 'en' ? 'en-US' : lang,
        ...more,
      });
      contexts.push(made);
      await watch.over(made, `browser ${contexts.length}`);
      return made;
    };

    /** @type {House['visitor']} */
    const visitor = async (lang = 'en', options = {}) => {
      const page = await (options.context ?? (await context(lang))).newPage();
      await page.goto(`${site.url}/?lang=${lang}`);
      return new Visitor(page, lang);
    };

    /** @type {House['operator']} */
    const operator = async (name, { lang = 'en', role = 'operator', online = true, context: more } = {}) => {
      const account = await admin.account({ name, role, locale: lang });
      const page = await (await context(lang, more)).newPage();
      const who = new Operator(page, { url: server.url, lang, phone: Boolean(isMobile), account, admin });
      await who.signIn();
      if (online) await who.be('online');
      return who;
    };

    await use({ server, site, admin, watch, context, visitor, operator });

    if (info.status !== info.expectedStatus && server.log)
      await info.attach('server.log', { body: server.log, contentType: 'text/plain' });
    await Promise.all(contexts.map((c) => c.close().catch(() => {})));
    site.stop();
    await server.remove();
    expect(watch.complaints, 'nothing may complain in any page').toEqual([]);
  },
});
