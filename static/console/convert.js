// A running chat becomes a ticket, in one dialog; without cover it is kept as a request.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { coverStrip, needsCover } from './convert-cover.js';
import { messagesField } from './convert-messages.js';
import { suggestTitle } from './convert-title.js';
import { area, field, input } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { useStyles } from './styles.js';
import { placeFields, priorityField, productField, typeField, valuesOf, wishedField } from './ticket-fields.js';
import { idempotencyKeys, noteField } from './ticket-new.js';

/** What was typed into a dialog that was closed without sending, by conversation. @type {Map<string, [string, string][]>} */
const left = new Map();
let opening = false;

/**
 * Opens the dialog for a conversation; it closes by itself when the ticket (or the request) is there.
 * @param {import("./lists.js").Conversation} conversation
 */
export async function openConvert(conversation) {
  if (opening) return;
  opening = true;
  await useStyles('forms.css', 'convert.css');
  opening = false;
  const keyOf = idempotencyKeys();
  const asRequest = needsCover(conversation);
  const wished = wishedField();
  const messages = messagesField(conversation);
  const title = input({ name: 'title', maxlength: 200, autofocus: true });
  const titleField = field({ name: 'title', label: t('tickets.field.title'), control: title, wide: true, aside: ' ' });
  const reason = field({
    name: 'override_reason',
    label: t('tickets.override_reason'),
    control: area({ name: 'override_reason', rows: 2 }),
    wide: true,
    hint: t('tickets.override_hint'),
  });
  reason.hidden = true;
  const mine = conversation.operator?.id ?? app.me.id;

  const box = formDialog({
    title: t(asRequest ? 'tickets.keep_request' : 'tickets.convert'),
    label: t(asRequest ? 'tickets.keep_request' : 'tickets.create'),
    className: 'convert-dialog',
    aside: asRequest ? overrideAside(() => override()) : t('tickets.number_at_once'),
    body: h(
      'div',
      { class: 'form-grid' },
      coverStrip(conversation, asRequest),
      linked(conversation),
      reason,
      titleField,
      typeField('problem', wished.show),
      productField(),
      wished.place,
      priorityField(),
      ...placeFields({ department: conversation.department, assignee: mine }),
      messages.place,
      noteField(),
      readers(conversation, asRequest),
    ),
    onsubmit: () => send(),
  });

  function override() {
    reason.hidden = false;
    reason.querySelector('textarea')?.focus();
    box.title.textContent = t('tickets.convert');
    /** @type {HTMLElement} */ (box.send.querySelector('.send-label')).textContent = t('tickets.create');
    box.foot.replaceChildren(t('tickets.number_at_once'));
  }

  async function send() {
    if (!title.value.trim()) throw { field: 'title', detail: t('tickets.title_missing') };
    const chosen = messages.chosen();
    if (chosen && !chosen.length) throw { field: 'messages', detail: t('tickets.messages_none') };
    const body = {
      conversation: conversation.id,
      ...valuesOf(box.form, ['override_reason']),
      ...(chosen ? { messages: chosen } : {}),
    };
    try {
      const ticket = await app.api.post('/tickets', body, { headers: { 'Idempotency-Key': keyOf(body) } });
      sent = true;
      app.store.amend(conversation.id, (c) => ({ tickets: [...new Set([...(c.tickets ?? []), ticket.number])] }));
      app.toast(t('tickets.converted', { number: String(ticket.number) }), {
        seconds: 8,
        action: { label: t('tickets.open'), run: () => app.navigate(`/console/tickets/${ticket.number}`) },
      });
    } catch (error) {
      const e = /** @type {any} */ (error);
      if (e.code === 'already_converted') throw { field: 'title', detail: e.detail };
      if (e.code !== 'no_cover' || !e.problem?.request) throw error;
      sent = true;
      app.toast(t('tickets.kept_request'));
    }
  }

  let sent = false;
  box.el.addEventListener('close', () => {
    if (sent) left.delete(conversation.id);
    else
      left.set(
        conversation.id,
        /** @type {[string, string][]} */ ([...new FormData(box.form)].filter(([, v]) => typeof v === 'string')),
      );
  });
  const kept = left.get(conversation.id);
  if (kept) restore(box.form, kept);
  await messages.ready;
  const first = messages.first();
  const subject =
    conversation.subject?.trim() && !first.startsWith(conversation.subject.trim().slice(0, 40))
      ? conversation.subject.trim()
      : '';
  if (!kept && (subject || first) && !title.value) {
    title.value = subject || suggestTitle(first);
    /** @type {HTMLElement} */ (titleField.querySelector('.field-aside')).textContent = t(
      subject ? 'tickets.suggested_subject' : 'tickets.suggested',
    );
    if (document.activeElement === title) title.setSelectionRange(title.value.length, title.value.length);
  }
  title.addEventListener('input', () => titleField.querySelector('.field-aside')?.replaceChildren(), { once: true });
}

function restore(/** @type {HTMLFormElement} */ form, /** @type {[string, string][]} */ values) {
  for (const [name, value] of values) {
    const control = form.elements.namedItem(name);
    if (
      control instanceof RadioNodeList ||
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    )
      control.value = value;
  }
}

/** A chat that already has tickets says so: several are allowed, one by mistake is not. */
function linked(/** @type {any} */ conversation) {
  const numbers = conversation.tickets ?? [];
  if (!numbers.length) return null;
  return h(
    'p',
    { class: 'convert-linked' },
    icon('ticket', 16),
    t('tickets.already', { count: numbers.length }),
    ...numbers.flatMap((/** @type {number} */ n) => [
      ' ',
      h('a', { class: 'link', href: `/console/tickets/${n}`, target: '_blank' }, `#${n}`),
    ]),
  );
}

function overrideAside(/** @type {() => void} */ onoverride) {
  if (app.me.role === 'operator') return t('tickets.ask_supervisor');
  return h('button', { class: 'link', type: 'button', onclick: onoverride }, t('tickets.override'));
}

function readers(/** @type {any} */ conversation, /** @type {boolean} */ asRequest) {
  const others = (conversation.readers ?? []).filter((/** @type {any} */ p) => p.id !== conversation.customer.id);
  const all = [conversation.customer.name || t('tickets.visitor'), ...others.map((/** @type {any} */ p) => p.name)];
  const names = new Intl.ListFormat(document.documentElement.lang || 'en').format(all);
  const where = conversation.customer.kind === 'visitor' ? t('tickets.readers_visitor') : t('tickets.readers_customer');
  return h(
    'div',
    { class: 'readers' },
    icon('eye'),
    h(
      'div',
      {},
      h('strong', {}, t(asRequest ? 'tickets.readers_request' : 'tickets.readers', { count: all.length, names })),
      h('p', {}, where),
    ),
  );
}
