// Canned replies: text that is written often, put in with / and a shortcut.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { pieces } from './canned.js';
import { departments, forgetDirectory } from './directory.js';
import { area, field, input, select } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { languages, page, said, shown } from './settings-page.js';
import { emptyState } from './states.js';

const VARIABLES = ['customer.name', 'customer.first_name', 'operator.name', 'ticket.number'];

export function show(/** @type {HTMLElement} */ place) {
  shown(place, load, ({ items, places }) => paint(items, places, () => show(place)));
}

async function load() {
  const [items, places] = await Promise.all([app.api.all('/canned-replies'), departments().catch(() => [])]);
  return { items, places };
}

/** @param {any[]} items @param {any[]} places @param {() => void} again */
function paint(items, places, again) {
  const add = () => edit(null, places, again);
  const list = h('ul', { class: 'rows' });
  const search = /** @type {HTMLInputElement} */ (
    input({
      type: 'search',
      placeholder: t('settings.canned.search'),
      'aria-label': t('settings.canned.search'),
      class: 'rows-search',
    })
  );
  const fill = () => {
    const words = search.value.trim().toLocaleLowerCase();
    const found = items
      .filter((c) => `${c.name} ${c.shortcut} ${c.text}`.toLocaleLowerCase().includes(words))
      .sort((a, b) => a.name.localeCompare(b.name));
    list.replaceChildren(
      ...(found.length
        ? found.map((c) => row(c, places, again))
        : [h('li', { class: 'row-none' }, t('tickets.choose.none'))]),
    );
  };
  search.addEventListener('input', fill);
  fill();
  const head = {
    title: t('settings.page.canned'),
    intro: t('settings.canned.intro'),
    action: h(
      'button',
      { class: 'button button-primary', type: 'button', onclick: add },
      icon('plus', 16),
      t('settings.canned.add'),
    ),
  };
  if (!items.length)
    return page(
      head,
      emptyState({
        icon: 'slash',
        title: t('settings.canned.none'),
        text: t('settings.canned.none_text'),
        action: t('settings.canned.add'),
        onaction: add,
      }),
    );
  return page(head, items.length > 7 ? search : null, list);
}

function row(/** @type {any} */ reply, /** @type {any[]} */ places, /** @type {() => void} */ again) {
  const place = places.find((d) => d.id === reply.department);
  return h(
    'li',
    {},
    h(
      'button',
      { class: 'row-button', type: 'button', onclick: () => edit(reply, places, again) },
      h(
        'span',
        { class: 'line-main' },
        h(
          'span',
          { class: 'line-name' },
          reply.name,
          ' ',
          h('code', { class: 'shortcut' }, `/${bare(reply.shortcut)}`),
        ),
        h('span', { class: 'line-sub cut' }, reply.text),
      ),
      place ? h('span', { class: 'label-tag' }, place.name) : null,
      reply.locale ? h('span', { class: 'label-tag' }, reply.locale) : null,
      icon('chevron-right', 16),
    ),
  );
}

/** @param {any} known @param {any[]} places @param {() => void} again */
function edit(known, places, again) {
  const text = area({ name: 'text', rows: 6 }, known?.text ?? '');
  const preview = h('p', { class: 'reply-preview', 'aria-live': 'polite' });
  const show = () => {
    const values = {
      'customer.name': t('settings.canned.sample_name'),
      'customer.first_name': t('settings.canned.sample_first'),
      'operator.name': app.me.name,
      'ticket.number': '#1042',
    };
    preview.replaceChildren(
      ...pieces(text.value, values).map((p) =>
        p.filled || p.missing ? h('mark', { class: p.missing ? 'missing' : '' }, p.text) : p.text,
      ),
    );
  };
  text.addEventListener('input', show);
  show();
  const put = (/** @type {string} */ name) => {
    text.setRangeText(`{{${name}}}`, text.selectionStart, text.selectionEnd, 'end');
    text.focus();
    show();
  };
  const box = formDialog({
    title: t(known ? 'settings.canned.edit' : 'settings.canned.add'),
    label: t('settings.save'),
    dirty: () => text.value !== (known?.text ?? ''),
    aside: known
      ? h('button', { class: 'link negative', type: 'button', onclick: () => remove() }, t('settings.delete'))
      : null,
    body: h(
      'div',
      { class: 'form-grid' },
      field({
        name: 'name',
        label: t('settings.field.name'),
        control: input({ name: 'name', value: known?.name ?? '', maxlength: 80, autofocus: true }),
      }),
      field({
        name: 'shortcut',
        label: t('settings.canned.shortcut'),
        control: input({
          name: 'shortcut',
          value: bare(known?.shortcut ?? ''),
          maxlength: 30,
          class: 'shortcut-input',
          spellcheck: false,
        }),
        aside: t('settings.canned.shortcut_aside'),
      }),
      field({ name: 'text', label: t('settings.canned.text'), control: text, wide: true, hint: variables(put) }),
      h('div', { class: 'field wide' }, h('span', { class: 'field-label' }, t('settings.canned.preview')), preview),
      field({
        name: 'department',
        label: t('tickets.field.department'),
        control: select(
          { name: 'department' },
          [
            { value: '', label: t('settings.canned.all_departments') },
            ...places.map((d) => ({ value: d.id, label: d.name })),
          ],
          known?.department ?? '',
        ),
      }),
      field({
        name: 'locale',
        label: t('settings.field.locale'),
        control: select(
          { name: 'locale' },
          [{ value: '', label: t('settings.canned.all_languages') }, ...languages()],
          known?.locale ?? '',
        ),
      }),
    ),
    onsubmit: async () => {
      const { form } = box;
      if (!said(form, 'name')) throw { field: 'name', detail: t('settings.missing') };
      if (!text.value.trim()) throw { field: 'text', detail: t('settings.missing') };
      const body = {
        name: said(form, 'name'),
        shortcut: bare(said(form, 'shortcut')) || slug(said(form, 'name')),
        text: text.value,
        department: said(form, 'department'),
        locale: said(form, 'locale'),
      };
      if (known) await app.api.patch(`/canned-replies/${known.id}`, body);
      else await app.api.post('/canned-replies', body);
      forgetDirectory();
      again();
      app.toast(t('settings.saved'));
    },
  });

  async function remove() {
    try {
      await app.api.delete(`/canned-replies/${known.id}`);
    } catch (error) {
      return app.report(error);
    }
    box.close();
    forgetDirectory();
    again();
    const { id: _id, ...again_ } = known;
    app.toast(t('settings.canned.deleted', { name: known.name }), {
      undo: () => app.api.post('/canned-replies', again_).then(again, app.report),
    });
  }
}

function variables(/** @type {(name: string) => void} */ put) {
  return h(
    'span',
    { class: 'variables' },
    t('settings.canned.variables'),
    ...VARIABLES.map((v) =>
      h('button', { class: 'variable', type: 'button', onclick: () => put(v) }, t(`settings.canned.var.${v}`)),
    ),
  );
}

function bare(/** @type {string} */ shortcut) {
  return shortcut.replace(/^\/+/, '');
}

function slug(/** @type {string} */ name) {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30);
}
