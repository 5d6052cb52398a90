// The settings of the house at the console: mail, security, domains, products and keys, plans, calendars, sites, rights, audit log.
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { PostOffice } from '../support/post-office.js';
import { words } from '../support/words.js';

/** @param {import('@playwright/test').Locator} box @param {string} name */
const press = (box, name) => box.locator('button[type=submit]').filter({ hasText: name }).click();

/** Signed in as administrator, and the way to a page of the settings. @param {any} house @param {string} lang */
async function administrator(house, lang) {
  const { page, account } = await house.operator('Lia Souza', { lang, role: 'administrator', online: false });
  const t = words(lang);
  const go = async (/** @type {string} */ path, /** @type {string} */ title) => {
    await page.goto(`${house.server.url}/console/settings/${path}`);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  };
  /** Saves the page's form and waits for the word. */
  const save = async () => {
    await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: t('settings.saved') })).toBeVisible();
  };
  return { page, account, t, go, save };
}

test('a mail server is set up and tried; mails kept before go out, a password is never shown @phone', async ({
  house,
}) => {
  const { page, t, go, save } = await administrator(house, 'pt-BR');
  await house.admin.post('/invitations', { email: 'helena@meridional.example', name: 'Helena Prado' });
  await go('general', t('settings.page.general'));
  await expect(page.getByText(t('customers.no_mail')), 'every page says that mails are kept').toBeVisible();
  await page.getByRole('link', { name: t('customers.no_mail_go') }).click();
  await expect(page.getByText(t('settings.mail.none'))).toBeVisible();
  await accessible(page, 'mail without a server');
  await page.getByRole('link', { name: t('settings.mail.all') }).click();
  const rows = page.locator('.mail-row');
  await expect(rows).toContainText('helena@meridional.example');
  await expect(rows).toContainText(t('settings.outbox.one.kept'));
  await accessible(page, 'mails');

  const office = await PostOffice.open();
  await go('mail', t('settings.page.mail'));
  await page.getByLabel(t('settings.mail.host'), { exact: true }).fill('127.0.0.1');
  await page.getByRole('radio', { name: t('settings.mail.security_none') }).check();
  await expect(page.getByLabel(t('settings.mail.port')), 'the usual port follows').toHaveValue('25');
  await page.getByLabel(t('settings.mail.port')).fill(String(office.port));
  house.watch.expected.push(/status of 422/);
  await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
  const from = page.getByLabel(t('settings.mail.from'), { exact: true });
  await expect(from, 'the fault stands at its field').toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel(t('settings.mail.host'), { exact: true }), 'nothing typed is lost').toHaveValue(
    '127.0.0.1',
  );
  await from.fill('ajuda@balcao.example');
  await save();
  await expect(page.getByText(t('settings.mail.ready', { from: 'ajuda@balcao.example' }))).toBeVisible();
  await page.getByLabel(t('settings.mail.test_to'), { exact: true }).fill('ana@meridional.example');
  await page.getByRole('button', { name: t('settings.mail.test_go') }).click();
  await expect(page.getByText(t('settings.mail.test_sent', { to: 'ana@meridional.example' }))).toBeVisible();
  await expect
    .poll(() => office.took.map((m) => m.to).sort())
    .toEqual(['ana@meridional.example', 'helena@meridional.example']);

  const secret = page.getByLabel(t('settings.mail.password'), { exact: true });
  await page.getByLabel(t('settings.mail.user'), { exact: true }).fill('balcao');
  await secret.fill('Not-For-Eyes-7');
  await save();
  await expect(secret).toHaveValue('');
  await page.reload();
  await expect(secret).toHaveValue('');
  await expect(secret).toHaveAttribute('placeholder', t('settings.mail.password_kept'));
  await accessible(page, 'mail with a server');
  office.close();
  await page.getByRole('button', { name: t('settings.mail.test_go') }).click();
  await expect(page.locator('.form-error:visible'), 'the test says what is wrong').toContainText('127.0.0.1');

  await go('mail/outbox/sent', t('settings.outbox.title'));
  await expect(rows).toContainText('helena@meridional.example');
  await go('mail/outbox/failed', t('settings.outbox.title'));
  await expect(page.getByRole('heading', { name: t('settings.outbox.none_failed') })).toBeVisible();
});

