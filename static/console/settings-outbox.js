// The mails of the house: what became of each, why one failed, and sending it again.

import { h } from '../shared/dom.js';
import { has, lang, t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { icon } from './marks.js';
import { PagedList } from './paged-list.js';
import { page } from './settings-page.js';
import { emptyState } from './states.js';
import { useStyles } from './styles.js';

const PATH = '/console/settings/mail/outbox';
const STATES = ['', 'waiting', 'failed', 'kept', 'sent'];
const TONES = /** @type {Record<string, string>} */ ({ sent: 'positive', failed: 'negative', kept: 'caution' });
const GLYPHS = /** @type {Record<string, string>} */ ({
  sent: 'check',
  failed: 'alert',
  kept: 'lock',
  waiting: 'clock',
});

export async function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [state = '']) {
  await useStyles('customers.css', 'tickets.css');
  const rows = h('div', { class: 'mail-list' });
  const all = h(
    'button',
    { class: 'button', type: 'button', hidden: true, onclick: () => resendAll() },
    icon('refresh', 16),
    t('settings.outbox.resend_all'),
  );
  const list = new PagedList({
    place: rows,
    path: '/mails',
    query: () => ({ state }),
    paint: (items) => {
      all.hidden = !items.some((x) => x.state === 'failed');
      return h('ul', { class: 'rows' }, ...items.map((x) => row(x, () => list.start())));
    },
    empty: () => {
      all.hidden = true;
      return emptyState({
        icon: 'mail',
        title: t(state ? `settings.outbox.none_${state}` : 'settings.outbox.none'),
        text: t('settings.outbox.none_text'),
      });
    },
  });
  place.replaceChildren(
    page(
      {
        title: t('settings.outbox.title'),
        intro: t('settings.outbox.intro'),
        back: { href: '/console/settings/mail', label: t('settings.page.mail') },
        action: all,
      },
      h(
        'nav',
        { class: 'pills', 'aria-label': t('settings.outbox.state') },
        ...STATES.map((s) =>
          h(
            'a',
            { class: 'pill', href: s ? `${PATH}/${s}` : PATH, 'aria-current': s === state ? 'true' : null },
            s ? t(`settings.outbox.${s}`) : t('customers.all'),
          ),
        ),
      ),
      rows,
    ),
  );
  list.start();

  async function resendAll() {
    all.disabled = true;
    try {
      const { resent } = await app.api.post('/mails/resend');
      app.toast(t('settings.outbox.resent_all', { count: resent, n: resent.toLocaleString(lang()) }));
      await list.start();
    } catch (error) {
      app.report(error);
    }
    all.disabled = false;
  }
}

/** @param {any} x @param {() => void} again */
function row(x, again) {
  const kind = `settings.outbox.kind.${x.kind}`;
  return h(
    'li',
    { class: 'row-plain mail-row', 'data-id': x.id },
    h(
      'div',
      { class: 'line-main' },
      h('p', { class: 'line-name' }, x.subject || (has(kind) ? t(kind) : x.kind)),
      h('p', { class: 'line-sub' }, x.to || t('settings.outbox.nobody')),
      x.error ? h('p', { class: 'mail-why' }, x.error) : null,
      h('p', { class: 'line-sub' }, story(x)),
    ),
    h(
      'div',
      { class: 'mail-end' },
      h(
        'span',
        { class: `label-tag ${TONES[x.state] ?? ''}` },
        icon(GLYPHS[x.state] ?? 'mail', 16),
        t(`settings.outbox.one.${x.state}`),
      ),
      x.state === 'failed' || x.state === 'sent'
        ? h(
            'button',
            {
              class: 'button button-small',
              type: 'button',
              'aria-label': t('settings.outbox.resend_one', { subject: x.subject, to: x.to }),
              onclick: (/** @type {MouseEvent} */ e) =>
                resend(/** @type {HTMLButtonElement} */ (e.currentTarget), x, again),
            },
            t('settings.outbox.resend'),
          )
        : null,
    ),
  );
}

/** When it was made, how often it was tried, when next. @param {any} x */
function story(x) {
  const when = (/** @type {string} */ key, /** @type {string} */ at) =>
    h('time', { dateTime: at, title: exact(at) }, t(key, { when: relative(at) }));
  return [
    x.sent_at ? when('settings.outbox.sent_at', x.sent_at) : when('settings.outbox.made_at', x.at),
    x.attempts > 1 || (x.attempts && x.state !== 'sent')
      ? [' · ', t('settings.outbox.attempts', { count: x.attempts })]
      : null,
    x.next_at ? [' · ', when('settings.outbox.next_at', x.next_at)] : null,
  ];
}

/** @param {HTMLButtonElement} button @param {any} x @param {() => void} again */
async function resend(button, x, again) {
  button.disabled = true;
  try {
    await app.api.post(`/mails/${x.id}/resend`);
    app.toast(t('settings.outbox.resent', { to: x.to }));
    again();
  } catch (error) {
    button.disabled = false;
    app.report(error);
  }
}
