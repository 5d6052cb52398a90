// The own password, and where one is signed in.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { field } from './field.js';
import { icon } from './marks.js';
import { page, saveForm, shown } from './settings-page.js';
import { passwordInput } from './settings-password.js';

export function show(/** @type {HTMLElement} */ place) {
  const list = h('div', { class: 'wide' });
  place.replaceChildren(
    page(
      { title: t('settings.page.security'), intro: t('settings.security.intro', { email: app.me.email ?? '' }) },
      h(
        'section',
        { class: 'settings-part' },
        h('h2', {}, t('settings.security.password')),
        passwordForm(() => shown(list, sessions, (items) => sessionList(items, list))),
      ),
      h(
        'section',
        { class: 'settings-part' },
        h('h2', {}, t('settings.security.two_steps')),
        h('p', { class: 'field-hint' }, t('settings.security.two_steps_hint')),
        h('p', {}, h('a', { class: 'button', href: '/profile/two-step' }, t('settings.security.two_steps_open'))),
      ),
      h(
        'section',
        { class: 'settings-part' },
        h('h2', {}, t('settings.security.sessions')),
        h('p', { class: 'field-hint' }, t('settings.security.sessions_hint')),
        list,
      ),
    ),
  );
  shown(list, sessions, (items) => sessionList(items, list));
}

function passwordForm(/** @type {() => void} */ onchanged) {
  const now = passwordInput({ name: 'current', autocomplete: 'current-password' });
  const next = passwordInput({ name: 'password' });
  const twice = passwordInput({ name: 'password_confirmation' });
  return saveForm({
    label: t('settings.security.change'),
    fields: [
      field({ name: 'current', label: t('settings.security.current'), control: now.control, wide: true }),
      field({
        name: 'password',
        label: t('settings.security.new'),
        control: next.control,
        hint: t('settings.security.rules'),
      }),
      field({ name: 'password_confirmation', label: t('settings.security.confirm'), control: twice.control }),
    ],
    onsave: async (form) => {
      if (!now.value()) throw { field: 'current', detail: t('settings.missing') };
      if (!next.value()) throw { field: 'password', detail: t('settings.missing') };
      if (next.value() !== twice.value())
        throw { field: 'password_confirmation', detail: t('settings.security.unlike') };
      await app.api.post('/me/password', {
        current: now.value(),
        password: next.value(),
        password_confirmation: twice.value(),
      });
      form.reset();
      app.me.must_change = false;
      app.toast(t('settings.security.changed'));
      onchanged();
    },
  });
}

const sessions = () => app.api.all('/me/sessions');

function sessionList(/** @type {any[]} */ items, /** @type {HTMLElement} */ list) {
  const again = () => shown(list, sessions, (more) => sessionList(more, list));
  const others = items.filter((s) => !s.current);
  const end = async (/** @type {string} */ which, count = 1) => {
    try {
      await app.api.delete(`/me/sessions${which}`);
      app.toast(t('settings.security.ended', { count }));
    } catch (error) {
      app.report(error);
    }
    again();
  };
  return h(
    'div',
    {},
    h('ul', { class: 'rows' }, ...items.map((s) => session(s, () => end(`/${s.id}`)))),
    others.length > 1
      ? h(
          'button',
          { class: 'button end-all', type: 'button', onclick: () => end('?others=1', others.length) },
          t('settings.security.end_others'),
        )
      : null,
  );
}

function session(/** @type {any} */ s, /** @type {() => void} */ onend) {
  const seen = s.last_seen_at ?? s.created_at;
  return h(
    'li',
    { class: 'row-plain' },
    icon(/mobile|android|iphone/i.test(s.user_agent ?? '') ? 'phone' : 'globe'),
    h(
      'span',
      { class: 'line-main' },
      h('span', { class: 'line-name' }, browserOf(s.user_agent ?? '')),
      h(
        'span',
        { class: 'line-sub' },
        s.address ? `${s.address} · ` : '',
        h('time', { title: exact(seen) }, s.current ? t('settings.security.now') : relative(seen)),
      ),
    ),
    s.current
      ? h('span', { class: 'label-tag positive' }, t('settings.security.this'))
      : h('button', { class: 'button', type: 'button', onclick: onend }, t('settings.security.end')),
  );
}

/** "Firefox · Windows" out of a user agent; what is unknown stays as it is. */
export function browserOf(/** @type {string} */ agent) {
  const find = (/** @type {[RegExp, string][]} */ list) => list.find(([test]) => test.test(agent))?.[1] ?? '';
  const browser = find([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'macOS'],
    [/Linux/, 'Linux'],
  ]);
  return [browser, system].filter(Boolean).join(' · ') || agent.slice(0, 60) || t('settings.security.unknown');
}
