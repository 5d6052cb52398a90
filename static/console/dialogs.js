// What opens seldom is fetched when it is first asked for: the first load stays light.

import { app } from './app-context.js';
import { useStyles } from './styles.js';
import { needTexts } from './texts.js';

/** @typedef {import("./lists.js").Conversation} Conversation */

/**
 * @template T
 * @param {Promise<T>} part
 * @param {(part: T) => void} open
 */
const when = (part, open) => part.then(open).catch(app.report);

/** @param {Conversation} c */
export const openTransfer = (c) => when(import('./transfer-dialog.js'), (part) => part.openTransfer(c));

/** @param {Conversation} c */
export const openPerson = (c) => when(import('./person-dialog.js'), (part) => part.openPerson(c));

/** @param {Conversation} c */
export const openRouting = (c) => when(import('./routing-dialog.js'), (part) => part.openRouting(c));

/** @param {{company?: any, name?: string, email?: string}} start what is known of the person already */
export const openInvite = (start) =>
  when(
    Promise.all([
      needTexts('console-tickets', 'console-customers', 'console-settings').then(() => import('./invite-dialog.js')),
      useStyles('forms.css', 'settings.css'),
    ]),
    ([part]) => part.openInvite(start),
  );

export const openHelp = () => when(import('./help.js'), (part) => part.openHelp());

/** @param {string} [typed] */
export const openPalette = (typed) => when(import('./palette.js'), (part) => part.openPalette(typed));

/** @param {Conversation} c */
export const openConvert = (c) =>
  when(
    needTexts('console-tickets').then(() => import('./convert.js')),
    (part) => part.openConvert(c),
  );
