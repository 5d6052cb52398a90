// Somebody of the team at the console.
import { expect } from '@playwright/test';
import { PASSWORD } from './server.js';
import { words } from './words.js';

export class Operator {
  /** @param {import('@playwright/test').Page} page @param {{url: string, lang: string, phone: boolean, account: any, admin: import('./api.js').Api}} about */
  constructor(page, { url, lang, phone, account, admin }) {
    this.page = page;
    this.url = url;
    this.lang = lang;
    this.phone = phone;
    this.account = account;
    this.admin = admin;
    this.w = words(lang);
    /** @param {string} key @param {Record<string, any>} [args] */
    this.t = (key, args) => this.w(`console.${key}`, args);
    this.log = page.getByRole('region', { name: this.t('messages'), exact: true });
  }

  /** Signs in as people do. */
  async signIn() {
    await this.page.goto(`${this.url}/sign-in`);
    await this.page.getByLabel(this.w('portal.email')).fill(this.account.email);
    await this.page.getByLabel(this.w('portal.password'), { exact: true }).fill(PASSWORD);
    await this.page
      .getByRole('main')
      .getByRole('button', { name: this.w('portal.sign_in') })
      .click();
    await this.page.waitForURL(/\/console/);
    await expect(this.page.locator('#app')).not.toHaveAttribute('aria-busy', 'true');
  }

  /** @param {'online' | 'away' | 'offline'} state */
  async be(state) {
    const button = this.phone
      ? this.page.getByRole('button', { name: this.t('more'), exact: true })
      : this.page.getByRole('button', { name: this.account.name });
    await button.click();
    await this.page.getByRole('menuitemradio', { name: this.t(`presence_${state}`), exact: true }).click();
    const known = async () =>
      (await this.admin.get('/operators')).items.find((/** @type {any} */ o) => o.person.id === this.account.id)?.state;
    await expect.poll(known).toBe(state);
  }

  /** @param {'mine' | 'queue' | 'all' | 'closed'} view */
  async view(view) {
    await this.page.goto(`${this.url}/console/inbox/${view}`);
  }

  /** The row of a chat by what it shows. @param {string | RegExp} text */
  row(text) {
    return this.page
      .getByRole('listitem')
      .filter({ has: this.page.locator('a[href^="/console/inbox/"]') })
      .filter({ hasText: text });
  }

  /** Opens the chat whose row shows the text. @param {string | RegExp} text */
  async openChat(text) {
    await this.row(text).getByRole('link').first().click();
    await expect(this.log).toBeVisible();
  }

  /** @param {string} text */
  message(text) {
    return this.log.getByText(text, { exact: true });
  }

  /** @param {string} text @param {number} times */
  async sees(text, times = 1) {
    await expect(this.message(text)).toHaveCount(times);
  }

  get reply() {
    return this.page.getByRole('textbox', { name: new RegExp(`^${this.t('reply_label', { name: '.+' })}$`) });
  }

  get note() {
    return this.page.getByRole('textbox', { name: this.t('note_label') });
  }

  /** Sends a reply. @param {string} text */
  async send(text) {
    await this.page.getByRole('button', { name: this.t('reply'), exact: true }).click();
    await this.reply.fill(text);
    await this.page
      .getByRole('button', { name: new RegExp(`^(${this.t('send')}|${this.t('claim_and_send')})$`) })
      .click();
  }

  /** Sends a reply and finds it in the log. @param {string} text */
  async say(text) {
    await this.send(text);
    await this.sees(text);
  }

  /** @param {string} text */
  async writeNote(text) {
    await this.page.getByRole('button', { name: this.t('note'), exact: true }).click();
    await this.note.fill(text);
    await this.page.getByRole('button', { name: this.t('add_note') }).click();
    await this.sees(text);
  }

  /** Makes the open chat a ticket. @param {string} title @returns {Promise<number>} its number */
  async convert(title) {
    await this.page.getByRole('button', { name: this.t('convert'), exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: this.w('tickets.convert') });
    await dialog.getByLabel(this.w('tickets.field.title')).fill(title);
    const made = this.page.waitForResponse(
      (r) => r.url().endsWith('/api/v1/tickets') && r.request().method() === 'POST',
    );
    await dialog.getByRole('button', { name: this.w('tickets.create') }).click();
    const { number } = await (await made).json();
    await expect(dialog).toBeHidden();
    return number;
  }
}
