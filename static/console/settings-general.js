// What holds for the whole house: name, language, time zone, colour, cover.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { forgetDirectory } from './directory.js';
import { field, group, input, select, showError } from './field.js';
import { hueField } from './settings-hue.js';
import { logoField } from './settings-logo.js';
import { languageField, page, said, saveForm, shown, zones } from './settings-page.js';

const COVER = { auto: null, on: true, off: false };

export function show(/** @type {HTMLElement} */ place) {
  shown(
    place,
    () => app.api.get('/settings'),
    (settings) => paint(settings, place),
  );
}

function paint(/** @type {any} */ settings, /** @type {HTMLElement} */ place) {
  let seen = settings;
  const cover =
    settings.require_cover === null || settings.require_cover === undefined
      ? 'auto'
      : settings.require_cover
        ? 'on'
        : 'off';
  const hue = hueField({
    name: 'hue',
    label: t('settings.field.hue'),
    value: settings.hue,
    hint: t('settings.general.hue_hint'),
    live: true,
  });
  const form = saveForm({
    fields: [
      field({
        name: 'name',
        label: t('settings.general.name'),
        control: input({ name: 'name', value: settings.name, maxlength: 60 }),
        hint: t('settings.general.name_hint'),
      }),
      field({
        name: 'support_email',
        label: t('settings.general.email'),
        control: input({ name: 'support_email', type: 'email', value: settings.support_email ?? '' }),
        hint: t('settings.general.email_hint'),
      }),
      languageField(settings.locale, t('settings.general.locale_hint')),
      field({
        name: 'time_zone',
        label: t('settings.field.time_zone'),
        control: select({ name: 'time_zone' }, zones(settings.time_zone), settings.time_zone),
        hint: t('settings.general.zone_hint'),
      }),
      hue.place,
      logoField(settings, async () => {
        seen = await app.api.get('/settings'); // with the version that the form is held to
      }),
      group(
        {
          name: 'require_cover',
          label: t('settings.general.cover'),
          wide: true,
          hint: t('settings.general.cover_hint'),
        },
        ...Object.keys(COVER).map((v) =>
          h(
            'label',
            { class: 'role-choice' },
            h('input', { type: 'radio', name: 'require_cover', value: v, checked: v === cover }),
            h(
              'span',
              {},
              h('strong', {}, t(`settings.general.cover_${v}`)),
              h('span', { class: 'field-hint' }, t(`settings.general.cover_${v}_hint`)),
            ),
          ),
        ),
      ),
    ],
    onsave: async (f) => {
      if (!said(f, 'name')) throw { field: 'name', detail: t('settings.missing') };
      const body = {
        name: said(f, 'name'),
        support_email: said(f, 'support_email'),
        locale: said(f, 'locale'),
        time_zone: said(f, 'time_zone'),
        hue: Number(said(f, 'hue')),
        require_cover: COVER[/** @type {keyof typeof COVER} */ (said(f, 'require_cover'))],
      };
      try {
        seen = await app.api.patch('/settings', body, { etag: app.api.etag(seen) });
      } catch (error) {
        if (/** @type {any} */ (error).status !== 412) throw error;
        seen = await app.api.get('/settings');
        showStale(f, place);
        throw { detail: t('settings.general.stale') };
      }
      document.documentElement.dataset.hue = String(seen.hue);
      hue.keep();
      forgetDirectory();
    },
  });
  return page({ title: t('settings.page.general'), intro: t('settings.general.intro') }, form);
}

/** Somebody else saved meanwhile: the next save wins knowingly, or the page is read again. */
function showStale(/** @type {HTMLElement} */ form, /** @type {HTMLElement} */ place) {
  const foot = form.querySelector('.settings-foot');
  foot?.querySelector('.reload')?.remove();
  foot?.append(
    h(
      'button',
      { class: 'button button-dialog reload', type: 'button', onclick: () => show(place) },
      t('settings.general.reload'),
    ),
  );
  showError(form, '', t('settings.general.stale'));
}
