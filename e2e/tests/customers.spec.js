// Customers at the console: a company with what it is entitled to, who may change it, and many of them from a file.
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { words } from '../support/words.js';

/** @param {import('@playwright/test').Page} page @param {string} name */
const dialog = (page, name) => page.getByRole('dialog', { name });

/** The dialog's own button, which names its keys too. @param {import('@playwright/test').Locator} box @param {string} name */
const press = (box, name) => box.locator('button[type=submit]').filter({ hasText: name });

for (const lang of ['pt-BR', 'en', 'es']) {
  test(`a company gets its licence, contract and contact in ${lang}, and each change is in its history`, async ({
    house,
  }) => {
    const t = words(lang);
    // colours and names are the same in every language
    const looked = (/** @type {string} */ screen) => (lang === 'pt-BR' ? accessible(page, screen) : undefined);
    const { page } = await house.operator('Lia Souza', { lang, role: 'administrator', online: false });
    await page.goto(`${house.server.url}/console/customers`);
    await expect(page.getByRole('heading', { name: t('customers.companies.none') })).toBeVisible();
    await looked('no companies');
    await page
      .getByRole('button', { name: t('customers.company.add') })
      .first()
      .click();

    const made = dialog(page, t('customers.company.add'));
    await press(made, t('settings.create')).click();
    await expect(made.getByText(t('settings.missing')), 'the fault stands at its field').toBeVisible();
    await expect(made.getByLabel(t('customers.field.name'), { exact: true })).toBeFocused();
    await made.getByLabel(t('customers.field.name'), { exact: true }).fill('Banco Meridional S.A.');
    await made.getByLabel(t('customers.field.domains')).fill('meridional .example, nowhere');
    await made.getByLabel(t('settings.field.time_zone')).selectOption('America/Sao_Paulo');
    await made.getByRole('button', { name: t('customers.contacts_add') }).click();
    await made.getByLabel(t('customers.contacts_nth', { label: t('customers.contacts.name'), n: 1 })).fill('Olga Reis');
    await made
      .getByLabel(t('customers.contacts_nth', { label: t('customers.contacts.email'), n: 1 }))
      .fill('olga@meridional.example');
    house.watch.expected.push(/status of 422/);
    await press(made, t('settings.create')).click();
    await expect(made.getByLabel(t('customers.field.domains'))).toHaveAttribute('aria-invalid', 'true');
    await expect(made.getByLabel(t('customers.field.domains')), 'nothing typed is lost').toHaveValue(
      'meridional .example, nowhere',
    );
    await looked('a company is added');
    await made.getByLabel(t('customers.field.domains')).fill('meridional.example');
    await press(made, t('settings.create')).click();

    await expect(page.getByRole('heading', { name: 'Banco Meridional S.A.' })).toBeVisible();
    await expect(page.getByText(t('customers.cover.unlicensed_text'))).toBeVisible();
    await expect(page.getByText('Olga Reis')).toBeVisible();

    await house.admin.post('/products', { name: 'Risk Manager', editions: ['Enterprise', 'Small'] });
    await page.reload();
    await page.getByRole('button', { name: t('customers.licence.add') }).click();
    const licence = dialog(page, t('customers.licence.add'));
    await licence.getByLabel(t('customers.field.product'), { exact: true }).fill('Riskk');
    await press(licence, t('customers.add')).click();
    await expect(licence.getByLabel(t('customers.field.product'), { exact: true })).toHaveAttribute(
      'aria-invalid',
      'true',
    );
    await licence.getByLabel(t('customers.field.product'), { exact: true }).fill('Risk Manager');
    await licence.getByLabel(t('customers.field.seats')).fill('25');
    await press(licence, t('customers.add')).click();
    await expect(page.getByText(t('customers.cover.licensed_text'))).toBeVisible();

    await page.getByRole('button', { name: t('customers.contract.add') }).click();
    const contract = dialog(page, t('customers.contract.add'));
    await contract.getByLabel(t('customers.field.plan')).selectOption({ label: 'Premium' });
    await contract.getByLabel(t('customers.field.to'), { exact: true }).fill('2020-01-01');
    await press(contract, t('customers.add')).click();
    await expect(contract.getByLabel(t('customers.field.to'), { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await contract.getByLabel(t('customers.field.to'), { exact: true }).fill('2099-12-31');
    await contract.getByLabel(t('customers.field.hours_bought')).fill('40');
    await looked('a contract is added');
    await press(contract, t('customers.add')).click();
    await expect(page.getByRole('region', { name: t('customers.field.cover') }).getByText('2099')).toBeVisible();
    await expect(page.getByText(t('customers.contract.hours', { left: '40', bought: '40' }))).toBeVisible();

    await page.getByRole('button', { name: /^Risk Manager/ }).click();
    await dialog(page, t('customers.licence.one'))
      .getByRole('button', { name: t('settings.delete') })
      .click();
    await expect(page.getByText(t('customers.licences_none'))).toBeVisible();
    await page.getByRole('button', { name: t('console.undo') }).click();
    await expect(
      page.getByRole('button', { name: /^Risk Manager/ }),
      'what was taken out comes back whole',
    ).toContainText('25');

    await page.getByText(t('customers.history'), { exact: true }).click();
    await expect(page.getByText(t('audit.verb.company.create')).first()).toBeVisible();
    await expect(page.getByText(t('audit.verb.contract.create')).first()).toBeVisible();
    await looked('a company');

    await page.goto(`${house.server.url}/console/customers/companies?q=meridional&cover=covered`);
    await expect(page.getByRole('row', { name: /Banco Meridional/ })).toContainText(t('common.cover.covered'));
    await looked('the companies');
    await page.getByRole('link', { name: t('common.cover.unlicensed') }).click();
    await expect(page.getByRole('heading', { name: t('customers.none_found') })).toBeVisible();
  });
}

test('who has no right for customers reads them and changes nothing @phone', async ({ house }) => {
  const t = words('en');
  const company = await house.admin.post('/companies', {
    name: 'Litoral Seguros',
    domains: ['litoral.example'],
    notes: 'pays late',
  });
  const person = await house.admin.account({ name: 'Rui Lemos', role: 'customer', company: company.id });
  const { page } = await house.operator('Bea Costa', { online: false });
  await page.goto(`${house.server.url}/console/customers`);
  await page.getByRole('link', { name: 'Litoral Seguros' }).click();
  await expect(page.getByRole('heading', { name: 'Litoral Seguros' })).toBeVisible();
  await expect(page.getByText('pays late')).toBeVisible();
  for (const name of ['customers.edit', 'customers.licence.add', 'customers.contract.add', 'customers.invite'])
    await expect(page.getByRole('button', { name: t(name), exact: true })).toHaveCount(0);
  await page.getByRole('link', { name: /Rui Lemos/ }).click();
  await expect(page.getByRole('heading', { name: 'Rui Lemos' })).toBeVisible();
  await expect(page.getByRole('button', { name: t('customers.edit'), exact: true })).toHaveCount(0);
  await accessible(page, 'a person');

  const bea = (await house.admin.get('/accounts?q=bea')).items[0];
  await house.admin.patch(`/accounts/${bea.id}`, { rights: ['customers'] });
  await page.reload();
  await page.getByRole('button', { name: t('customers.edit'), exact: true }).click();
  const edit = dialog(page, 'Rui Lemos');
  await edit.getByLabel(t('customers.access.company_read'), { exact: false }).first().check();
  await press(edit, t('settings.save')).click();
  await expect.poll(async () => (await house.admin.get(`/accounts/${person.id}`)).access).toBe('company_read');
  await page.getByText(t('customers.history'), { exact: true }).click();
  await expect(page.getByText(t('audit.verb.account.change'))).toBeVisible();
});

test('a file of companies is checked line by line before anything is written', async ({ house }) => {
  const t = words('pt-BR');
  const { page } = await house.operator('Lia Souza', { lang: 'pt-BR', role: 'administrator', online: false });
  await page.goto(`${house.server.url}/console/customers`);
  await page.getByRole('button', { name: 'CSV' }).click();
  await page.getByRole('menuitem', { name: t('customers.csv.import') }).click();
  const box = dialog(page, t('customers.import.title'));
  const give = (/** @type {string} */ text) =>
    box
      .getByLabel(t('customers.import.file'))
      .setInputFiles({ name: 'empresas.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('name;domains;time_zone\nAcme;acme.example;America/Sao_Paulo\nBeta;nowhere!;Mars/Base\n');
  await expect(box.getByRole('row', { name: /3/ }).first()).toBeVisible();
  await expect(box.getByText(t('customers.import.bad', { count: 1 }).slice(2), { exact: false })).toBeVisible();
  await accessible(page, 'a file with faults');
  expect((await house.admin.get('/companies')).items, 'nothing is written').toEqual([]);
  await give('name;domains;time_zone\nAcme;acme.example;America/Sao_Paulo\nBeta;beta.example;Europe/Lisbon\n');
  await expect(
    box.getByText(t('customers.import.good', { lines: 2, created: 2, changed: 0, unchanged: 0 })),
  ).toBeVisible();
  await press(box, t('customers.import.write')).click();
  await expect(box).toBeHidden();
  await expect(page.getByRole('link', { name: 'Beta' })).toBeVisible();
});
