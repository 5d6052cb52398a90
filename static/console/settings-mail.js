// Mail: by which server it goes out, how it goes, and one to try it.

import { fill, h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { field, formError, group, input, segments, submit } from './field.js';
import { forgetMail } from './mail-state.js';
import { icon } from './marks.js';
import { staleGuard } from './settings-guard.js';
import { page, said, saveForm, shown } from './settings-page.js';
import { passwordInput } from './settings-password.js';

/** The ways to the server, each with its usual port. @type {Record<string, number>} */
const PORTS = { starttls: 587, tls: 465, none: 25 };

export function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [part, state]) {
  if (part === 'outbox') return import('./settings-outbox.js').then((m) => m.show(place, [state]));
  shown(
    place,
    () => app.api.get('/settings/mail'),
    (settings) => paint(settings, () => show(place, [])),
  );
}

/** @param {any} settings @param {() => void} again */
function paint(settings, again) {
  const state = h('div', {}, stateOf(settings));
  const test = testForm(settings.ready, () => refresh());
  const refresh = async () => {
    const now = await app.api.get('/settings/mail').catch(() => null);
    if (now) fill(state, stateOf(now));
  };
  return page(
    { title: t('settings.page.mail'), intro: t('settings.mail.intro') },
    state,
    serverForm(settings, again, (now) => {
      forgetMail();
      fill(state, stateOf(now));
      test.allow(now.ready);
    }),
    test.el,
  );
}

/** How mail goes just now, and the way to the list. @param {any} s */
function stateOf(s) {
  const n = (/** @type {number} */ x) => (x >= 1000 ? `${(1000).toLocaleString(lang())}+` : x.toLocaleString(lang()));
  const [tone, glyph, words] = s.failing_since
    ? ['bad', 'alert', t('settings.mail.failing', { since: relative(s.failing_since) })]
    : s.ready
      ? ['good', 'check-circle', t('settings.mail.ready', { from: s.from })]
      : ['caution', 'mail', t('settings.mail.none')];
  const counts = ['waiting', 'failed', 'kept'].filter((x) => s[x]);
  return h(
    'section',
    { class: `state-strip ${tone}`, 'aria-label': t('settings.mail.state') },
    icon(glyph),
    h(
      'div',
      { class: 'line-main' },
      h('p', s.failing_since ? { title: exact(s.failing_since) } : {}, words),
      s.error ? h('p', {}, h('q', {}, s.error)) : null,
      h(
        'p',
        { class: 'state-links' },
        counts.map((x) =>
          h(
            'a',
            { class: 'link', href: `/console/settings/mail/outbox/${x}` },
            t(`settings.mail.count.${x}`, { count: s[x], n: n(s[x]) }),
          ),
        ),
        h('a', { class: 'link', href: '/console/settings/mail/outbox' }, t('settings.mail.all')),
      ),
    ),
  );
}

