// How the team answers: prepared words, one draft in two tabs, handing over, two who answer at once.
import { expect, test } from '../support/fixtures.js';
import { writes } from '../support/visitor.js';

test('Enter pressed again while a chat is being claimed sends the reply once, with all its words', async ({
  house,
}) => {
  const { items } = await house.admin.get('/departments');
  await house.admin.patch(`/departments/${items[0].id}`, { strategy: 'pick' });
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Is anybody free?');
  await olga.view('queue');
  await olga.openChat('Is anybody free?');
  /** @type {() => void} */
  let go = () => {};
  const held = new Promise((done) => (go = () => done(undefined)));
  await olga.page.route('**/claim', async (route) => {
    await held;
    await route.continue();
  });
  await olga.reply.fill('I am');
  await olga.page.keyboard.press('Enter');
  await olga.page.keyboard.press('Enter');
  await olga.page.keyboard.type(' here.');
  go();
  await visitor.sees('I am here.');
  await olga.say('What is it?');
  await visitor.sees('What is it?');
  await olga.sees('I am here.');
  await olga.sees('I am', 0);
  await expect(olga.reply).toHaveValue('');
});

test('two tabs of one operator keep one draft, and what one tab sent is gone from the other', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  await writes(house, 'Two tabs.');
  await olga.openChat('Two tabs.');
  const second = await olga.page.context().newPage();
  await second.goto(olga.page.url());
  const field = second.getByRole('textbox', { name: new RegExp(`^${olga.t('reply_label', { name: '.+' })}$`) });
  await expect(field).toHaveValue('');
  await olga.reply.fill('Once is enough.');
  await expect(field).toHaveValue('Once is enough.');
  await olga.page.keyboard.press('Enter');
  await olga.sees('Once is enough.');
  await expect(field).toHaveValue('');
});

test('a prepared answer is found with a slash and fills in the names', async ({ house }) => {
  await house.admin.post('/canned-replies', {
    name: 'Greeting',
    shortcut: 'hello',
    text: 'Hello, this is {{operator.name}}. How can I help?',
  });
  await house.admin.post('/canned-replies', { name: 'Farewell', shortcut: 'bye', text: 'Goodbye.' });
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Anybody there?');
  await olga.openChat('Anybody there?');
  await olga.reply.pressSequentially('/hel');
  const options = olga.page.getByRole('listbox', { name: olga.t('canned_replies') }).getByRole('option');
  await expect(options).toHaveCount(1);
  await expect(options).toHaveText(/Greeting/);
  await olga.page.keyboard.press('Enter');
  await expect(olga.reply).toHaveValue('Hello, this is Olga Brandt. How can I help?');
  await visitor.sees('Hello, this is Olga Brandt. How can I help?', 0);
  await olga.page.keyboard.press('Enter');
  await visitor.sees('Hello, this is Olga Brandt. How can I help?');
});

test('a chat handed over goes on with the colleague, who alone sees the note', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'About the invoice.');
  await olga.openChat('About the invoice.');
  await olga.say('I ask my colleague.');
  const jonas = await house.operator('Jonas Weber');

  await olga.page.getByRole('button', { name: olga.t('transfer'), exact: true }).click();
  const dialog = olga.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /Jonas Weber/ }).check();
  await dialog.getByLabel(olga.t('transfer_note')).fill('Invoice 128 is the wrong one.');
  await dialog.getByRole('button', { name: new RegExp(`^${olga.t('transfer')}`) }).click();
  await expect(dialog).toBeHidden();

  const said = jonas.t('transferred_to_you', { by: 'Olga Brandt', name: '.+' }).replace(/\.$/, '');
  const toasts = jonas.page.getByRole('region', { name: jonas.t('messages_of_program') });
  await expect(toasts).toContainText(new RegExp(said));
  // the note came with it and he has not read it: known without a reload
  await expect(jonas.row('I ask my colleague.')).toContainText(jonas.t('unread_count', { count: 1 }));
  await jonas.openChat('I ask my colleague.');
  await expect(jonas.page.getByText('Invoice 128 is the wrong one.')).toBeVisible();
  await jonas.say('Jonas here, I have it.');
  await visitor.sees('Jonas here, I have it.');
  await expect(visitor.frame.getByRole('heading', { level: 1, name: 'Jonas Weber' })).toBeVisible();
  await expect(visitor.frame.getByText('Invoice 128 is the wrong one.')).toHaveCount(0);
});

test('a reply is held when a colleague answered meanwhile', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Who answers first?');
  await olga.openChat('Who answers first?');
  const jonas = await house.operator('Jonas Weber', { online: false, role: 'supervisor' });
  await jonas.view('all');
  await jonas.openChat('Who answers first?');
  await olga.reply.fill('My slow answer.');
  await jonas.say('My quick answer.');
  await olga.sees('My quick answer.');
  await olga.page.getByRole('button', { name: olga.t('send'), exact: true }).click();
  await expect(olga.page.getByRole('alert').filter({ hasText: 'My quick answer.' })).toBeVisible();
  await visitor.sees('My slow answer.', 0);
  await olga.page.getByRole('button', { name: olga.t('send_anyway') }).click();
  await visitor.sees('My slow answer.');
});
