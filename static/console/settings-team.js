// The team: who signs in to the console, with which role.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { forgetDirectory } from './directory.js';
import { field, group, input, tick } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { copyBox, page, said, shown } from './settings-page.js';
import { firstPassword, passwordInput } from './settings-password.js';

const ROLES = ['operator', 'supervisor', 'administrator'];
/** What the role does not give by itself; administrators have all of it. */
const RIGHTS = ['customers', 'editor', 'reports'];

export function show(/** @type {HTMLElement} */ place) {
  const again = () => {
    forgetDirectory();
    shown(place, load, paint);
  };
  const paint = (/** @type {any[]} */ people) =>
    page(
      {
        title: t('settings.page.team'),
        intro: t('settings.team.intro'),
        action: h(
          'button',
          { class: 'button button-primary', type: 'button', onclick: () => person(null, again) },
          icon('plus', 16),
          t('settings.team.add'),
        ),
      },
      h(
        'ul',
        { class: 'rows' },
        ...people.map((p) =>
          h(
            'li',
            {},
            h(
              'button',
              {
                class: `row-button ${p.state === 'disabled' ? 'off' : ''}`,
                type: 'button',
                onclick: () => person(p, again),
              },
              avatar(p, 32),
              h(
                'span',
                { class: 'line-main' },
                h(
                  'span',
                  { class: 'line-name' },
                  p.name,
                  p.id === app.me.id ? h('span', { class: 'muted' }, ` (${t('tickets.you_short')})`) : null,
                ),
                h('span', { class: 'line-sub' }, [p.email, ...rightWords(p)].join(' · ')),
              ),
              p.state === 'disabled'
                ? h('span', { class: 'label-tag' }, t('settings.team.disabled'))
                : p.must_change
                  ? h('span', { class: 'label-tag caution' }, t('settings.team.must_change'))
                  : null,
              h('span', { class: 'row-role' }, t(`common.role.${p.role}`)),
              icon('chevron-right', 16),
            ),
          ),
        ),
      ),
    );
  shown(place, load, paint);
}

