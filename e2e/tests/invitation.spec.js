// The manual's steps 1 to 6: from the invitation's link to the own profile; and asking for one.
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { PASSWORD } from '../support/server.js';
import { words } from '../support/words.js';

const HELENA = { email: 'helena.prado@meridional.example', name: 'Helena Prado', role: 'customer' };

for (const lang of ['pt-BR', 'en', 'es']) {
  test(`an invitation's link leads to the profile in ${lang}`, async ({ house }) => {
    const t = words(lang);
    const { url } = house.server;
    const company = await house.admin.post('/companies', { name: 'Banco Meridional S.A.' });
    const invited = await house.admin.post('/invitations', { ...HELENA, company: company.id, locale: lang });
    const page = await (await house.context(lang)).newPage();

    await page.goto(invited.link);
    await expect(page.getByLabel(t('portal.invite.code'))).toHaveValue(invited.link.split('#')[1]);
    await expect(page, 'the code leaves the address bar').toHaveURL(`${url}/invite`);
    await expect(page.getByText('Banco Meridional S.A.')).toBeVisible();
    await expect(page.getByText(HELENA.email)).toBeVisible();
    await accessible(page, 'invitation');
    await page.getByRole('button', { name: t('portal.invite.register') }).click();

    await expect(page).toHaveURL(`${url}/invite/register`);
    await expect(page.getByLabel(t('portal.email'))).toHaveValue(HELENA.email);
    await expect(page.getByLabel(t('portal.email'))).not.toBeEditable();
    const password = page.getByLabel(t('portal.password'), { exact: true });
    const again = page.getByLabel(t('portal.password.confirm'), { exact: true });
    await password.fill('Corredor7');
    await expect(page.locator('[data-rules] .met[data-rule]')).toHaveCount(3);
    await again.fill('Corredor');
    await expect(page.getByText(t('portal.invite.not_same'))).toBeVisible();
    await accessible(page, 'registration');
    await password.fill('helena-prado-1');
    await again.fill('helena-prado-1');
    house.watch.expected.push(/status of 422/);
    await page.getByRole('button', { name: t('portal.invite.register') }).click();
    await expect(password, 'the refused password is not shown again').toHaveValue('');
    await expect(password).toBeFocused();
    await password.fill(PASSWORD);
    await again.fill(PASSWORD);
    await page.getByRole('button', { name: t('portal.invite.register') }).click();

    await expect(page).toHaveURL(/\/profile/);
    await expect(page.getByRole('heading', { name: t('portal.profile'), exact: true })).toBeVisible();
    await expect(page.getByText(t('portal.invite.registered'))).toBeVisible();

    house.watch.expected.push(/status of 410/);
    const other = await (await house.context(lang)).newPage();
    await other.goto(invited.link);
    await expect(other.getByRole('heading', { name: t('portal.over.used') })).toBeVisible();
    await accessible(other, 'a used invitation');
  });
}

test('an invitation is accepted with its code typed by hand and without scripts', async ({ house }) => {
  const t = words('pt-BR');
  const { link } = await house.admin.post('/invitations', HELENA);
  const page = await (await house.context('pt-BR', { javaScriptEnabled: false })).newPage();
  await page.goto(`${house.server.url}/invite`);
  const code = link.split('#')[1].toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
  await page.getByLabel(t('portal.invite.code')).fill(code);
  await page.getByRole('button', { name: t('portal.invite.register') }).click();
  await page.getByLabel(t('portal.password'), { exact: true }).fill(PASSWORD);
  await page.getByLabel(t('portal.password.confirm'), { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: t('portal.invite.register') }).click();
  await expect(page.getByRole('heading', { name: t('portal.profile'), exact: true })).toBeVisible();
});

test('who has no invitation asks for one, and is let in @phone', async ({ house }) => {
  const t = words('pt-BR');
  const page = await (await house.context('pt-BR')).newPage();
  await page.goto(house.server.url);
  await page.getByRole('link', { name: t('portal.ask.title') }).click();
  await page.getByLabel(t('portal.full_name')).fill('Rui Lemos');
  await page.getByLabel(t('portal.ask.company')).fill('Litoral Seguros');
  await page.getByLabel(t('portal.job_title')).fill('Gerente');
  await page.getByLabel(t('portal.ask.email')).fill('rui@uol.com.br');
  await page.getByLabel(t('portal.ask.phone')).fill('+55 11 5555-0100');
  house.watch.expected.push(/status of 422/);
  await page.getByRole('button', { name: t('portal.ask.send') }).click();
  await expect(page.getByText(t('faults.email_personal'))).toBeVisible();
  await expect(page.getByLabel(t('portal.ask.email')), 'what was typed is there, and the cursor in it').toBeFocused();
  await accessible(page, 'a refused request');
  await page.getByLabel(t('portal.ask.email')).fill('rui@litoral.example');
  await page.getByRole('button', { name: t('portal.ask.send') }).click();
  await expect(page.getByRole('heading', { name: t('portal.ask.sent') })).toBeVisible();
  await accessible(page, 'a request sent');

  const asked = (await house.admin.get('/invitation-requests?state=open')).items;
  expect(asked).toHaveLength(1);
  const { invitation } = await house.admin.post(`/invitation-requests/${asked[0].id}/approve`, {
    new_company: { name: 'Litoral Seguros', domains: ['litoral.example'] },
  });
  await page.goto(invitation.link);
  await expect(page.getByText('rui@litoral.example')).toBeVisible();
});

test('a manager sets what a colleague sees and ends access @phone', async ({ house }) => {
  const t = words('en');
  const company = await house.admin.post('/companies', { name: 'Meridional' });
  const lucia = await house.admin.account({
    name: 'Lucia Teles',
    role: 'customer',
    company: company.id,
    manager: true,
  });
  const bruno = await house.admin.account({ name: 'Bruno Dias', role: 'customer', company: company.id });
  const page = await (await house.context('en')).newPage();
  await page.goto(`${house.server.url}/sign-in?return=/company`);
  await page.getByLabel(t('portal.email')).fill(lucia.email);
  await page.getByLabel(t('portal.password'), { exact: true }).fill(PASSWORD);
  await page
    .getByRole('main')
    .getByRole('button', { name: t('portal.sign_in') })
    .click();
  const line = page.locator('.people li', { hasText: bruno.email });
  await line.getByRole('combobox').selectOption('company_reply');
  await line.getByRole('button', { name: t('portal.company.save') }).click();
  await expect(page.getByText(t('portal.company.access_saved'))).toBeVisible();
  await expect(line.getByRole('combobox')).toHaveValue('company_reply');
  await accessible(page, 'the company');
  await line.locator('summary').click();
  await line.getByRole('button', { name: t('portal.company.end_yes') }).click();
  await expect(page.getByText(t('portal.company.ended'))).toBeVisible();
  await expect(line).toHaveCount(0);
});