test('a product gets a key whose secret is seen once, and loses it again @phone', async ({ house }) => {
  const { page, t, go, save } = await administrator(house, 'pt-BR');
  await go('products', t('settings.page.products'));
  await page
    .getByRole('button', { name: t('settings.products.add') })
    .first()
    .click();
  const made = page.getByRole('dialog', { name: t('settings.products.add') });
  await press(made, t('settings.create'));
  await expect(made.getByText(t('settings.missing'))).toBeVisible();
  await made.getByLabel(t('settings.field.name'), { exact: true }).fill('Helix');
  await made.getByLabel(t('settings.products.editions')).fill('Standard\nEnterprise');
  await press(made, t('settings.create'));
  await expect(page.getByRole('heading', { level: 1, name: 'Helix' })).toBeVisible();

  await page.getByRole('button', { name: t('settings.keys.add') }).click();
  const asked = page.getByRole('dialog', { name: t('settings.keys.add_title', { product: 'Helix' }) });
  await asked.getByRole('radio', { name: 'EdDSA' }).check();
  await asked.getByLabel(t('settings.keys.public_key')).fill('no key');
  house.watch.expected.push(/status of 422/);
  await press(asked, t('settings.create'));
  await expect(asked.getByLabel(t('settings.keys.public_key'))).toHaveAttribute('aria-invalid', 'true');
  await asked.getByRole('radio', { name: 'HS256' }).check();
  await press(asked, t('settings.create'));
  const shown = page.getByRole('dialog', { name: t('settings.keys.secret_title') });
  const secret = await shown.getByLabel(t('settings.keys.secret')).textContent();
  expect(String(secret).length).toBeGreaterThan(30);
  await accessible(page, 'a new key');
  await press(shown, t('settings.done'));
  await expect(shown).toBeHidden();
  await expect(page.locator('.key-row')).toContainText(t('settings.keys.unused'));
  expect(await page.content(), 'never again').not.toContain(secret);
  await accessible(page, 'a product');
  await page.getByRole('button', { name: /^Revogar HS256/ }).click();
  await press(page.getByRole('dialog', { name: t('settings.keys.revoke_title') }), t('settings.keys.revoke'));
  await expect(page.locator('.key-row')).toContainText(t('settings.keys.revoked'));
  await page.getByLabel(t('settings.products.retire')).check();
  await save();
  expect((await house.admin.get('/products')).items[0]).toMatchObject({
    state: 'retired',
    editions: ['Standard', 'Enterprise'],
  });

  await go('audit', t('settings.page.audit'));
  await accessible(page, 'audit log');
  await page.getByLabel(t('settings.audit.filter')).selectOption('key.revoke');
  await expect(page).toHaveURL(/\/audit\/key\.revoke$/);
  await expect(page.locator('.audit-line')).toHaveCount(1);
  await expect(page.locator('.audit-line')).toContainText(t('audit.verb.key.revoke'));
  await expect(page.locator('.audit-line').getByRole('link', { name: 'Helix' })).toBeVisible();
});