async function load() {
  /** @type {any[]} */
  const all = [];
  for (const role of ROLES) {
    all.push(...(await app.api.all('/accounts', { role })));
  }
  const rank = (/** @type {any} */ p) => Number(p.state === 'disabled');
  return all.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** Adds a person, or changes the one given. @param {any} known @param {() => void} ondone */
function person(known, ondone) {
  const password = firstPassword();
  const name = input({ name: 'name', value: known?.name ?? '', maxlength: 100, autofocus: !known });
  const email = input({ name: 'email', type: 'email', value: known?.email ?? '', inputmode: 'email' });
  const self = known?.id === app.me.id;
  const secret = passwordInput({ name: 'password', value: known ? '' : password });
  const must = tick(
    { name: 'must_change', checked: true },
    t('settings.team.must_change_label'),
    t('settings.team.must_change_hint'),
  );
  const rights = rightsField(known, self);
  const box = formDialog({
    title: known ? known.name : t('settings.team.add'),
    label: known ? t('settings.save') : t('settings.team.create'),
    aside:
      known && !self
        ? h(
            'button',
            { class: known.state === 'disabled' ? 'link' : 'link negative', type: 'button', onclick: () => toggle() },
            t(known.state === 'disabled' ? 'settings.team.enable' : 'settings.team.disable'),
          )
        : null,
    body: h(
      'div',
      { class: 'form-grid' },
      field({ name: 'name', label: t('settings.field.name'), control: name, wide: true }),
      field({ name: 'email', label: t('settings.field.email'), control: email, wide: true }),
      group(
        { name: 'role', label: t('settings.field.role'), wide: true },
        ...ROLES.map((r) => roleChoice(r, known?.role ?? 'operator', self)),
      ),
      rights,
      field({
        name: 'password',
        label: t(known ? 'settings.team.new_password' : 'settings.team.first_password'),
        control: secret.control,
        wide: true,
        hint: t(known ? 'settings.team.new_password_hint' : 'settings.team.first_password_hint'),
        aside: '',
      }),
      known ? null : h('div', { class: 'field wide' }, must),
    ),
    onsubmit: async () => {
      const f = box.form;
      if (!said(f, 'name')) throw { field: 'name', detail: t('settings.missing') };
      if (!said(f, 'email')) throw { field: 'email', detail: t('settings.missing') };
      /** @type {Record<string, unknown>} */
      const body = { name: said(f, 'name'), email: said(f, 'email'), role: said(f, 'role') || known?.role };
      const typed = secret.value();
      if (typed)
        Object.assign(body, { password: typed, must_change: known ? true : new FormData(f).has('must_change') });
      // an administrator has them all: what was ticked before stays for a later role
      const chosen = body.role === 'administrator' ? undefined : new FormData(f).getAll('rights').map(String);
      if (known) await app.api.patch(`/accounts/${known.id}`, { ...body, rights: self ? undefined : chosen });
      else {
        const made = await app.api.post('/accounts', body);
        // the account is there: what fails now is told beside the sign-in to hand over
        if (chosen?.length) await app.api.patch(`/accounts/${made.id}`, { rights: chosen }).catch(app.report);
      }
      ondone();
      if (!known) handOver(String(body.name), String(body.email), typed);
      else app.toast(t('settings.saved'));
    },
  });

  const role = () => said(box.form, 'role') || known?.role || 'operator';
  const showRights = () => (rights.hidden = role() === 'administrator');
  box.form.addEventListener('change', showRights);
  showRights();

  async function toggle() {
    try {
      await app.api.post(`/accounts/${known.id}/${known.state === 'disabled' ? 'enable' : 'disable'}`);
      box.close();
      ondone();
      app.toast(
        t(known.state === 'disabled' ? 'settings.team.enabled_toast' : 'settings.team.disabled_toast', {
          name: known.name,
        }),
        known.state === 'disabled'
          ? {}
          : { undo: () => app.api.post(`/accounts/${known.id}/enable`).then(ondone, app.report) },
      );
    } catch (error) {
      app.report(error);
    }
  }
}

/** The rights of staff below administrators, in words. @param {any} person @returns {string[]} */
const rightWords = (person) =>
  person.role === 'administrator'
    ? []
    : RIGHTS.filter((r) => person.rights?.includes(r)).map((r) => t(`settings.team.right.${r}`));

/** @param {any} known @param {boolean} self */
function rightsField(known, self) {
  return group(
    { name: 'rights', label: t('settings.team.rights'), wide: true },
    ...RIGHTS.map((value) =>
      tick(
        { name: 'rights', value, checked: Boolean(known?.rights?.includes(value)), disabled: self },
        t(`settings.team.right.${value}`),
        t(`settings.team.right.${value}_hint`),
      ),
    ),
  );
}

function roleChoice(/** @type {string} */ role, /** @type {string} */ current, /** @type {boolean} */ locked) {
  return h(
    'label',
    { class: 'role-choice' },
    h('input', {
      type: 'radio',
      name: 'role',
      value: role,
      checked: role === current,
      disabled: locked && role !== current,
    }),
    h(
      'span',
      {},
      h('strong', {}, t(`common.role.${role}`)),
      h('span', { class: 'field-hint' }, t(`settings.team.${role}_may`)),
    ),
  );
}

/** The sign-in to hand over: shown once, because the password is not kept in clear. */
function handOver(/** @type {string} */ name, /** @type {string} */ email, /** @type {string} */ password) {
  const text = `${location.origin}/sign-in\n${email}\n${password}`;
  const box = formDialog({
    title: t('settings.team.created', { name }),
    label: t('settings.done'),
    body: h(
      'div',
      { class: 'hand-over' },
      h('p', {}, t('settings.team.hand_over')),
      copyBox(text, t('settings.team.sign_in_text')),
    ),
    onsubmit: async () => {},
  });
  box.foot.replaceChildren();
}
