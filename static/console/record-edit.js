// The dialogs of what belongs to a company: the days of validity, the product, and taking one out with undo.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { today, yearFrom } from './cover-marks.js';
import { field, input } from './field.js';
import { formDialog } from './form-dialog.js';

let made = 0;

/** From – to; a new one begins today, where the company is, and lasts a year. @param {any} known @param {string} [zone] */
export function spanFields(known, zone) {
  const now = today(zone);
  const from = input({ name: 'valid_from', type: 'date', value: known?.valid_from ?? now, required: true });
  const to = input({ name: 'valid_to', type: 'date', value: known?.valid_to ?? yearFrom(now), required: true });
  // as long as the end was not chosen it follows the beginning
  let own = Boolean(known);
  to.addEventListener('input', () => (own = true));
  from.addEventListener('input', () => {
    if (!own && from.value) to.value = yearFrom(from.value);
  });
  return [
    field({ name: 'valid_from', label: t('customers.field.from'), control: from, hint: t('customers.days_count') }),
    field({ name: 'valid_to', label: t('customers.field.to'), control: to }),
  ];
}

/** A product by name, with those that are known to choose from; others may be typed. @param {import("./company.js").Known} known @param {string} value @param {(name: string) => void} [onpick] */
export function productField(known, value, onpick) {
  const id = `products-${++made}`;
  const name = known.products.find((/** @type {any} */ p) => p.id === value)?.name ?? value;
  const control = input({ name: 'product', value: name, list: id, maxlength: 200, autofocus: !value });
  control.setAttribute('list', id);
  control.addEventListener('input', () => onpick?.(control.value.trim()));
  const el = field({ name: 'product', label: t('customers.field.product'), control });
  el.append(
    choices(
      id,
      known.products.filter((/** @type {any} */ p) => p.state !== 'retired').map((/** @type {any} */ p) => p.name),
    ),
  );
  return el;
}

/** What a field suggests. @param {string} id @param {string[]} values */
export function choices(id, values) {
  return h('datalist', { id }, ...values.map((value) => h('option', { value })));
}

/**
 * The dialog for one of a company's lists: POST adds, PATCH changes, what was taken out can be put back.
 * @param {{path: string, known: any, title: string, body: any[], fields: string[], read: (form: HTMLFormElement) => Record<string, unknown>, ondone: () => void, gone: string}} what `fields`: what it is made of
 */
export function listDialog({ path, known, title, body, fields, read, ondone, gone }) {
  let touched = false;
  const box = formDialog({
    title,
    label: t(known ? 'settings.save' : 'customers.add'),
    dirty: () => touched,
    aside: known
      ? h('button', { class: 'link negative', type: 'button', onclick: () => remove() }, t('settings.delete'))
      : null,
    body: h('div', { class: 'form-grid' }, ...body),
    onsubmit: async () => {
      const said = read(box.form);
      if (known) await app.api.patch(`${path}/${known.id}`, said);
      else await app.api.post(path, said);
      app.toast(t('settings.saved'));
      ondone();
    },
  });
  box.form.addEventListener('input', () => (touched = true));

  async function remove() {
    try {
      await app.api.delete(`${path}/${known.id}`);
    } catch (error) {
      return app.report(error);
    }
    box.close();
    ondone();
    const before = Object.fromEntries(fields.filter((name) => known[name] != null).map((name) => [name, known[name]]));
    app.toast(gone, { undo: () => app.api.post(path, before).then(ondone, app.report) });
  }
  return box;
}
