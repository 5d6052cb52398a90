// Cover at the desk: whose a chat is and what they have, inviting from there; a ticket on hold.
import { accessible } from '../support/axe.js';
import { expect, test } from '../support/fixtures.js';
import { writes } from '../support/visitor.js';

const day = (/** @type {number} */ off) => new Date(Date.now() + off * 864e5).toISOString().slice(0, 10);

/** A company with a licence and an SLA. @param {import('../support/fixtures.js').House} house */
async function firm({ admin }) {
  const company = await admin.post('/companies', { name: 'Meridional', domains: ['meridional.example'] });
  const product = await admin.post('/products', { name: 'Ledger' });
  const days = { valid_from: day(-30), valid_to: day(300) };
  await admin.post(`/companies/${company.id}/licences`, { product: product.id, seats: 5, ...days });
  const contract = await admin.post(`/companies/${company.id}/contracts`, { plan: 'Premium', ...days });
  return { company, contract };
}

test('a chat is known as a company’s in the panel, judged anew, and its visitor invited from there', async ({
  house,
}) => {
  const { company } = await firm(house);
  const olga = await house.operator('Olga Brandt', { role: 'administrator' });
  await writes(house, 'The import stops.');
  await olga.view('all');
  await olga.openChat('The import stops.');
  const id = /** @type {string} */ (olga.page.url().split('/').pop());
  await house.admin.post(`/conversations/${id}/person`, { name: 'Helena Prado', email: 'helena@meridional.example' });
  const panel = olga.page.getByRole('region', { name: olga.t('details'), exact: true });
  await expect(panel.getByText(olga.t('panel.typed'))).toBeVisible();
  await accessible(olga.page, 'panel with a suggestion');
  await panel.getByRole('button', { name: olga.t('panel.attach_company', { name: 'Meridional' }) }).click();
  await expect(panel.getByText(olga.t('cover_covered'))).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Meridional', exact: true })).toHaveAttribute(
    'href',
    new RegExp(company.id),
  );
  await expect(panel.getByText(olga.t('panel.by_staff'))).toBeVisible();
  await accessible(olga.page, 'panel of a company');

  await panel.getByRole('button', { name: olga.t('who_is_this') }).click();
  const who = olga.page.getByRole('dialog');
  await expect(who.getByRole('option', { name: 'Meridional' })).toBeAttached();
  await accessible(olga.page, 'who is this');
  await olga.page.keyboard.press('Escape');

  await panel.getByRole('button', { name: olga.t('panel.invite') }).click();
  const invite = olga.page.getByRole('dialog', { name: olga.w('customers.invite.title') });
  await expect(invite.getByLabel(olga.w('customers.field.full_name'))).toHaveValue('Helena Prado');
  await expect(invite.getByLabel(olga.w('customers.field.corporate_email'))).toHaveValue('helena@meridional.example');
  await expect(invite.getByLabel(olga.w('customers.field.company'), { exact: true })).toHaveValue(company.id);
  await invite.getByRole('button', { name: olga.w('customers.invite.send') }).click();
  await expect(olga.page.getByText(olga.w('customers.invite.link_title', { name: 'Helena Prado' }))).toBeVisible();
  const { items } = await house.admin.get('/invitations');
  expect(items.map((/** @type {any} */ i) => i.email)).toEqual(['helena@meridional.example']);
});

test('a ticket on hold says why and until when, keeps a refused answer and takes a note', async ({ house }) => {
  const { company, contract } = await firm(house);
  const carla = await house.admin.account({ name: 'Carla Dias', role: 'customer', company: company.id });
  const { number } = await house.admin.post('/tickets', {
    title: 'Import stops',
    contact: carla.email,
    company: company.id,
    description: 'At line 4812.',
  });
  await house.admin.patch(`/companies/${company.id}/contracts/${contract.id}`, { valid_to: day(-2) });
  const frozen = async () => (await house.admin.get(`/tickets/${number}`)).frozen;
  await expect.poll(frozen).toBe(true);
  const olga = await house.operator('Olga Brandt');
  await olga.page.goto(`${house.server.url}/console/tickets/${number}`);
  const banner = olga.page.getByRole('region', { name: olga.t('frozen.title') });
  await expect(banner).toContainText('Meridional');
  await expect(banner).toContainText(olga.t('frozen.may_not'));
  await accessible(olga.page, 'ticket on hold');

  house.watch.expected.push(/status of 403/);
  const box = olga.page.getByRole('textbox', { name: olga.w('tickets.reply_label', { name: 'Carla Dias' }) });
  await box.fill('Try it again.');
  await olga.page.getByRole('button', { name: olga.w('tickets.send'), exact: true }).click();
  await expect(olga.page.getByText(olga.w('faults.reply_no_cover'))).toBeVisible();
  await expect(box).toHaveValue('Try it again.');
  await olga.page.getByRole('radio', { name: olga.w('tickets.note') }).click();
  await olga.page.getByRole('button', { name: olga.w('tickets.add_note') }).click();
  await expect(olga.page.getByRole('list').getByText('Try it again.')).toBeVisible();

  await house.admin.patch(`/companies/${company.id}/contracts/${contract.id}`, { valid_to: day(300) });
  await expect(banner).toBeHidden();
});