/** @param {any} settings @param {() => void} again @param {(now: any) => void} ondone */
function serverForm(settings, again, ondone) {
  const guard = staleGuard('/settings/mail', settings, again);
  const port = input({
    name: 'port',
    type: 'number',
    min: 1,
    max: 65535,
    inputmode: 'numeric',
    value: String(settings.port || PORTS.starttls),
  });
  const secret = passwordInput({
    name: 'password',
    placeholder: settings.has_password ? t('settings.mail.password_kept') : '',
  });
  const host = input({ name: 'host', value: settings.host, spellcheck: false, placeholder: 'smtp.example.com' });
  const user = input({ name: 'user', value: settings.user, spellcheck: false });
  const forget = h('input', { type: 'checkbox', name: 'no_password' });
  const forgetLine = h(
    'label',
    { class: 'tick', hidden: !settings.has_password },
    forget,
    h('span', {}, t('settings.mail.password_forget')),
  );
  const hint = h('p', { class: 'field-hint', role: 'status' });
  let kept = settings;
  // a password belongs to one server and user: the server forgets it with them
  const tell = () => {
    const other = kept.has_password && (host.value.trim() !== kept.host || user.value.trim() !== kept.user);
    hint.textContent = other ? t('settings.mail.password_again') : '';
  };
  for (const box of [host, user]) box.addEventListener('input', tell);
  const password = field({ name: 'password', label: t('settings.mail.password'), control: secret.control });
  password.append(hint, forgetLine);
  return saveForm({
    fields: [
      field({ name: 'host', label: t('settings.mail.host'), control: host, hint: t('settings.mail.host_hint') }),
      field({ name: 'port', label: t('settings.mail.port'), control: port }),
      group(
        { name: 'security', label: t('settings.mail.security'), wide: true },
        segments(
          'security',
          Object.keys(PORTS).map((value) => ({ value, label: t(`settings.mail.security_${value}`) })),
          settings.security || 'starttls',
          (way) => {
            // the usual port follows the way, another one stays
            if (Object.values(PORTS).includes(Number(port.value))) port.value = String(PORTS[way]);
          },
        ),
      ),
      field({ name: 'user', label: t('settings.mail.user'), control: user, hint: t('settings.mail.user_hint') }),
      password,
      field({
        name: 'from',
        label: t('settings.mail.from'),
        control: input({ name: 'from', type: 'email', value: settings.from, inputmode: 'email' }),
        hint: t('settings.mail.from_hint'),
      }),
      field({
        name: 'from_name',
        label: t('settings.mail.from_name'),
        control: input({
          name: 'from_name',
          value: settings.from_name,
          maxlength: 100,
          placeholder: app.store.settings?.name ?? '',
        }),
        hint: t('settings.mail.from_name_hint'),
      }),
    ],
    onsave: async (form) => {
      const typed = secret.value();
      /** @type {Record<string, unknown>} */
      const body = {
        host: said(form, 'host'),
        port: Number(said(form, 'port')) || 0,
        security: said(form, 'security'),
        user: said(form, 'user'),
        from: said(form, 'from'),
        from_name: said(form, 'from_name'),
      };
      if (typed || /** @type {HTMLInputElement} */ (forget).checked) body.password = typed;
      kept = await guard.save(form, body);
      secret.clear();
      /** @type {HTMLInputElement} */ (forget).checked = false;
      forgetLine.hidden = !kept.has_password;
      secret.hint(kept.has_password ? t('settings.mail.password_kept') : '');
      tell();
      ondone(kept);
    },
  });
}

/** One mail now, with the server's own answer. @param {boolean} ready @param {() => void} ondone */
function testForm(ready, ondone) {
  const to = input({ name: 'to', type: 'email', value: app.me.email ?? '', inputmode: 'email' });
  const told = h('p', { class: 'saved-word', role: 'status' });
  const button = h(
    'button',
    { class: 'button button-dialog', type: 'submit' },
    icon('send', 16),
    t('settings.mail.test_go'),
  );
  const form = h(
    'form',
    { class: 'settings-form', novalidate: true, autocomplete: 'off' },
    h('div', { class: 'form-grid' }, field({ name: 'to', label: t('settings.mail.test_to'), control: to })),
    // what the server minds may be a setting above: said here all the same, beside the button that asked
    formError(),
    h('div', { class: 'settings-foot' }, button, told),
  );
  const el = h(
    'section',
    { class: 'settings-part' },
    h('h2', {}, t('settings.mail.test')),
    h('p', { class: 'field-hint' }, t('settings.mail.test_hint')),
    form,
  );
  form.addEventListener('input', () => fill(told));
  form.addEventListener('submit', async (/** @type {Event} */ e) => {
    e.preventDefault();
    fill(told);
    const address = to.value.trim();
    const ok = await submit(form, () => app.api.post('/settings/test-mail', { to: address }));
    if (ok) fill(told, icon('check', 16), t('settings.mail.test_sent', { to: address || app.me.email }));
    ondone();
  });
  const allow = (/** @type {boolean} */ yes) => (el.hidden = !yes);
  allow(ready);
  return { el, allow };
}
