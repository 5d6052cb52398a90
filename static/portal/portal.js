// Makes the server's pages livelier; without it everything still works.
import { useZone } from '../shared/clock.js';
import { loadCatalogue, useTexts } from '../shared/i18n.js';
import { dressMenus } from './menus.js';
import { dressTimes } from './times.js';

const root = document.documentElement;
root.style.setProperty('--hue', root.dataset.hue || '250');
useTexts(root.lang, {});
if (root.dataset.zone) useZone(root.dataset.zone);
dressTimes(document);
dressMenus();

/** @param {string} selector @returns {any} */
const one = (selector) => document.querySelector(selector);
const has = (/** @type {string} */ selector) => !!one(selector);

// What a form was refused for, or what was done, gets the focus: the first field at fault before all.
const first = one('[data-first]') ?? one('main [aria-invalid="true"]') ?? one('[data-fault]') ?? one('[data-done]');
first?.closest('details')?.setAttribute('open', '');
first?.focus({ preventScroll: first.matches('[data-done]') });

// Of tabs too many for a phone the current one is in sight.
one('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// What was done is told once: a reload does not tell it again.
const here = new URL(location.href);
if (here.searchParams.has('done')) {
  here.searchParams.delete('done');
  history.replaceState(history.state, '', here);
}

// A form is sent once; the browser gives the button back when the page is shown again.
document.addEventListener('submit', (e) => {
  const form = /** @type {HTMLFormElement} */ (e.target);
  if (form.dataset.sent) e.preventDefault();
  form.dataset.sent = '1';
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form')) delete form.dataset.sent;
});

/** Parts that only some pages need; each brings its own words. @type {[string, () => Promise<any>][]} */
const parts = [
  ['#invite', async () => (await import('./invite.js')).dressInvite(one('#invite'))],
  ['[data-zone-own]', async () => (await import('./invite.js')).ownZone(one('[data-zone-own]'))],
  ['#answer-link', async () => (await import('./answer.js')).dressLink()],
  ['#came-back', async () => (await import('./answer.js')).comeBack()],
  ['#setup', async () => (await import('./setup.js')).dressSetup()],
  ['#sso', async () => (await import('./sso.js')).dressSSO()],
  ['.password', async () => (await import('./password.js')).dressPasswords()],
  ['#time_zone optgroup', async () => (await import('./zones.js')).offerZones(one('#time_zone'))],
  ['[data-draft], form[data-leave]', async () => (await import('./drafts.js')).keepDrafts()],
  ['input[data-code]', async () => (await import('./code.js')).fillCode(one('input[data-code]'))],
  ['form[action="/reset"]', async () => (await import('./code.js')).goToCode()],
  [
    'form[action="/sign-in"]',
    async () => (await import('./code.js')).keepFragment(one('form[action="/sign-in"] input[name="return"]')),
  ],
  ['input[data-picture]', async () => (await import('./picture.js')).dressPicture(one('input[data-picture]'))],
  ['[data-codes]', async () => (await import('./codes.js')).offerCodes(one('[data-codes]'))],
  ['input[type="file"]:not([data-picture])', async () => (await import('./files.js')).dressFiles()],
  ['#new-ticket', async () => (await import('./ticket-new.js')).dressNewTicket(one('#new-ticket'))],
  ['[data-live], [data-part="bell"]', async () => (await import('./page-live.js')).follow()],
];
const wanted = parts.filter(([selector]) => has(selector));
if (wanted.length) await loadCatalogue(root.lang, ['portal-live']);
await Promise.all(wanted.map(([, dress]) => dress()));
