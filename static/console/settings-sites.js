// Sites that show the widget: where it may stand, how it looks, what it asks, and the line to paste.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { area, field, group, input, segments, tick } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { formEditor } from './settings-form-editor.js';
import { hueField } from './settings-hue.js';
import { copyBox, page, part, said, saveForm, shown } from './settings-page.js';
import { errorState } from './states.js';

/** Who may begin a chat, from all to few. */
const AUDIENCES = ['everybody', 'signed_in', 'licensed', 'covered'];

export function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [id]) {
  shown(place, load, ({ items, places }) => {
    if (!id) return paintList(items);
    const site = items.find((/** @type {any} */ s) => s.id === id);
    return site ? paintOne(site, places) : errorState({ status: 404 }, () => {});
  });
}

async function load() {
  const [items, places] = await Promise.all([app.api.all('/sites'), app.api.all('/departments')]);
  return { items, places };
}

/** The line a page pastes. */
export function snippet(/** @type {string} */ site) {
  return `<script async src="${location.origin}/widget.js" data-site="${site}"></script>`;
}

function paintList(/** @type {any[]} */ sites) {
  return page(
    {
      title: t('settings.page.sites'),
      intro: t('settings.sites.intro'),
      action: h(
        'button',
        { class: 'button button-primary', type: 'button', onclick: create },
        icon('plus', 16),
        t('settings.sites.add'),
      ),
    },
    h(
      'ul',
      { class: 'rows' },
      ...sites.map((s) =>
        h(
          'li',
          {},
          h(
            'a',
            { class: 'row-button', href: `/console/settings/sites/${s.id}` },
            icon('globe'),
            h(
              'span',
              { class: 'line-main' },
              h('span', { class: 'line-name' }, s.name || s.id),
              h(
                'span',
                { class: 'line-sub cut' },
                s.origins?.length ? s.origins.join(', ') : t('settings.sites.own_only'),
              ),
            ),
            icon('chevron-right', 16),
          ),
        ),
      ),
    ),
  );
}

function create() {
  const name = input({ name: 'name', maxlength: 80, autofocus: true });
  const id = input({ name: 'id', maxlength: 40, spellcheck: false });
  let touched = false;
  name.addEventListener('input', () => {
    if (!touched) id.value = slug(name.value);
  });
  id.addEventListener('input', () => (touched = true));
  formDialog({
    title: t('settings.sites.add'),
    label: t('settings.create'),
    body: h(
      'div',
      { class: 'form-grid' },
      field({ name: 'name', label: t('settings.field.name'), control: name, wide: true }),
      field({ name: 'id', label: t('settings.sites.id'), control: id, wide: true, hint: t('settings.sites.id_hint') }),
    ),
    onsubmit: async () => {
      if (!name.value.trim()) throw { field: 'name', detail: t('settings.missing') };
      const made = await app.api.post('/sites', { id: id.value.trim() || slug(name.value), name: name.value.trim() });
      app.navigate(`/console/settings/sites/${made.id}`);
    },
  });
}

function slug(/** @type {string} */ text) {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}

