// What belongs to a chat beside its words: files, prepared answers, handing over, the end of it.
import { expect, test } from '../support/fixtures.js';
import { png } from '../support/picture.js';

/** Opens the widget and says the first word. @param {import('../support/fixtures.js').House} house @param {string} text */
async function writes(house, text) {
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say(text);
  await visitor.sent();
  return visitor;
}

/** Puts files on a field as the keyboard does. @param {import('@playwright/test').Locator} field @param {string} name @param {string} type @param {Buffer} bytes */
const paste = (field, name, type, bytes) =>
  field.evaluate(
    (el, f) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(f.bytes)], f.name, { type: f.type }));
      el.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    },
    { name, type, bytes: [...bytes] },
  );

test('with nobody there the widget says so, asks where to answer, and the message waits for the team @phone', async ({
  house,
}) => {
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  const { frame } = visitor;
  await expect(frame.getByRole('heading', { name: visitor.t('nobody') })).toBeVisible();
  const message = frame.getByLabel(visitor.t('message'), { exact: true });
  const name = frame.getByLabel(visitor.t('your-name'));
  const email = frame.getByLabel(visitor.t('your-email'));
  await message.fill('Please call me back.');
  await email.fill('not an address');
  await frame.getByRole('button', { name: visitor.t('send-message') }).click();
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(visitor.t('missing'));
  await expect(email).toHaveAccessibleDescription(visitor.t('bad-email'));
  await expect(message).toHaveValue('Please call me back.');

  await name.fill('Lena Vogt');
  await email.fill('lena@fjordretail.test');
  await frame.getByRole('button', { name: visitor.t('send-message') }).click();
  await visitor.sees('Please call me back.');
  await visitor.sent();

  const olga = await house.operator('Olga Brandt', { online: false });
  await expect(olga.page.getByText(olga.t('you_are_offline_waiting', { count: 1 }))).toBeVisible();
  await olga.view('queue');
  await expect(olga.row('Lena Vogt')).toContainText(olga.t('left_message'));
  await olga.page.getByRole('button', { name: olga.t('claim_chat_of', { name: 'Lena Vogt' }) }).click();
  await olga.sees('Please call me back.');
  await olga.say('Here I am, Lena.');
  await visitor.sees('Here I am, Lena.');
});

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

test('files go by button and by paste, pictures with a preview, and arrive as they were', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Here are the files.');
  await olga.openChat('Here are the files.');

  const chosen = visitor.page.waitForEvent('filechooser');
  await visitor.frame.getByRole('button', { name: visitor.t('add-files') }).click();
  await (await chosen).setFiles({
    name: 'import log.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('row 128: no date\n'),
  });
  await expect(
    visitor.frame.getByRole('button', { name: visitor.t('remove', { name: 'import log.txt' }) }),
  ).toBeVisible();
  await paste(visitor.input, 'screen.png', 'image/png', png(640, 400));
  await expect(visitor.frame.getByText(visitor.t('attached', { name: 'screen.png' }))).toBeAttached();
  await visitor.say('Log and picture.');
  await visitor.sent();

  const picture = olga.log.getByRole('img', { name: 'screen.png' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((/** @type {HTMLImageElement} */ i) => i.naturalWidth)).toBeGreaterThan(0);
  const saved = olga.page.waitForEvent('download');
  await olga.log.getByRole('link', { name: /import log\.txt/ }).click();
  const file = await (await saved).createReadStream();
  expect(Buffer.concat(await file.toArray()).toString()).toBe('row 128: no date\n');

  await paste(olga.reply, 'answer.png', 'image/png', png(800, 300));
  await expect(olga.page.getByText(olga.t('file_ready', { name: 'answer.png' }))).toBeAttached();
  await olga.say('See the marked line.');
  const shown = visitor.log.getByRole('img', { name: 'answer.png' });
  await expect.poll(() => shown.evaluate((/** @type {HTMLImageElement} */ i) => i.naturalWidth)).toBeGreaterThan(0);
  const again = visitor.page.waitForEvent('download');
  await visitor.log.getByRole('button', { name: visitor.t('download', { name: 'import log.txt' }) }).click();
  expect((await again).suggestedFilename()).toBe('import log.txt');
});

test('files can be dropped on the chat at both sides', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'I drop something.');
  await olga.openChat('I drop something.');
  /** @param {Element} el @param {string} name */
  const drop = (el, name) => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped'], name, { type: 'text/plain' }));
    for (const type of ['dragover', 'drop'])
      el.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  };
  await visitor.log.evaluate(drop, 'mine.txt');
  await expect(visitor.frame.getByText(visitor.t('attached', { name: 'mine.txt' }))).toBeAttached();
  await visitor.say('Dropped.');
  await expect(olga.log.getByRole('link', { name: /mine\.txt/ })).toBeVisible();
  await olga.log.evaluate(drop, 'yours.txt');
  await expect(olga.page.getByText(olga.t('file_ready', { name: 'yours.txt' }))).toBeAttached();
  await olga.say('Caught.');
  await expect(visitor.log.getByRole('button', { name: visitor.t('download', { name: 'yours.txt' }) })).toBeVisible();
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

