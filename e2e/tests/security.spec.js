// Steps 9 to 14 of the manual page, and what guards an account: with scripts, without, on a phone.
import { createHmac } from 'node:crypto';
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { PASSWORD } from '../support/server.js';
import { words } from '../support/words.js';

/** What an authenticator app with that key shows now. @param {string} key base32 */
function shown(key) {
  const bits = [...key.replaceAll(' ', '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)));
  const at = Buffer.alloc(8);
  at.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const sum = createHmac('sha1', secret).update(at).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** @param {any} house @param {object} [more] */
async function helena(house, more) {
  const company = await house.admin.post('/companies', { name: 'Banco Meridional', domains: ['meridional.example'] });
  const account = await house.admin.account({
    name: 'Helena Prado',
    role: 'customer',
    locale: 'pt-BR',
    company: company.id,
    ...more,
  });
  return { account, company };
}

for (const javaScriptEnabled of [true, false]) {
  test(`the manual's steps 9 to 14, in its words, ${javaScriptEnabled ? 'with' : 'without'} scripts @phone`, async ({
    house,
  }) => {
    const { account } = await helena(house);
    const page = await (await house.context('pt-BR', { javaScriptEnabled })).newPage();
    const main = page.getByRole('main');
    await page.goto(house.server.url);
    await page.getByRole('banner').getByRole('link', { name: 'Entrar' }).click();
    await page.getByLabel('E-mail', { exact: true }).fill(account.email);
    await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Lembrar de mim').check();
    await main.getByRole('button', { name: 'Entrar' }).click();
    await expect(page).toHaveURL(/\/profile$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Perfil' })).toBeVisible();
    await expect(main.getByText('Banco Meridional')).toBeVisible();
    await expect(main.getByRole('link', { name: 'Iniciar bate-papo' })).toBeVisible();

    await page.getByLabel('Cargo').fill('Coordenadora de riscos');
    await page.getByLabel('Telefone').fill('+55 11 4002-7781');
    await page.getByLabel('Idioma').selectOption('es');
    await page.getByLabel('Fuso horário').selectOption('America/Sao_Paulo');
    await main.getByRole('button', { name: 'Atualizar' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Perfil' })).toBeVisible();
    await expect(page.getByLabel('Idioma'), 'Spanish at once').toHaveValue('es');
    await expect(main.getByRole('button', { name: 'Actualizar' })).toBeVisible();
    await expect(page.getByLabel('Cargo')).toHaveValue('Coordenadora de riscos');
    await page.getByLabel('Idioma').selectOption('pt-BR');
    await main.getByRole('button', { name: 'Actualizar' }).click();
    await expect(main.getByRole('button', { name: 'Atualizar' })).toBeVisible();

    await page.locator('.name-menu > summary').click();
    await page.getByRole('button', { name: 'Sair' }).filter({ visible: true }).first().click();
    await expect(page).toHaveURL(`${house.server.url}/`);
    await page.getByRole('banner').getByRole('link', { name: 'Entrar' }).click();
    await expect(page.getByLabel('E-mail', { exact: true }), 'remembered').toHaveValue(account.email);
    await expect(page.getByLabel('Senha', { exact: true })).toHaveValue('');
  });
}

test('a second factor is set up by its key, asked for, and saved by a recovery code @phone', async ({ house }) => {
  const t = words('pt-BR');
  const { account } = await helena(house);
  const page = await (await house.context('pt-BR')).newPage();
  const main = page.getByRole('main');
  const { url } = house.server;
  const signIn = async () => {
    await page.goto(`${url}/sign-in?return=/chats`);
    await page.getByLabel('E-mail', { exact: true }).fill(account.email);
    await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
    await main.getByRole('button', { name: 'Entrar' }).click();
  };
  await signIn();
  await page.goto(`${url}/profile/two-step`);
  await accessible(page, 'two steps');
  await page.getByLabel(t('portal.password.current'), { exact: true }).fill(PASSWORD);
  await main.getByRole('button', { name: t('portal.totp.begin') }).click();
  const key = (await main.locator('.key code').textContent()) ?? '';
  await accessible(page, 'two steps, the picture');
  await page.getByLabel(t('portal.totp.first_code')).fill(shown(key));
  await main.getByRole('button', { name: t('portal.totp.turn_on') }).click();
  await expect(main.locator('.codes code')).toHaveCount(10);
  await accessible(page, 'two steps, recovery codes');
  const rescue = (await main.locator('.codes code').first().textContent()) ?? '';
  await page.context().clearCookies();

  await signIn();
  await expect(page.getByRole('heading', { level: 1, name: t('portal.step.title') })).toBeVisible();
  await accessible(page, 'the second step');
  house.watch.expected.push(/status of 401/);
  await page.getByLabel(t('portal.step.code'), { exact: true }).fill('000000');
  await main.getByRole('button', { name: 'Entrar' }).click();
  await expect(main.getByRole('alert')).toBeVisible();
  await page.getByLabel(t('portal.step.code'), { exact: true }).fill(rescue.toLowerCase());
  await main.getByRole('button', { name: 'Entrar' }).click();
  await expect(page, 'the page asked for').toHaveURL(`${url}/chats`);
});

test('staff who must have a second factor get nowhere else before @phone', async ({ house }) => {
  await house.admin.account({ name: 'Otto Reis', role: 'operator', locale: 'pt-BR' });
  await house.admin.patch('/settings/security', { staff_totp: true });
  const page = await (await house.context('pt-BR')).newPage();
  await page.goto(`${house.server.url}/sign-in`);
  await page.getByLabel('E-mail', { exact: true }).fill('otto@balcao.test');
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Entrar' }).click();
  await expect(page).toHaveURL(/\/profile\/two-step$/);
  await page.goto(`${house.server.url}/console`);
  await expect(page).toHaveURL(/\/profile\/two-step$/);
  await accessible(page, 'two steps needed');
});

test('a lost password: the pages tell nobody who is known, and shut nobody out @phone', async ({ house }) => {
  const t = words('pt-BR');
  const page = await (await house.context('pt-BR')).newPage();
  const main = page.getByRole('main');
  await page.goto(`${house.server.url}/sign-in`);
  await accessible(page, 'sign in');
  await page.getByRole('link', { name: t('portal.reset.forgot') }).click();
  await accessible(page, 'lost password');
  await page.getByLabel('E-mail', { exact: true }).fill('ninguem@meridional.example');
  await main.getByRole('button', { name: t('portal.reset.send') }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('portal.reset.sent') })).toBeVisible();
  await accessible(page, 'lost password, sent');
  await page.goto(`${house.server.url}/reset#7K3QD-M9XWT-2C5RB-8HNVF-04GJ1E`);
  await expect(page.getByLabel(t('portal.reset.code'), { exact: true }), 'the link fills it in').toHaveValue(
    '7K3QD-M9XWT-2C5RB-8HNVF-04GJ1E',
  );
  await expect(page, 'and the address bar forgets it').not.toHaveURL(/#/);
  house.watch.expected.push(/status of 404/);
  await main.getByRole('button', { name: t('portal.reset.go_on') }).click();
  await expect(main.getByRole('alert')).toHaveText(t('faults.code_unknown'));
  await accessible(page, 'lost password, unknown code');
});

test('the picture is chosen by one button, shown, and taken away @phone', async ({ house }) => {
  const t = words('pt-BR');
  const { account } = await helena(house);
  const context = await house.context('pt-BR');
  await context.request.post(`${house.server.url}/api/v1/session`, {
    data: { email: account.email, password: PASSWORD },
  });
  const page = await context.newPage();
  const main = page.getByRole('main');
  await page.goto(`${house.server.url}/profile`);
  await accessible(page, 'profile');
  const chosen = page.waitForEvent('filechooser');
  await main.getByRole('button', { name: t('portal.picture.add') }).click();
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==',
    'base64',
  );
  await (await chosen).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: png });
  await expect(main.getByText(t('portal.picture.done'))).toBeVisible();
  await expect(main.locator('.portrait img')).toBeVisible();
  await accessible(page, 'profile with a picture');
  await main.getByRole('button', { name: t('portal.picture.remove') }).click();
  await expect(main.locator('.portrait img')).toHaveCount(0);
});

test('another e-mail address: a personal mailbox is refused beside the field, nothing typed is lost @phone', async ({
  house,
}) => {
  const t = words('pt-BR');
  const { account } = await helena(house);
  const context = await house.context('pt-BR');
  await context.request.post(`${house.server.url}/api/v1/session`, {
    data: { email: account.email, password: PASSWORD },
  });
  const page = await context.newPage();
  const main = page.getByRole('main');
  await page.goto(`${house.server.url}/profile`);
  await main.getByRole('link', { name: t('portal.mail.change') }).click();
  await accessible(page, 'another e-mail');
  house.watch.expected.push(/status of 422/);
  await page.getByLabel(t('portal.mail.new')).fill('helena@gmail.com');
  await page.getByLabel(t('portal.password.current'), { exact: true }).fill(PASSWORD);
  await main.getByRole('button', { name: t('portal.mail.send') }).click();
  await expect(page.getByLabel(t('portal.mail.new'))).toHaveValue('helena@gmail.com');
  await expect(page.getByLabel(t('portal.mail.new'))).toBeFocused();
  await page.getByLabel(t('portal.mail.new')).fill('prado@meridional.example');
  await page.getByLabel(t('portal.password.current'), { exact: true }).fill(PASSWORD);
  await main.getByRole('button', { name: t('portal.mail.send') }).click();
  await expect(main.getByText('prado@meridional.example')).toBeVisible();
  await accessible(page, 'another e-mail, the code');
  await page.goto(`${house.server.url}/profile`);
  await expect(main.getByText('prado@meridional.example'), 'the profile says what waits').toBeVisible();

  await context.clearCookies();
  const code = '7K3QD-M9XWT-2C5RB-8HNVF-04GJ1E';
  await page.goto(`${house.server.url}/email#${code}`);
  await page.waitForLoadState('networkidle');
  await page.getByLabel('E-mail', { exact: true }).fill(account.email);
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await main.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByLabel(t('portal.reset.code'), { exact: true }), 'kept while signing in').toHaveValue(code);
});
