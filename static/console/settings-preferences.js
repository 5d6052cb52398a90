// How the console behaves in this browser, and the own language and time zone.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { field, group, input, segments, select, tick } from './field.js';
import { languageField, page, part, said, saveForm, zones } from './settings-page.js';

export function show(/** @type {HTMLElement} */ place) {
  place.replaceChildren(
    page(
      { title: t('settings.page.preferences'), intro: t('settings.preferences.intro') },
      browserPart(),
      h('section', { class: 'settings-part' }, h('h2', {}, t('settings.preferences.you')), profileForm()),
    ),
  );
}

function browserPart() {
  const { preferences: p } = app;
  const box = (/** @type {any} */ name) => {
    const line = tick(
      { checked: p.get(name), onchange: (/** @type {any} */ e) => change(name, e.target) },
      t(`settings.preferences.${name}`),
      t(`settings.preferences.${name}_hint`),
    );
    return h('div', { class: 'field wide' }, line);
  };
  return part(
    t('settings.preferences.browser'),
    t('settings.preferences.browser_hint'),
    group(
      { name: 'theme', label: t('settings.preferences.theme') },
      segments(
        'theme',
        ['system', 'light', 'dark'].map((v) => ({ value: v, label: t(`settings.preferences.theme_${v}`) })),
        p.get('theme'),
        (v) => p.set('theme', /** @type {any} */ (v)),
      ),
    ),
    group(
      { name: 'send', label: t('settings.preferences.send') },
      segments(
        'send',
        ['enter', 'ctrl'].map((v) => ({ value: v, label: t(`settings.preferences.send_${v}`) })),
        p.get('send'),
        (v) => p.set('send', /** @type {any} */ (v)),
      ),
    ),
    box('keys'),
    box('sound'),
    box('desktop'),
  );
}

async function change(/** @type {"keys" | "sound" | "desktop"} */ name, /** @type {HTMLInputElement} */ box) {
  if (name === 'desktop' && box.checked && (await Notification.requestPermission()) !== 'granted') {
    box.checked = false;
    app.toast(t('settings.preferences.desktop_refused'), { tone: 'bad' });
  }
  app.preferences.set(name, box.checked);
}

function profileForm() {
  const { me } = app;
  return saveForm({
    fields: [
      field({
        name: 'name',
        label: t('settings.field.name'),
        control: input({ name: 'name', value: me.name, autocomplete: 'name' }),
        wide: true,
        hint: t('settings.preferences.name_hint'),
      }),
      languageField(me.locale || app.lang),
      field({
        name: 'time_zone',
        label: t('settings.field.time_zone'),
        control: select(
          { name: 'time_zone' },
          zones(me.time_zone),
          me.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
        ),
      }),
    ],
    onsave: async (form) => {
      if (!said(form, 'name')) throw { field: 'name', detail: t('settings.missing') };
      const changed = await app.api.patch('/me', {
        name: said(form, 'name'),
        locale: said(form, 'locale'),
        time_zone: said(form, 'time_zone'),
      });
      const other = changed.locale && changed.locale !== app.lang;
      Object.assign(app.me, changed);
      if (other) location.reload();
    },
  });
}
