// What people type at the door is shown as text, never run: companies, invitations, those who ask for one, profiles, notices.
import { Api } from '../support/api.js';
import { expect, test } from '../support/fixtures.js';
import { PASSWORD } from '../support/server.js';

const IMG = '<img src=x onerror="window.ran=1">';
const SCRIPT = '"><script>window.ran=1</script>';
const LINK = '<a href="javascript:window.ran=1">x</a>';

test('hostile names of companies, people and products are only text at the console and in the portal', async ({
  house,
}) => {
  const { url } = house.server;
  const { admin } = house;
  const product = await admin.post('/products', { name: `Product ${IMG}`, editions: [SCRIPT] });
  const company = await admin.post('/companies', {
    name: `Company ${IMG}`,
    domains: ['hostile.example'],
    notes: `${LINK}\n${SCRIPT}`,
    sites: [SCRIPT],
    contacts: [{ name: IMG, role: SCRIPT, email: 'x@hostile.example', phone: '1' }],
  });
  const days = { valid_from: '2020-01-01', valid_to: '2099-12-31' };
  await admin.post(`/companies/${company.id}/licences`, { product: product.id, edition: SCRIPT, seats: 1, ...days });
  await admin.post(`/companies/${company.id}/contracts`, { plan: 'standard', ...days });
  await admin.post(`/companies/${company.id}/installations`, { product: product.id, version: IMG, environment: LINK });
  const anna = await admin.account({
    name: `Anna ${IMG}`,
    role: 'customer',
    company: company.id,
    manager: true,
    job_title: SCRIPT,
  });
  const invited = await admin.post('/invitations', {
    email: 'new@hostile.example',
    name: `New ${IMG}`,
    company: company.id,
    job_title: SCRIPT,
    role: 'customer',
  });
  await new Api(url).post('/invitation-requests', {
    name: `Asking ${IMG}`,
    company: SCRIPT,
    job_title: LINK,
    email: 'ask@hostile.example',
    phone: '+55 11 5555-0100',
  });
  const customer = await new Api(url).signIn(anna.email);
  const { number } = await customer.post('/tickets', { title: `Ticket ${IMG}`, product: product.id });
  await admin.post(`/tickets/${number}/replies`, { text: SCRIPT, internal: false, cmid: crypto.randomUUID() });

  const boss = await house.operator('Boss', { role: 'administrator', online: false });
  for (const [path, shown] of /** @type {[string, string][]} */ ([
    ['customers/companies', 'Company'],
    [`customers/companies/${company.id}`, 'Company'],
    ['customers/people', 'Anna'],
    ['customers/invitations', 'New'],
    ['customers/asked', 'Asking'],
    [`tickets/${number}`, 'Ticket'],
  ])) {
    await boss.page.goto(`${url}/console/${path}`);
    await expect(boss.page.getByText(`${shown} ${IMG}`).filter({ visible: true }).first(), path).toBeVisible();
    expect(await boss.page.evaluate(() => /** @type {any} */ (window).ran), path).toBeUndefined();
  }

  const page = await (await house.context('en')).newPage();
  await page.goto(invited.link);
  await expect(page.getByText(`Company ${IMG}`).first()).toBeVisible();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail', { exact: true }).fill(anna.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  for (const path of ['/profile', '/company', '/notices', '/tickets', `/tickets/${number}`, '/tickets/new']) {
    await page.goto(url + path);
    expect(await page.content(), path).toContain('&lt;img');
    expect(await page.evaluate(() => /** @type {any} */ (window).ran), path).toBeUndefined();
  }
});