test('a closed chat asks how it was, the answer reaches the team, and writing again reopens it @phone', async ({
  house,
}) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'A quick one.');
  await olga.openChat('A quick one.');
  await olga.say('A quick answer.');
  await visitor.sees('A quick answer.');
  if (olga.phone) {
    await olga.page.getByRole('button', { name: olga.t('more_actions') }).click();
    await olga.page.getByRole('menuitem', { name: olga.t('close_chat') }).click();
  } else await olga.page.getByRole('button', { name: olga.t('close_chat'), exact: true }).click();
  await expect(olga.page.getByRole('button', { name: olga.t('undo') })).toBeVisible();

  const { frame } = visitor;
  await expect(frame.getByRole('group', { name: visitor.t('how') })).toBeVisible();
  await frame.getByRole('button', { name: visitor.t('rate') }).click();
  await expect(frame.getByText(visitor.t('choose'))).toBeVisible();
  await frame.getByRole('radio', { name: visitor.t('score4'), exact: true }).check({ force: true });
  await frame.getByRole('textbox', { name: visitor.t('better') }).fill('Answer even faster.');
  await frame.getByRole('button', { name: visitor.t('rate') }).click();
  await expect(olga.log.getByText(/4 of 5/)).toBeVisible();

  await visitor.say('One more thing.');
  await visitor.sent();
  await olga.sees('One more thing.');
  await visitor.sees('A quick answer.');
});

test('closing can be undone for five seconds', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Do not close this.');
  await olga.openChat('Do not close this.');
  await olga.page.getByRole('button', { name: olga.t('close_chat'), exact: true }).click();
  await olga.page.getByRole('button', { name: olga.t('undo') }).click();
  await olga.say('Still open.');
  await visitor.sees('Still open.');
  const { items } = await house.admin.get('/conversations?view=closed');
  expect(items).toEqual([]);
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

test('an answer to a closed widget shows on the launcher and in the title, and is gone once read', async ({
  house,
}) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'I close the window.');
  await visitor.page.keyboard.press('Escape');
  await expect(visitor.launcher).toBeFocused();
  await olga.openChat('I close the window.');
  await olga.say('And I answer.');
  await expect(visitor.launcher).toHaveAccessibleName(/1/);
  await expect(visitor.page).toHaveTitle('(1) Risk Manager');
  await expect(visitor.frame.getByRole('status').getByText('And I answer.')).toBeVisible();
  await visitor.launcher.click();
  if (!(await visitor.log.isVisible())) await visitor.enter();
  await visitor.sees('And I answer.');
  await expect(visitor.page).toHaveTitle('Risk Manager');
  await expect(olga.log.getByText(/read$/)).toBeVisible();

  await visitor.page.keyboard.press('Escape');
  await expect(visitor.launcher).toBeFocused();
  await olga.say('Once more.');
  await visitor.frame.getByRole('status').getByText('Once more.').click();
  await visitor.sees('Once more.');
  await expect(visitor.log).toBeVisible();
  await expect(visitor.page).toHaveTitle('Risk Manager');
});

test('everything a chat needs can be done with the keyboard alone', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.launcher.focus();
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.frame.getByRole('button', { name: visitor.t('start') })).toBeFocused();
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.input).toBeFocused();
  await visitor.page.keyboard.type('Typed by hand.');
  await visitor.page.keyboard.press('Enter');
  await visitor.sent();

  await expect(olga.row('Typed by hand.')).toBeVisible();
  await olga.row('Typed by hand.').getByRole('link').focus();
  await olga.page.keyboard.press('Enter');
  await olga.sees('Typed by hand.');
  await olga.log.focus();
  await olga.page.keyboard.press('r');
  await expect(olga.reply).toBeFocused();
  await olga.page.keyboard.type('Answered by hand.');
  await olga.page.keyboard.press('Enter');
  await visitor.sees('Answered by hand.');
  await olga.page.keyboard.press('Escape');
  await olga.log.focus();
  await olga.page.keyboard.press('n');
  await expect(olga.note).toBeFocused();
  await olga.page.keyboard.press('Escape');
  await olga.log.focus();
  await olga.page.keyboard.press('t');
  await expect(olga.page.getByRole('dialog', { name: olga.w('tickets.convert') })).toBeVisible();
  await expect(olga.page.getByRole('dialog').getByLabel(olga.w('tickets.field.title'))).toHaveValue('Typed by hand');
  await olga.page.keyboard.press('Control+Enter');
  await expect(visitor.ticketCard(1)).toBeVisible();
});

test('the widget shows whether the operator of the chat is still there', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await writes(house, 'Is somebody there?');
  const dot = visitor.frame.locator('header .face .dot');
  await expect(dot).toHaveClass(/dot-online/);
  await olga.be('away');
  await expect(dot).toHaveClass(/dot-away/);
  await olga.be('online');
  await expect(dot).toHaveClass(/dot-online/);
});