function paintOne(/** @type {any} */ site, /** @type {any[]} */ places) {
  const questions = formEditor(site.form ?? []);
  const hue = hueField({
    name: 'hue',
    label: t('settings.field.hue'),
    value: site.hue || app.store.settings?.hue || 250,
    hint: t('settings.sites.hue_hint'),
  });
  const shownAt = new Set(site.departments ?? []);
  const form = saveForm({
    fields: [
      field({
        name: 'name',
        label: t('settings.field.name'),
        control: input({ name: 'name', value: site.name ?? '', maxlength: 80 }),
        wide: true,
      }),
      part(
        t('settings.sites.where'),
        t('settings.sites.where_hint'),
        field({
          name: 'origins',
          label: t('settings.sites.origins'),
          control: area(
            {
              name: 'origins',
              rows: 3,
              placeholder: 'https://www.example.com',
              spellcheck: false,
              class: 'code-input',
            },
            (site.origins ?? []).join('\n'),
          ),
          wide: true,
          hint: t('settings.sites.origins_hint'),
        }),
        h(
          'div',
          { class: 'field wide' },
          tick(
            { name: 'own_origin', checked: site.own_origin !== false },
            t('settings.sites.own_origin'),
            location.origin,
          ),
        ),
      ),
      part(
        t('settings.sites.look'),
        '',
        field({
          name: 'greeting',
          label: t('settings.sites.greeting'),
          control: area({ name: 'greeting', rows: 2, maxlength: 300 }, greetingText(site.greeting)),
          wide: true,
          hint: t('settings.sites.greeting_hint'),
        }),
        hue.place,
        group(
          { name: 'side', label: t('settings.sites.side') },
          segments(
            'side',
            ['left', 'right'].map((v) => ({ value: v, label: t(`settings.sites.${v}`) })),
            site.side || 'right',
            () => {},
          ),
        ),
        field({
          name: 'announcement',
          label: t('settings.sites.announcement'),
          control: input({ name: 'announcement', value: site.announcement?.text ?? '', maxlength: 200 }),
          wide: true,
          hint: t('settings.sites.announcement_hint'),
        }),
      ),
      part(
        t('settings.sites.form'),
        t('settings.sites.form_hint'),
        h(
          'div',
          { class: 'field wide', 'data-field': 'form' },
          questions.el,
          h('p', { class: 'field-error', hidden: true }),
        ),
      ),
      part(
        t('settings.sites.chat'),
        '',
        group(
          {
            name: 'audience',
            label: t('settings.sites.audience'),
            wide: true,
            hint: t('settings.sites.audience_hint'),
          },
          ...AUDIENCES.map((value) =>
            h(
              'label',
              { class: 'role-choice' },
              h('input', {
                type: 'radio',
                name: 'audience',
                value,
                checked: value === (site.audience || AUDIENCES[0]),
              }),
              h(
                'span',
                {},
                h('strong', {}, t(`settings.sites.audience_${value}`)),
                h('span', { class: 'field-hint' }, t(`settings.sites.audience_${value}_hint`)),
              ),
            ),
          ),
        ),
        places.length > 1
          ? group(
              {
                name: 'departments',
                label: t('settings.sites.departments'),
                wide: true,
                hint: t('settings.sites.departments_hint'),
              },
              ...places.map((d) =>
                h(
                  'label',
                  { class: 'member' },
                  h('input', { type: 'checkbox', name: 'departments', value: d.id, checked: shownAt.has(d.id) }),
                  h('span', {}, d.name),
                ),
              ),
            )
          : null,
        h(
          'div',
          { class: 'field wide' },
          tick(
            { name: 'typing_preview', checked: Boolean(site.typing_preview) },
            t('settings.sites.typing'),
            t('settings.sites.typing_hint'),
          ),
        ),
      ),
    ],
    onsave: async (f) => {
      const data = new FormData(f);
      const form_ = questions.value();
      if (!form_) throw { field: 'form', detail: t('settings.form.label_missing') };
      const announcement = said(f, 'announcement');
      await app.api.patch(`/sites/${site.id}`, {
        name: said(f, 'name'),
        origins: said(f, 'origins')
          .split(/[\s,]+/)
          .filter(Boolean),
        own_origin: data.has('own_origin'),
        greeting:
          typeof site.greeting === 'object' && site.greeting
            ? { ...site.greeting, [app.lang]: said(f, 'greeting') }
            : said(f, 'greeting'),
        // 0 follows the colour of the house until somebody chooses another one.
        hue: hue.touched() ? Number(said(f, 'hue')) || 360 : (site.hue ?? 0),
        side: said(f, 'side'),
        announcement: { ...site.announcement, text: announcement },
        form: form_,
        typing_preview: data.has('typing_preview'),
        audience: said(f, 'audience') || AUDIENCES[0],
        ...(places.length > 1 ? { departments: data.getAll('departments').map(String) } : {}),
      });
    },
  });
  return page(
    { title: site.name || site.id, back: { href: '/console/settings/sites', label: t('settings.page.sites') } },
    h(
      'section',
      { class: 'settings-part snippet-part' },
      h('h2', {}, t('settings.sites.snippet')),
      h('p', { class: 'field-hint' }, t('settings.sites.snippet_hint')),
      copyBox(snippet(site.id), t('settings.sites.snippet')),
      h(
        'a',
        { class: 'button', href: `/chat?site=${encodeURIComponent(site.id)}`, target: '_blank', rel: 'noopener' },
        icon('chat', 16),
        t('settings.sites.test'),
        icon('external', 16),
      ),
    ),
    form,
  );
}

function greetingText(/** @type {any} */ greeting) {
  return typeof greeting === 'object' && greeting
    ? (greeting[app.lang] ?? greeting.en ?? Object.values(greeting)[0] ?? '')
    : (greeting ?? '');
}
