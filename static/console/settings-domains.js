// Whose mailboxes no company gives: the lists that come with the program, what was added or taken out, and who may all the same.

import { lang, t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { area, field } from './field.js';
import { page, part, said, saveForm, shown } from './settings-page.js';

const LISTS = ['personal', 'throw_away'];

export function show(/** @type {HTMLElement} */ place) {
  shown(place, () => app.api.get('/settings/domains'), paint);
}

/** @param {any} lists */
function paint(lists) {
  return page(
    { title: t('settings.page.domains'), intro: t('settings.domains.intro') },
    saveForm({
      fields: [
        ...LISTS.map((name) =>
          part(
            t(`settings.domains.${name}`),
            t('settings.domains.built_in', {
              count: lists[name].built_in,
              n: lists[name].built_in.toLocaleString(lang()),
            }),
            many(`${name}.added`, t('settings.domains.added'), lists[name].added, 'webmail.example'),
            many(`${name}.removed`, t('settings.domains.removed'), lists[name].removed, 'company.example'),
          ),
        ),
        part(
          t('settings.domains.exceptions'),
          t('settings.domains.exceptions_hint'),
          many('exceptions', t('settings.domains.addresses'), lists.exceptions, 'ana@webmail.example', true),
        ),
      ],
      onsave: async (form) => {
        const now = await app.api.patch('/settings/domains', {
          ...Object.fromEntries(
            LISTS.map((name) => [
              name,
              { added: lines(form, `${name}.added`), removed: lines(form, `${name}.removed`) },
            ]),
          ),
          exceptions: lines(form, 'exceptions'),
        });
        // in order and each once, as they are kept
        for (const [name, list] of Object.entries({
          'personal.added': now.personal.added,
          'personal.removed': now.personal.removed,
          'throw_away.added': now.throw_away.added,
          'throw_away.removed': now.throw_away.removed,
          exceptions: now.exceptions,
        })) {
          const box = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem(name));
          box.value = list.join('\n');
        }
      },
    }),
  );
}

/** @param {string} name @param {string} label @param {string[]} values @param {string} example @param {boolean} [wide] */
const many = (name, label, values, example, wide) =>
  field({
    name,
    label,
    wide,
    control: area(
      {
        name,
        rows: Math.min(8, Math.max(3, values.length + 1)),
        spellcheck: false,
        autocapitalize: 'none',
        class: 'code-input',
        placeholder: example,
      },
      values.join('\n'),
    ),
    hint: t('settings.domains.one_a_line'),
  });

/** @param {HTMLFormElement} form @param {string} name */
const lines = (form, name) =>
  said(form, name)
    .split(/[\s,;]+/)
    .filter(Boolean);
