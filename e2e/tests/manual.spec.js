// The manual page of the system that is replaced, step by step, with the mail read where it arrives.
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { PostOffice } from '../support/post-office.js';
import { PASSWORD } from '../support/server.js';

const SAYS = {
  'pt-BR': {
    register: 'Registrar-se',
    email: 'E-mail',
    password: 'Senha',
    confirm: 'Confirmar Senha',
    code: 'Código do convite',
    profile: 'Perfil',
    signIn: 'Entrar',
    remember: 'Lembrar de mim',
    phone: 'Telefone',
    update: 'Atualizar',
    signOut: 'Sair',
  },
  en: {
    register: 'Register',
    email: 'E-mail',
    password: 'Password',
    confirm: 'Confirm password',
    code: 'Invitation code',
    profile: 'Profile',
    signIn: 'Sign in',
    remember: 'Remember me',
    phone: 'Phone',
    update: 'Update',
    signOut: 'Sign out',
  },
};

for (const [lang, says] of Object.entries(SAYS))
  for (const javaScriptEnabled of lang === 'en' ? [true] : [true, false]) {
    const how = javaScriptEnabled ? 'with' : 'without';
    test(`the manual's steps 1 to 14 lead where it says, in ${lang} ${how} scripts @phone`, async ({ house }) => {
      const office = await PostOffice.open();
      try {
        const { url } = house.server;
        await house.admin.patch('/settings/mail', {
          host: '127.0.0.1',
          port: office.port,
          security: 'none',
          from: 'suporte@halden.example',
        });
        const company = await house.admin.post('/companies', {
          name: 'Banco Meridional',
          domains: ['meridional.example'],
        });
        const email = 'helena.prado@meridional.example';
        const invited = await house.admin.post('/invitations', {
          email,
          name: 'Helena Prado',
          company: company.id,
          role: 'customer',
          locale: lang,
        });
        expect(invited.link, 'with a mail server nobody but the invited sees the link').toBeUndefined();

        // 1: the mail, its link, the page with the code filled in.
        const mail = await office.mailTo(email);
        const link = /http:\S+\/invite#\S+/.exec(mail)?.[0] ?? '';
        expect(link, mail).toContain(`${url}/invite#`);
        const page = await (await house.context(lang, { javaScriptEnabled })).newPage();
        const main = page.getByRole('main');
        await page.goto(link);
        const code = page.getByLabel(says.code);
        if (!javaScriptEnabled) await code.fill(link.split('#')[1]); // typed from the mail
        await expect(code).toHaveValue(link.split('#')[1]);
        if (javaScriptEnabled) await accessible(page, 'the invitation'); // axe is a script
        // 2
        await main.getByRole('button', { name: says.register }).click();
        // 3: the address is the invited one.
        await expect(page.getByLabel(says.email, { exact: true })).toHaveValue(email);
        // 4 to 6
        await page.getByLabel(says.password, { exact: true }).fill(PASSWORD);
        await page.getByLabel(says.confirm, { exact: true }).fill(PASSWORD);
        await main.getByRole('button', { name: says.register }).click();
        await expect(page).toHaveURL(/\/profile/);
        await expect(page.getByRole('heading', { level: 1, name: says.profile })).toBeVisible();
        await page.locator('.name-menu > summary').click();
        await page.getByRole('button', { name: says.signOut }).filter({ visible: true }).first().click();

        // 7 to 9: the portal, and at its top right the way in.
        await expect(page).toHaveURL(`${url}/`);
        await page.getByRole('banner').getByRole('link', { name: says.signIn }).click();
        // 10 to 13
        await page.getByLabel(says.email, { exact: true }).fill(email);
        await page.getByLabel(says.password, { exact: true }).fill(PASSWORD);
        await page.getByLabel(says.remember).check();
        await main.getByRole('button', { name: says.signIn }).click();
        await expect(page).toHaveURL(/\/profile$/);
        // 14
        await page.getByLabel(says.phone).fill('+55 11 4002-7781');
        await main.getByRole('button', { name: says.update }).click();
        await expect(page.getByLabel(says.phone)).toHaveValue('+55 11 4002-7781');
        if (javaScriptEnabled) await accessible(page, 'the profile');
        await page.locator('.name-menu > summary').click();
        await page.getByRole('button', { name: says.signOut }).filter({ visible: true }).first().click();
        await expect(page.getByRole('banner').getByRole('link', { name: says.signIn })).toBeVisible();
      } finally {
        office.close();
      }
    });
  }
