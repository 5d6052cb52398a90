// What is typed arrives once, whatever happens to the line, the page or the server.
import { expect, test } from '../support/fixtures.js';

/** How often a text is stored in the only conversation. @param {import('../support/api.js').Api} admin @param {string} text */
async function stored(admin, text) {
  const { items } = await admin.get('/conversations');
  expect(items, 'one conversation').toHaveLength(1);
  const { items: messages } = await admin.get(`/conversations/${items[0].id}/messages?stream=public`);
  expect(messages.map((/** @type {any} */ m) => m.seq)).toEqual(
    messages.map((/** @type {any} */ _, /** @type {number} */ i) => i + 1),
  );
  return messages.filter((/** @type {any} */ m) => m.text === text).length;
}

test('a message written during 20 s without a line arrives exactly once afterwards @phone', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say('Before the tunnel.');
  await visitor.sent();
  await olga.openChat('Before the tunnel.');

  house.watch.broken = true;
  await visitor.page.context().setOffline(true);
  await visitor.input.pressSequentially('In the tu');
  await visitor.page.waitForTimeout(10_000);
  await expect(visitor.frame.getByText(visitor.t('net.offline'))).toBeVisible();
  await visitor.input.pressSequentially('nnel.');
  await visitor.frame.getByRole('button', { name: visitor.t('send'), exact: true }).click();
  await visitor.sees('In the tunnel.');
  await expect(visitor.log.getByText(visitor.t('sending'))).toBeVisible();
  await visitor.input.fill('Half a sen');
  await visitor.page.waitForTimeout(10_000);
  await olga.sees('In the tunnel.', 0);
  await visitor.page.context().setOffline(false);

  await olga.sees('In the tunnel.');
  await visitor.sent();
  await visitor.sees('In the tunnel.');
  await expect(visitor.input).toHaveValue('Half a sen');
  await olga.say('Welcome back.');
  await visitor.sees('Welcome back.');
  await visitor.sees('In the tunnel.');
  expect(await stored(house.admin, 'In the tunnel.')).toBe(1);
});

test('an operator who loses the line keeps the reply and sends it once', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say('Hello?');
  await olga.openChat('Hello?');

  house.watch.broken = true;
  await olga.page.context().setOffline(true);
  await olga.say('One moment, please.');
  await expect(olga.page.getByText(olga.t('offline'), { exact: true })).toBeVisible();
  await visitor.sees('One moment, please.', 0);
  await olga.page.context().setOffline(false);

  await visitor.sees('One moment, please.');
  await olga.sees('One moment, please.');
  expect(await stored(house.admin, 'One moment, please.')).toBe(1);
});

for (const first of [true, false]) {
  test(`a reload keeps ${first ? 'the very first' : 'a later'} unsent message and the half-written next one`, async ({
    house,
  }) => {
    const olga = await house.operator('Olga Brandt');
    const visitor = await house.visitor();
    await visitor.open();
    await visitor.enter();
    if (!first) {
      await visitor.say('This one arrived.');
      await visitor.sent();
    }
    house.watch.broken = true;
    const { page } = visitor;
    const context = page.context();
    // Pages and files still come through, the way to the server's ear does not, from before the line is back.
    await context.setOffline(true);
    await visitor.say('Not lost by a reload.');
    await visitor.input.fill('And then');
    const blocked = /\/api\/v1\/(live\/|widget\/visitor|conversations\/[^/]+\/messages$)/;
    const bar = (/** @type {import('@playwright/test').Route} */ route) =>
      route.request().method() === 'POST' ? route.abort() : route.fallback();
    await context.route(blocked, bar);
    await context.setOffline(false);
    await page.reload();
    await visitor.goOn();
    await visitor.sees('Not lost by a reload.');
    await expect(visitor.input).toHaveValue('And then');
    await context.unroute(blocked, bar);

    await visitor.sent();
    await visitor.sees('Not lost by a reload.');
    await olga.openChat('Not lost by a reload.');
    await olga.sees('Not lost by a reload.');
    expect(await stored(house.admin, 'Not lost by a reload.')).toBe(1);
  });
}

