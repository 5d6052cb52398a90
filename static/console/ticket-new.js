// A ticket written by staff for a customer, without a chat.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { contactField } from './contact-field.js';
import { area, field, input } from './field.js';
import { formDialog } from './form-dialog.js';
import { useStyles } from './styles.js';
import { placeFields, priorityField, productField, typeField, valuesOf, wishedField } from './ticket-fields.js';

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
      const body = { ...valuesOf(box.form, ['description']), ...(chosen ? { contact: chosen } : {}) };
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
