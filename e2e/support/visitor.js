// Somebody on the stranger's page: opens the widget, writes, reads.
import { expect } from '@playwright/test';
import { words } from './words.js';

export class Visitor {
  /** @param {import('@playwright/test').Page} page @param {string} lang */
  constructor(page, lang) {
    this.page = page;
    this.lang = lang;
    const t = words(lang);
    /** @param {string} key @param {Record<string, any>} [args] */
    this.t = (key, args) => t(`widget.${key}`, args);
    this.frame = page.frameLocator('balcao-widget iframe');
    this.launcher = page.locator('balcao-widget').getByRole('button', { expanded: false });
    this.log = this.frame.getByRole('log', { name: this.t('log') });
  }

  /** Opens the widget; its home shows. */
  async open() {
    await this.launcher.click();
    await expect(this.frame.getByRole('heading', { level: 1 })).toBeVisible();
  }

  /** From the home into the chat, new or old. */
  async enter() {
    await this.#door.click();
  }

  get #door() {
    return this.frame.getByRole('button', { name: new RegExp(`^(${this.t('start')}|${this.t('continue')})$`) });
  }

  /** To the chat after the page was loaded anew: where it was open it shows by itself. */
  async goOn() {
    if (await this.launcher.isVisible()) await this.open();
    await expect(this.log.or(this.#door)).toBeVisible();
    if (await this.#door.isVisible()) await this.enter();
  }

  get input() {
    return this.frame.getByRole('textbox', { name: new RegExp(`^(${this.t('write')}|${this.t('add')})$`) });
  }

  /** @param {string} text */
  async say(text) {
    await this.input.fill(text);
    await this.frame.getByRole('button', { name: this.t('send'), exact: true }).click();
  }

  /** @param {string} text */
  message(text) {
    return this.log.getByText(text, { exact: true });
  }

  /** The last thing the visitor wrote is on the server. */
  async sent() {
    const mark = new RegExp(`^(${this.t('sent-at', { time: '.+' })}|${this.t('read-at', { time: '.+' })})$`);
    await expect(this.log.getByText(mark).last()).toBeVisible();
    await expect(this.log.getByText(this.t('sending'))).toHaveCount(0);
  }

  /** How often a text stands in the log. @param {string} text @param {number} times */
  async sees(text, times = 1) {
    await expect(this.message(text)).toHaveCount(times);
  }

  /** The card of a ticket in the chat. @param {number} number */
  ticketCard(number) {
    return this.log.locator('section').filter({ hasText: this.t('ticket', { number: `#${number}` }) });
  }
}

/** Somebody new who opens the widget and says the first word. @param {import('./fixtures.js').House} house @param {string} text */
export async function writes(house, text) {
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say(text);
  await visitor.sent();
  return visitor;
}
