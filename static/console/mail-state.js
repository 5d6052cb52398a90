// Whether mails leave the house; while they do not, the pages that count on them say so.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { icon } from './marks.js';

/** @type {{at: number, ready: Promise<boolean | undefined>} | undefined} */
let known;

/** Whether a mail server is set up; undefined for whoever may not know. */
export function mailReady() {
  if (app.me.role !== 'administrator') return Promise.resolve(undefined);
  if (!known || Date.now() - known.at > 60_000)
    known = {
      at: Date.now(),
      ready: app.api.get('/settings/mail').then(
        (/** @type {any} */ s) => Boolean(s.ready),
        () => undefined,
      ),
    };
  return known.ready;
}

/** After the settings of mail have changed. */
export function forgetMail() {
  known = undefined;
}

/** One line at the head of a page: mails are kept, links are shown instead. @param {HTMLElement} place */
export async function needsMail(place) {
  if ((await mailReady()) !== false || !place.isConnected) return;
  place.querySelector('.mail-strip')?.remove();
  place.prepend(
    h(
      'div',
      { class: 'mail-strip', role: 'note' },
      icon('mail', 16),
      h('p', {}, t('customers.no_mail')),
      h('a', { class: 'link', href: '/console/settings/mail' }, t('customers.no_mail_go')),
    ),
  );
}
