// How the house stands, beside the work: since when the line is as it is, and for administrators a dot where something is broken.

import { h } from '../shared/dom.js';
import { app } from './app-context.js';
import { needTexts } from './texts.js';

/** How often an administrator's console asks while it can be seen. */
const EVERY = 60_000;

let since = Date.now();

/** Since when the line has been as it is. */
export const lineSince = () => since;

/** A dot that is shown while a leg is broken. */
export const sickDot = () => h('span', { class: 'sick-dot', role: 'img', hidden: true });

/** Shows the dots while a leg is broken. @param {HTMLElement[]} dots */
export function watchHealth(...dots) {
  app.store.subscribe('connection', () => {
    since = Date.now();
  });
  app.store.subscribe('health', (/** @type {any} */ health) => show(dots, health));
  if (app.me.role !== 'administrator') return;
  let asked = 0;
  const ask = async () => {
    if (document.hidden || Date.now() - asked < EVERY / 2) return;
    asked = Date.now();
    const health = await app.api.get('/health').catch(() => undefined); // the banner speaks for a lost line
    if (health) app.store.tell('health', health);
  };
  setTimeout(ask, 3000); // after what the person came for
  setInterval(ask, EVERY);
  document.addEventListener('visibilitychange', ask);
}

/** @param {HTMLElement[]} dots @param {any} health */
async function show(dots, health) {
  const broken = health.status === 'broken';
  if (broken) await needTexts('console-settings').catch(() => {});
  for (const dot of dots) {
    dot.hidden = !broken;
    if (broken) dot.setAttribute('aria-label', app.t('settings.health.dot'));
  }
}
