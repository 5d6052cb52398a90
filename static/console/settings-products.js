// Products: what licences and contracts are about, and the keys with which a product vouches for its users.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { area, field, input } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { keysPart } from './settings-keys.js';
import { page, said, saveForm, shown } from './settings-page.js';
import { emptyState, errorState } from './states.js';

const PATH = '/console/settings/products';

export function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [id]) {
  shown(
    place,
    () => app.api.all('/products'),
    (products) => {
      if (!id) return paintList(products);
      const one = products.find((p) => p.id === id);
      return one ? paintOne(one) : errorState({ status: 404 }, () => {});
    },
  );
}

/** @param {any[]} products */
function paintList(products) {
  const head = {
    title: t('settings.page.products'),
    intro: t('settings.products.intro'),
    action: h(
      'button',
      { class: 'button button-primary', type: 'button', onclick: create },
      icon('plus', 16),
      t('settings.products.add'),
    ),
  };
  if (!products.length)
    return page(
      head,
      emptyState({
        icon: 'box',
        title: t('settings.products.none'),
        text: t('settings.products.none_text'),
        action: t('settings.products.add'),
        onaction: create,
      }),
    );
  const order = [...products].sort(
    (a, b) => Number(a.state === 'retired') - Number(b.state === 'retired') || a.name.localeCompare(b.name),
  );
  return page(head, h('ul', { class: 'rows' }, ...order.map(row)));
}

/** @param {any} p */
function row(p) {
  const retired = p.state === 'retired';
  return h(
    'li',
    {},
    h(
      'a',
      { class: `row-button ${retired ? 'off' : ''}`, href: `${PATH}/${p.id}` },
      icon('box'),
      h(
        'span',
        { class: 'line-main' },
        h('span', { class: 'line-name' }, p.name),
        p.editions?.length ? h('span', { class: 'line-sub cut' }, p.editions.join(', ')) : null,
      ),
      retired ? h('span', { class: 'label-tag' }, t('settings.products.retired')) : null,
      icon('chevron-right', 16),
    ),
  );
}

function create() {
  const name = input({ name: 'name', maxlength: 100, autofocus: true });
  const editions = editionsField([]);
  formDialog({
    title: t('settings.products.add'),
    label: t('settings.create'),
    dirty: () => Boolean(name.value),
    body: h(
      'div',
      { class: 'form-grid' },
      field({
        name: 'name',
        label: t('settings.field.name'),
        control: name,
        wide: true,
        hint: t('settings.products.name_hint'),
      }),
      editions,
    ),
    onsubmit: async () => {
      if (!name.value.trim()) throw { field: 'name', detail: t('settings.missing') };
      const made = await app.api.post('/products', { name: name.value.trim(), editions: linesOf(editions) });
      app.navigate(`${PATH}/${made.id}`);
    },
  });
}

/** @param {string[]} editions */
const editionsField = (editions) =>
  field({
    name: 'editions',
    label: t('settings.products.editions'),
    control: area({ name: 'editions', rows: Math.max(3, editions.length + 1) }, editions.join('\n')),
    wide: true,
    hint: t('settings.products.editions_hint'),
  });

/** @param {HTMLElement} place */
const linesOf = (place) =>
  /** @type {HTMLTextAreaElement} */ (place.querySelector('textarea')).value
    .split('\n')
    .map((x) => x.trim())
    .filter(Boolean);

/** @param {any} product */
function paintOne(product) {
  const editions = editionsField(product.editions ?? []);
  return page(
    { title: product.name, back: { href: PATH, label: t('settings.page.products') } },
    saveForm({
      fields: [
        field({
          name: 'name',
          label: t('settings.field.name'),
          control: input({ name: 'name', value: product.name, maxlength: 100 }),
          wide: true,
          hint: t('settings.products.name_hint'),
        }),
        editions,
        h(
          'div',
          { class: 'field wide', 'data-field': 'state' },
          h(
            'label',
            { class: 'tick' },
            h('input', { type: 'checkbox', name: 'retired', checked: product.state === 'retired' }),
            h(
              'span',
              {},
              t('settings.products.retire'),
              h('span', { class: 'field-hint' }, t('settings.products.retire_hint')),
            ),
          ),
          h('p', { class: 'field-error', hidden: true }),
        ),
      ],
      onsave: async (form) => {
        if (!said(form, 'name')) throw { field: 'name', detail: t('settings.missing') };
        const now = await app.api.patch(`/products/${product.id}`, {
          name: said(form, 'name'),
          editions: linesOf(editions),
          state: new FormData(form).has('retired') ? 'retired' : 'active',
        });
        const title = form.closest('.settings-page')?.querySelector('h1');
        if (title) title.textContent = now.name;
      },
    }),
    keysPart(product),
  );
}
