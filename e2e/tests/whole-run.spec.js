// The main job from the first word to the answer on the ticket, on a stranger's page and at the console.
import { expect, test } from '../support/fixtures.js';

/** What is said, by language. */
const SAID = {
  en: {
    problem: 'The export stops at 80 %.',
    answer: 'Which version do you run?',
    note: 'Looks like the limit of the proxy.',
    title: 'Export stops at 80 %',
    later: 'Version 7.2, since Monday.',
    reply: 'Fixed in 7.2.1, out tomorrow.',
  },
  'pt-BR': {
    problem: 'A exportação para em 80 %.',
    answer: 'Qual versão está em uso?',
    note: 'Parece o limite do proxy.',
    title: 'Exportação para em 80 %',
    later: 'Versão 7.2, desde segunda-feira.',
    reply: 'Corrigido na 7.2.1, que sai amanhã.',
  },
};

for (const lang of /** @type {const} */ (['en', 'pt-BR'])) {
  test(`a chat is answered, becomes a ticket and both go on together, in ${lang} @phone`, async ({ house }) => {
    const said = SAID[lang];
    const olga = await house.operator('Olga Brandt', { lang });
    const visitor = await house.visitor(lang);

    await test.step('the visitor writes and the operator sees it', async () => {
      await visitor.open();
      await visitor.enter();
      await visitor.say(said.problem);
      await visitor.sent();
      await olga.openChat(said.problem);
      await olga.sees(said.problem);
    });

    await test.step('the answer reaches the visitor with the name of who gave it', async () => {
      await olga.say(said.answer);
      await visitor.sees(said.answer);
      await expect(visitor.frame.getByRole('heading', { level: 1, name: 'Olga Brandt' })).toBeVisible();
    });

    await test.step('a note stays with the team', async () => {
      await olga.writeNote(said.note);
    });

    const number = await test.step('the chat becomes a ticket and its number stands in the chat at once', async () => {
      const made = await olga.convert(said.title);
      await expect(visitor.ticketCard(made)).toContainText(said.title);
      return made;
    });

    await test.step('a later word goes on in the chat', async () => {
      await visitor.say(said.later);
      await visitor.sent();
      await olga.sees(said.later);
    });

    await test.step('the visitor opens the ticket inside the widget', async () => {
      await visitor
        .ticketCard(number)
        .getByRole('button', { name: visitor.t('view-ticket') })
        .click();
      await expect(visitor.frame.getByRole('heading', { name: said.title })).toBeVisible();
      const timeline = visitor.frame.getByRole('log', { name: visitor.t('timeline') });
      await expect(timeline.getByText(said.problem)).toBeVisible();
      await expect(timeline.getByText(said.later)).toBeVisible();
      await expect(timeline.getByText(said.note)).toHaveCount(0);
    });

    await test.step('the ticket at the console holds the later word', async () => {
      await olga.page.goto(`${house.server.url}/console/tickets/${number}`);
      await expect(olga.page.getByRole('heading', { name: said.title })).toBeVisible();
      const fold = olga.page
        .getByRole('main')
        .locator('[aria-expanded="false"]')
        .filter({ hasText: olga.w('tickets.fold.open') });
      for (const button of await fold.all()) await button.click();
      await expect(olga.page.getByRole('main').getByText(said.later)).toBeVisible();
    });

    await test.step('a reply on the ticket reaches the ticket in the widget and the chat', async () => {
      const composer = olga.page.getByRole('form', { name: olga.w('tickets.composer') });
      await composer.getByRole('textbox').fill(said.reply);
      await composer.getByRole('button', { name: olga.w('tickets.send'), exact: true }).click();
      await expect(visitor.frame.getByRole('log').getByText(said.reply)).toBeVisible();
      await visitor.frame.getByRole('button', { name: visitor.t('back'), exact: true }).click();
      await visitor.sees(said.reply);
    });

    await test.step('nothing of the note ever reached the visitor', async () => {
      await expect(visitor.frame.getByText(said.note)).toHaveCount(0);
    });
  });
}