test('plans promise times by a calendar with a lunch break and holidays @phone', async ({ house }) => {
  const { page, t, go, save } = await administrator(house, 'es');
  await go('calendars', t('settings.page.calendars'));
  await page
    .getByRole('button', { name: t('settings.calendars.add') })
    .first()
    .click();
  const made = page.getByRole('dialog', { name: t('settings.calendars.add') });
  await made.getByLabel(t('settings.field.name'), { exact: true }).fill('Madrid');
  await press(made, t('settings.create'));
  await expect(page.getByRole('heading', { level: 1, name: 'Madrid' })).toBeVisible();
  const monday = page.getByRole('group', { name: 'Lunes' });
  await monday.getByLabel(t('settings.hours.until', { day: 'Lunes' })).fill('13:00');
  await monday.getByRole('button', { name: t('settings.hours.add_to', { day: 'Lunes' }) }).click();
  await page.getByRole('button', { name: t('settings.calendars.add_day') }).click();
  await expect(page.getByLabel(t('settings.calendars.day_date', { n: 1 }))).toBeFocused();
  await page.getByLabel(t('settings.calendars.day_name', { n: 1 })).fill('Año Nuevo');
  await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
  await expect(page.getByText(t('settings.calendars.holiday_wrong'))).toBeVisible();
  await page.getByLabel(t('settings.calendars.day_date', { n: 1 })).fill('2027-01-01');
  await page.getByLabel(t('settings.calendars.day_repeats', { n: 1 })).selectOption('yearly');
  await save();
  await accessible(page, 'a calendar');
  const calendar = (await house.admin.get('/calendars')).items.find((/** @type {any} */ c) => c.name === 'Madrid');
  expect(calendar.week.mon).toHaveLength(2);
  expect(calendar.holidays).toEqual([{ date: '2027-01-01', name: 'Año Nuevo', repeats: 'yearly' }]);

  await go('plans', t('settings.page.plans'));
  await accessible(page, 'plans');
  await page
    .getByRole('button', { name: t('settings.plans.add') })
    .first()
    .click();
  const plan = page.getByRole('dialog', { name: t('settings.plans.add') });
  await plan.getByLabel(t('settings.field.name'), { exact: true }).fill('Oro');
  await press(plan, t('settings.create'));
  await expect(page.getByRole('heading', { level: 1, name: 'Oro' })).toBeVisible();
  await page.getByLabel(t('settings.plans.calendar'), { exact: true }).selectOption('Madrid');
  await page.getByLabel(t('settings.plans.rank')).fill('400');
  const critical = page.getByRole('group', { name: t('common.priority.critical') });
  await critical.getByLabel(t('settings.plans.first_answer'), { exact: true }).fill('1.5');
  await critical.getByLabel(t('settings.plans.solution'), { exact: true }).fill('2');
  await critical.getByLabel(t('settings.plans.unit_of', { target: t('settings.plans.solution') })).selectOption('d');
  house.watch.expected.push(/status of 422/);
  await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
  await expect(page.getByLabel(t('settings.plans.rank'))).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel(t('settings.plans.rank')).fill('40');
  await save();
  await accessible(page, 'a plan');
  const kept = (await house.admin.get('/sla-plans')).items.find((/** @type {any} */ p) => p.name === 'Oro');
  expect(kept).toMatchObject({ rank: 40, calendar: calendar.id });
  expect(kept.targets.critical).toMatchObject({ first_answer: 90, solution: 2880 });
  expect(kept.targets.critical.next_answer ?? null).toBeNull();
});

test('security, domains, who may chat and rights are kept; who was slower is told', async ({ house }) => {
  const { page, t, go, save } = await administrator(house, 'en');
  const colleague = await house.admin.account({ name: 'Marina Costa' });
  await go('door', t('settings.page.door'));
  await accessible(page, 'security');
  const days = page.getByLabel(t('settings.door.days'));
  house.watch.expected.push(/status of 422/, /status of 412/);
  await days.fill('0');
  await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
  await expect(days).toHaveAttribute('aria-invalid', 'true');
  await days.fill('7');
  await page.getByLabel(t('settings.door.landing_my_support')).check();
  await save();
  expect(await house.admin.get('/settings/security')).toMatchObject({ invitation_days: 7, landing: 'my_support' });
  await house.admin.patch('/settings/security', { invitation_days: 30 });
  await days.fill('9');
  await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
  await expect(page.getByText(t('settings.general.stale'))).toBeVisible();
  await expect(days, 'nothing typed is lost').toHaveValue('9');
  await save();

  await go('domains', t('settings.page.domains'));
  await accessible(page, 'domains');
  const added = page.getByLabel(t('settings.domains.added')).first();
  await added.fill('Webmail.example\nno domain at all,');
  await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
  await expect(added).toHaveAttribute('aria-invalid', 'true');
  await added.fill('Webmail.example');
  await page.getByLabel(t('settings.domains.addresses')).fill('ana@webmail.example');
  await save();
  await expect(added).toHaveValue('webmail.example');

  await go('sites/default', 'Balcão');
  await page.getByLabel(t('settings.sites.audience_covered')).check();
  await save();
  const { items } = await house.admin.get('/sites');
  expect(items.find((/** @type {any} */ s) => s.id === 'default').audience).toBe('covered');

  await go('team', t('settings.page.team'));
  await page.getByRole('button', { name: /Marina Costa/ }).click();
  const person = page.getByRole('dialog', { name: 'Marina Costa' });
  await person.getByLabel(t('settings.team.right.customers')).check();
  await accessible(page, 'a person of the team');
  await press(person, t('settings.save'));
  await expect(page.getByRole('button', { name: /Marina Costa/ })).toContainText(t('settings.team.right.customers'));
  expect((await house.admin.get(`/accounts/${colleague.id}`)).rights).toEqual(['customers']);
});
