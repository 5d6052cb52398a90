// A ticket written by staff for a customer, without a chat.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { area, field, input } from './field.js';
import { formDialog } from './form-dialog.js';
import { personMark } from './marks.js';
import { useStyles } from './styles.js';
import { placeFields, priorityField, productField, typeField, valuesOf, wishedField } from './ticket-fields.js';

const NAMES = [
  'title',
  'description',
  'type',
  'priority',
  'product',
  'version',
  'department',
  'assignee',
  'wished_date',
  'note',
];

/** @param {{contact?: {id: string, name: string, email?: string}}} [start] */
export async function openNewTicket({ contact } = {}) {
  await useStyles('forms.css');
  const keyOf = idempotencyKeys();
  const person = contactField(contact);
  const wished = wishedField();
  const title = input({ name: 'title', maxlength: 200, required: true, autofocus: true });
  const box = formDialog({
    title: t('tickets.new'),
    label: t('tickets.create'),
    dirty: () => Boolean(title.value || box.form.querySelector('textarea')?.value),
    body: h(
      'div',
      { class: 'form-grid' },
      person.place,
      field({ name: 'title', label: t('tickets.field.title'), control: title, wide: true }),
      field({
        name: 'description',
        label: t('tickets.field.description'),
        control: area({ name: 'description', rows: 5 }),
        wide: true,
        aside: t('tickets.markdown'),
      }),
      typeField('problem', wished.show),
      productField(),
      wished.place,
      priorityField(),
      ...placeFields({ assignee: app.me.id }),
      noteField(),
    ),
    onsubmit: async () => {
      if (!title.value.trim()) throw { field: 'title', detail: t('tickets.title_missing') };
      const chosen = await person.value();
      const body = { ...valuesOf(box.form, NAMES), ...(chosen ? { contact: chosen } : {}) };
      const ticket = await app.api.post('/tickets', body, { headers: { 'Idempotency-Key': keyOf(body) } });
      app.toast(t('tickets.created', { number: String(ticket.number) }));
      app.navigate(`/console/tickets/${ticket.number}`);
    },
  });
}

/** A key that stays while what is sent stays the same: a lost answer never makes two tickets, a corrected form is a new try. */
export function idempotencyKeys() {
  let last = '';
  let key = '';
  return (/** @type {object} */ body) => {
    const text = JSON.stringify(body);
    if (text !== last) key = crypto.randomUUID();
    last = text;
    return key;
  };
}

/** The yellow note that staff add for each other. */
export function noteField() {
  const control = area({ name: 'note', class: 'note-input', rows: 2 });
  const place = field({
    name: 'note',
    label: t('tickets.note_only_staff'),
    control,
    wide: true,
    aside: t('tickets.optional'),
  });
  place.classList.add('note-field');
  return place;
}

/** Who the ticket is for: customers by name or e-mail, found while typing. @param {any} start */
function contactField(start) {
  /** @type {Map<string, any>} everybody met while typing: what was chosen stays known */
  const people = new Map(start ? [[start.id, start]] : []);
  const label = (/** @type {any} */ p) => (p.email ? `${p.name} <${p.email}>` : p.name);
  const id = `contacts-${Date.now()}`;
  const options = h('datalist', { id });
  const control = input({
    name: 'contact',
    value: start ? label(start) : '',
    placeholder: t('tickets.contact_example'),
  });
  control.setAttribute('list', id);
  let later = 0;
  const match = () => {
    const text = control.value.trim();
    return [...people.values()].find((p) => label(p) === text || p.email === text || p.name === text);
  };
  const find = async () => {
    if (match()) return;
    try {
      const text = control.value.trim();
      const q = text.match(/<([^>]+)>/)?.[1] ?? text;
      const { items } = await app.api.get('/accounts', { role: 'customer', q, limit: 20 });
      for (const p of items) people.set(p.id, p);
      options.replaceChildren(...items.map((/** @type {any} */ p) => h('option', { value: label(p) })));
    } catch {
      // The list is a help; sending says what is wrong.
    }
  };
  control.addEventListener('input', () => {
    clearTimeout(later);
    later = setTimeout(find, 200);
  });
  const place = field({
    name: 'contact',
    label: t('tickets.field.contact'),
    control,
    wide: true,
    hint: t('tickets.contact_hint'),
  });
  place.append(options);
  if (start) place.querySelector('.field-head')?.append(personMark(start));
  return {
    place,
    value: async () => {
      if (!control.value.trim()) return '';
      await find();
      const found = match();
      if (!found) throw { field: 'contact', detail: t('tickets.contact_unknown') };
      return found.id;
    },
  };
}
