// The title of the console's tab says where one is, whatever else it tells.
import { Api } from '../support/api.js';
import { expect, test } from '../support/fixtures.js';

test('the title names the page also while customers come and go', async ({ house }) => {
  const { number } = await house.admin.post('/tickets', { title: 'Export stops at 80 %' });
  const olga = await house.operator('Olga Brandt', { lang: 'pt-BR', role: 'supervisor', online: false });
  const { page, w } = olga;
  await page.goto(`${house.server.url}/console/settings/health`);
  await expect(page.getByRole('heading', { name: w('settings.page.health'), level: 1 })).toBeVisible();
  const health = `${w('settings.page.health')} · ${w('settings.title')} · Balcão`;
  await expect(page).toHaveTitle(health);
  const visitor = new Api(house.server.url);
  const { token } = await visitor.post('/widget/visitor', { site: 'default' });
  const said = { cmid: crypto.randomUUID(), text: 'Anybody here?', new: { site: 'default' } };
  await visitor.call('POST', '/conversations', said, { Authorization: `Bearer ${token}` });
  await expect(page).toHaveTitle(`(1) ${health}`);
  await page.getByRole('link', { name: w('tickets.title') }).click();
  await expect(page).toHaveTitle(`(1) ${w('tickets.title')} · Balcão`);
  await page.goto(`${house.server.url}/console/tickets/${number}`);
  await expect(page).toHaveTitle(`(1) #${number} Export stops at 80 % · Balcão`);
  await olga.view('queue');
  await expect(page).toHaveTitle('(1) Balcão');
});