test('a message that arrived while its receipt did not is shown once, before and after the line is back', async ({
  house,
}) => {
  await house.operator('Olga Brandt');
  const context = await house.context();
  let deaf = false;
  await context.routeWebSocket(/\/live$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => server.send(frame));
    server.onMessage((frame) => {
      if (!deaf) socket.send(frame);
    });
  });
  const visitor = await house.visitor('en', { context });
  await visitor.open();
  await visitor.enter();
  await visitor.say('This one is known.');
  await visitor.sent();
  deaf = true;
  await visitor.say('Arrived in silence.');
  await expect.poll(() => stored(house.admin, 'Arrived in silence.')).toBe(1);
  await visitor.page.reload();
  await visitor.goOn();
  await visitor.sees('This one is known.');
  await visitor.sees('Arrived in silence.');
  deaf = false;
  await visitor.page.reload();
  await visitor.goOn();
  await visitor.sent();
  await visitor.sees('Arrived in silence.');
  expect(await stored(house.admin, 'Arrived in silence.')).toBe(1);
});

test('two tabs of a visitor stay in step', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const one = await house.visitor();
  await one.open();
  await one.enter();
  await one.say('From the first tab.');
  await one.sent();
  const two = await house.visitor('en', { context: one.page.context() });
  if (await two.launcher.isVisible()) await two.open();
  await two.enter();
  await two.sees('From the first tab.');
  await two.say('From the second tab.');
  await two.sent();
  await one.sees('From the second tab.');
  await olga.openChat('From the second tab.');
  await olga.say('I hear you twice.');
  for (const tab of [one, two]) {
    await tab.sees('I hear you twice.');
    await tab.sees('From the first tab.');
    await tab.sees('From the second tab.');
  }
  await olga.sees('From the first tab.');
  await olga.sees('From the second tab.');
});

test('two windows of an operator stay in step', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say('Which window?');
  await olga.openChat('Which window?');
  const page = await olga.page.context().newPage();
  await page.goto(olga.page.url());
  await expect(
    page.getByRole('region', { name: olga.t('messages'), exact: true }).getByText('Which window?', { exact: true }),
  ).toBeVisible();
  await olga.say('Both of them.');
  await expect(
    page.getByRole('region', { name: olga.t('messages'), exact: true }).getByText('Both of them.', { exact: true }),
  ).toHaveCount(1);
});

test('a server killed and started between two messages loses neither and tells nothing twice', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say('Before the crash.');
  await visitor.sent();
  await olga.openChat('Before the crash.');

  house.watch.broken = true;
  await house.server.kill();
  await visitor.say('During the crash.');
  await visitor.sees('During the crash.');
  await olga.say('Answer during the crash.');
  await house.server.start();

  await expect(olga.message('During the crash.')).toHaveCount(1, { timeout: 30_000 });
  await expect(visitor.message('Answer during the crash.')).toHaveCount(1, { timeout: 30_000 });
  await visitor.say('After the crash.');
  await visitor.sent();
  await olga.sees('After the crash.');
  await olga.say('Answer after the crash.');
  await visitor.sees('Answer after the crash.');
  for (const text of [
    'Before the crash.',
    'During the crash.',
    'After the crash.',
    'Answer during the crash.',
    'Answer after the crash.',
  ]) {
    await visitor.sees(text);
    await olga.sees(text);
    expect(await stored(house.admin, text)).toBe(1);
  }
});

test('a server stopped and started in an orderly way is rejoined by itself', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const visitor = await house.visitor();
  await visitor.open();
  await visitor.enter();
  await visitor.say('Before the update.');
  await olga.openChat('Before the update.');
  house.watch.broken = true;
  await house.server.stop();
  await house.server.start();
  await visitor.say('After the update.');
  await expect(olga.message('After the update.')).toHaveCount(1, { timeout: 30_000 });
  await olga.say('Still here.');
  await expect(visitor.message('Still here.')).toHaveCount(1, { timeout: 30_000 });
});
