// What calls an operator who looks elsewhere: said once for each thing that happened.
import { expect, test } from '../support/fixtures.js';
import { writes } from '../support/visitor.js';

/** The browser of somebody who looks elsewhere and wants desktop notices; they are kept in `window.said`. */
function looksElsewhere() {
  localStorage.setItem('balcao.console', JSON.stringify({ desktop: true }));
  Object.assign(window, { said: [] });
  class Notice {
    static permission = 'granted';
    /** @param {string} title */
    constructor(title) {
      /** @type {any} */ (window).said.push(title);
    }
    close() {}
  }
  Object.assign(window, { Notification: Notice });
  document.hasFocus = () => false;
}

test('a chat that comes and is assigned at once makes one desktop notice, not two', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  await olga.page.addInitScript(looksElsewhere);
  await olga.page.reload();
  await expect(olga.page.locator('#app')).not.toHaveAttribute('aria-busy', 'true');
  const visitor = await writes(house, 'Is anybody there?');
  await expect(olga.row('Is anybody there?')).toBeVisible();
  const said = () => olga.page.evaluate(() => /** @type {any} */ (window).said);
  const unanswered = olga.t('alert_unanswered', { name: olga.t('visitor') });
  await expect.poll(said).toEqual([unanswered]);
  await olga.openChat('Is anybody there?');
  await olga.say('Yes.');
  await visitor.say('And now?');
  await expect.poll(said).toEqual([unanswered, unanswered]);
});

test('before the first touch of the page no sound is tried', async ({ house }) => {
  const olga = await house.operator('Olga Brandt');
  const page = await olga.page.context().newPage();
  await olga.page.close();
  // what the page says of itself: to ask it anything counts as a touch
  /** @type {string[]} */
  const said = [];
  page.on('console', (m) => said.push(m.text()));
  await page.addInitScript(() => {
    const Real = AudioContext;
    class Told extends Real {
      constructor() {
        super();
        console.info('a sound');
      }
    }
    Object.assign(window, { AudioContext: Told });
    new MutationObserver(() => console.info(`title ${document.title}`)).observe(document, {
      subtree: true,
      childList: true,
    });
  });
  await page.goto(`${house.server.url}/console`, { waitUntil: 'networkidle' });
  for (const n of [1, 2]) {
    await writes(house, 'Quiet, please.');
    await expect.poll(() => said.some((s) => s.startsWith(`title (${n})`))).toBe(true);
  }
  expect(said.filter((s) => s === 'a sound' || s.includes('AudioContext'))).toEqual([]);
  await page.getByRole('main').click({ position: { x: 5, y: 5 } });
  await writes(house, 'Now it may ring.');
  await expect.poll(() => said.filter((s) => s === 'a sound').length).toBe(1);
});
