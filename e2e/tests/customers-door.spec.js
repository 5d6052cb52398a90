// Who is let in: invitations, who asks for one, and requests without an SLA in force.
import { Api } from '../support/api.js';
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { words } from '../support/words.js';

/** @param {import('@playwright/test').Page} page @param {string} name */
const dialog = (page, name) => page.getByRole('dialog', { name });

/** The dialog's own button, which names its keys too. @param {import('@playwright/test').Locator} box @param {string} name */
const press = (box, name) => box.locator('button[type=submit]').filter({ hasText: name });

test('an invitation is made, shown as a link, sent again and taken back @phone', async ({ house }) => {
  const t = words('pt-BR');
  const company = await house.admin.post('/companies', { name: 'Banco Meridional' });
  const { page } = await house.operator('Lia Souza', { lang: 'pt-BR', role: 'administrator', online: false });
  await page.goto(`${house.server.url}/console/customers/invitations`);
  await expect(page.getByText(t('customers.no_mail'))).toBeVisible();
  await accessible(page, 'no invitations');
  await page
    .getByRole('button', { name: t('customers.invite'), exact: true })
    .first()
    .click();
  const box = dialog(page, t('customers.invite.title'));
  await box.getByLabel(t('customers.field.full_name')).fill('Helena Prado');
  await box.getByLabel(t('customers.field.corporate_email')).fill('helena@uol.com.br');
  await box.getByLabel(t('customers.field.company'), { exact: true }).selectOption(company.id);
  await box.getByLabel(t('customers.person.manager')).check();
  house.watch.expected.push(/status of 422/);
  await press(box, t('customers.invite.send')).click();
  await expect(box.getByLabel(t('customers.field.corporate_email'))).toHaveAttribute('aria-invalid', 'true');
  await expect(box.getByLabel(t('customers.invite.except')), 'an administrator may make an exception').toBeVisible();
  await accessible(page, 'a personal mailbox is refused');
  await box.getByLabel(t('customers.field.corporate_email')).fill('helena@meridional.example');
  await press(box, t('customers.invite.send')).click();

  const hand = dialog(page, t('customers.invite.link_title', { name: 'Helena Prado' }));
  await expect(hand.getByText(/\/invite#/)).toBeVisible();
  const first = await hand.getByText(/\/invite#/).textContent();
  await accessible(page, 'a link to hand over');
  await page.keyboard.press('Escape');
  const row = page.getByRole('listitem').filter({ hasText: 'helena@meridional.example' });
  await expect(row).toContainText('Banco Meridional');
  await row.getByRole('button', { name: t('customers.invitation.resend') }).click();
  await expect(hand.getByText(/\/invite#/)).not.toHaveText(String(first));
  await page.keyboard.press('Escape');
  await row.getByRole('button', { name: t('customers.more_actions_for', { name: 'Helena Prado' }) }).click();
  await page.getByRole('menuitem', { name: t('customers.invitation.revoke') }).click();
  await expect(row).toContainText(t('customers.invitation.revoked'));
  await accessible(page, 'invitations');
  const { items } = await house.admin.get('/invitations');
  expect(items.map((/** @type {any} */ i) => [i.state, i.manager, i.company])).toEqual([['revoked', true, company.id]]);
});

test('who asks for an invitation is approved into a company or rejected with a reason', async ({ house }) => {
  const t = words('pt-BR');
  const company = await house.admin.post('/companies', { name: 'Litoral Seguros', domains: ['litoral.example'] });
  const ask = (/** @type {Record<string, string>} */ who) =>
    new Api(house.server.url).post('/invitation-requests', { job_title: 'Gerente', phone: '+55 11 5555-0100', ...who });
  await ask({ name: 'Rui Lemos', company: 'Litoral', email: 'rui@litoral.example' });
  await ask({ name: 'Ana Dias', company: 'Nova Casa', email: 'ana@novacasa.example' });
  await ask({ name: 'Joe Doe', company: 'Nobody', email: 'joe@nobody.example' });
  const { page } = await house.operator('Lia Souza', { lang: 'pt-BR', role: 'administrator', online: false });
  await page.goto(`${house.server.url}/console/customers/asked`);
  const row = (/** @type {string} */ name) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('Rui Lemos')).toContainText('Litoral Seguros');
  await accessible(page, 'who asks');

  await row('Rui Lemos')
    .getByRole('button', { name: t('customers.asked.approve') })
    .click();
  let box = dialog(page, t('customers.asked.approve_title', { name: 'Rui Lemos' }));
  await expect(box.getByLabel(t('customers.field.company'), { exact: true })).toHaveValue(company.id);
  await accessible(page, 'approving');
  await press(box, t('customers.asked.approve')).click();
  await expect(dialog(page, t('customers.invite.link_title', { name: 'Rui Lemos' }))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row('Rui Lemos')).toHaveCount(0);

  await row('Ana Dias')
    .getByRole('button', { name: t('customers.asked.approve') })
    .click();
  box = dialog(page, t('customers.asked.approve_title', { name: 'Ana Dias' }));
  await expect(box.getByLabel(t('customers.asked.company_name'))).toHaveValue('Nova Casa');
  await box.getByLabel(t('customers.field.domains')).fill('nova casa');
  await box.getByLabel(t('customers.field.domains')).fill('no_domain');
  house.watch.expected.push(/status of 422/);
  await press(box, t('customers.asked.approve')).click();
  await expect(box.getByLabel(t('customers.field.domains'))).toHaveAttribute('aria-invalid', 'true');
  await box.getByLabel(t('customers.field.domains')).fill('novacasa.example');
  await press(box, t('customers.asked.approve')).click();
  await expect(dialog(page, t('customers.invite.link_title', { name: 'Ana Dias' }))).toBeVisible();
  await page.keyboard.press('Escape');
  expect((await house.admin.get('/companies')).items.map((/** @type {any} */ c) => c.name)).toEqual([
    'Litoral Seguros',
    'Nova Casa',
  ]);

  await row('Joe Doe')
    .getByRole('button', { name: t('customers.asked.reject') })
    .click();
  box = dialog(page, t('customers.asked.reject_title', { name: 'Joe Doe' }));
  await press(box, t('customers.asked.reject')).click();
  await expect(box.getByText(t('settings.missing'))).toBeVisible();
  await box.getByLabel(t('customers.asked.reason')).fill('Não é cliente.');
  await press(box, t('customers.asked.reject')).click();
  await expect(page.getByRole('heading', { name: t('customers.asked.none_open') })).toBeVisible();
  await page.getByRole('link', { name: t('customers.asked.rejected') }).click();
  await expect(row('Joe Doe')).toContainText('Não é cliente.');
});

test('a request without an SLA becomes a ticket with cover, or by a supervisor with a reason @phone', async ({
  house,
}) => {
  const t = words('pt-BR');
  const { admin } = house;
  const company = async (/** @type {string} */ name) => (await admin.post('/companies', { name })).id;
  const [covered, bare] = [await company('Aurora'), await company('Boreal')];
  await admin.post('/products', { name: 'Risk Manager' });
  const days = { valid_from: '2020-01-01', valid_to: '2099-12-31' };
  await admin.post(`/companies/${bare}/licences`, { product: 'Risk Manager', ...days });
  await admin.post(`/companies/${covered}/licences`, { product: 'Risk Manager', ...days });
  const contract = await admin.post(`/companies/${covered}/contracts`, {
    plan: 'Standard',
    ...days,
    valid_to: '2021-12-31',
  });
  for (const [name, of] of [
    ['Carla Nunes', covered],
    ['Davi Lopes', bare],
  ]) {
    const who = await admin.account({ name, role: 'customer', company: of });
    const api = await new Api(house.server.url).signIn(who.email);
    await expect(api.post('/tickets', { title: `Não abre: ${name}`, description: 'Tela branca.' })).rejects.toThrow(
      /no_cover/,
    );
  }
  await admin.patch(`/companies/${covered}/contracts/${contract.id}`, { valid_to: '2099-12-31' });

  const { page } = await house.operator('Sara Melo', { lang: 'pt-BR', role: 'supervisor', online: false });
  await page.goto(`${house.server.url}/console/customers/requests`);
  const row = (/** @type {string} */ name) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('Davi Lopes')).toContainText(t('common.cover.licensed'));
  await accessible(page, 'requests');
  await row('Carla Nunes')
    .getByRole('button', { name: t('customers.requests.make') })
    .click();
  await expect(row('Carla Nunes')).toHaveCount(0);
  await row('Davi Lopes')
    .getByRole('button', { name: t('customers.requests.override') })
    .click();
  const box = dialog(page, t('customers.requests.override_title', { number: '2' }));
  await press(box, t('customers.requests.override_do')).click();
  await expect(box.getByText(t('settings.missing'))).toBeVisible();
  await box.getByLabel(t('customers.requests.reason')).fill('Cortesia do comercial');
  await accessible(page, 'an override');
  await press(box, t('customers.requests.override_do')).click();
  await expect(page.getByRole('heading', { name: t('customers.requests.none_open') })).toBeVisible();
  await page.getByRole('link', { name: t('customers.requests.ticket') }).click();
  await expect(row('Davi Lopes').getByRole('link', { name: /^#\d+$/ })).toBeVisible();
  expect((await admin.get('/tickets')).items).toHaveLength(2);
});
