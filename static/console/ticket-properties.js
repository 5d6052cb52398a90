// The properties beside a ticket, each changed where it stands.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { choose } from './choose.js';
import { departments, staff } from './directory.js';
import { icon, personMark, priorityIcon, priorityMark, statusIcon, statusMark } from './marks.js';
import { fileLine } from './ticket-files.js';
import { PRIORITIES, stepsFrom, TYPES } from './ticket-words.js';

/** @typedef {(change: Record<string, unknown>) => Promise<boolean>} Change */

/**
 * @param {{ticket: any, files: any[], nameOf: (field: string, id: string) => string, onchange: Change}} options
 */
export function ticketProperties({ ticket, files, nameOf, onchange }) {
  const nobody = h('span', { class: 'unset' }, t('tickets.unset'));
  const pick = (
    /** @type {string} */ field,
    /** @type {any} */ shown,
    /** @type {(anchor: HTMLElement) => Promise<string | null>} */ ask,
  ) => {
    const button = h(
      'button',
      { class: 'prop-value', type: 'button', 'data-prop': field, 'aria-haspopup': 'listbox', 'aria-expanded': 'false' },
      shown || nobody.cloneNode(true),
    );
    button.addEventListener('click', async () => {
      const value = await ask(button);
      if (value !== null) onchange({ [field]: value === 'none' ? '' : value });
    });
    return row(field, button);
  };
  const text = (/** @type {string} */ field, /** @type {string} */ value, type = 'text') =>
    textRow(field, value, onchange, type);
  return [
    section(
      '',
      pick('status', statusMark(ticket.status), (a) =>
        choose(a, {
          label: t('tickets.field.status'),
          value: ticket.status,
          choices: [ticket.status, ...stepsFrom(ticket.status)].map((s) => ({
            value: s,
            label: t(`common.status.${s}`),
            mark: statusIcon(s),
          })),
        }),
      ),
      pick('priority', priorityMark(ticket.priority), (a) =>
        choose(a, {
          label: t('tickets.field.priority'),
          value: ticket.priority,
          choices: [...PRIORITIES]
            .reverse()
            .map((p) => ({ value: p, label: t(`common.priority.${p}`), mark: priorityIcon(p) })),
        }),
      ),
      pick('type', t(`common.type.${ticket.type}`), (a) =>
        choose(a, {
          label: t('tickets.field.type'),
          value: ticket.type,
          choices: TYPES.filter((x) => x !== 'installation' || ticket.wished_date || ticket.type === x).map((x) => ({
            value: x,
            label: t(`common.type.${x}`),
          })),
        }),
      ),
      pick('assignee', personMark(ticket.assignee), askAssignee(ticket)),
      pick('department', nameOf('department', ticket.department), async (a) =>
        choose(a, {
          label: t('tickets.field.department'),
          value: ticket.department,
          choices: (await departments()).map((d) => ({ value: d.id, label: d.name })),
        }),
      ),
    ),
    section(
      '',
      row('contact', h('span', { class: 'prop-fixed' }, personMark(ticket.contact))),
      ticket.contact?.email
        ? row(
            'email',
            h('a', { class: 'prop-fixed cut', href: `mailto:${ticket.contact.email}` }, ticket.contact.email),
          )
        : null,
      ticket.company
        ? row('company', h('span', { class: 'prop-fixed' }, ticket.company.name ?? nameOf('company', ticket.company)))
        : null,
      ticket.watchers?.length
        ? row(
            'watchers',
            h('span', { class: 'prop-fixed people' }, ...ticket.watchers.map((/** @type {any} */ p) => personMark(p))),
          )
        : null,
    ),
    section(
      '',
      text('product', ticket.product_name || ticket.product || ''),
      text('version', ticket.version ?? ''),
      text('environment', ticket.environment ?? ''),
      ticket.type === 'installation' ? text('wished_date', ticket.wished_date ?? '', 'date') : null,
      tagsRow(ticket.tags ?? [], onchange),
    ),
    ticket.conversations?.length
      ? section(
          t('tickets.linked_chats'),
          ...ticket.conversations.map((/** @type {string} */ id) => {
            const chat = app.store.conversations.get(id);
            return h(
              'a',
              { class: 'side-link', href: `/console/inbox/all/${id}` },
              icon('chat', 16),
              h(
                'span',
                { class: 'cut' },
                chat ? [chat.customer?.name, chat.operator?.name].filter(Boolean).join(' · ') : t('tickets.open_chat'),
              ),
              icon('chevron-right', 16),
            );
          }),
        )
      : null,
    files.length
      ? section(t('tickets.files'), h('ul', { class: 'side-files' }, ...files.map((f) => h('li', {}, fileLine(f)))))
      : null,
  ].filter(Boolean);
}

function section(/** @type {string} */ title, /** @type {any[]} */ ...children) {
  return h('section', { class: 'prop-section' }, title ? h('h2', {}, title) : null, ...children);
}

function row(/** @type {string} */ field, /** @type {Node} */ value) {
  const id = `prop-${field}`;
  /** @type {HTMLElement} */ (value).setAttribute('aria-describedby', id);
  return h('div', { class: 'prop' }, h('span', { class: 'prop-key', id }, t(`tickets.field.${field}`)), value);
}

/** @param {any} ticket @returns {(anchor: HTMLElement) => Promise<string | null>} */
export function askAssignee(ticket) {
  return async (anchor) => {
    const people = await staff();
    return choose(anchor, {
      label: t('tickets.field.assignee'),
      value: ticket.assignee?.id ?? 'none',
      choices: [
        { value: 'none', label: t('tickets.nobody'), mark: personMark(null).firstChild ?? undefined },
        ...people.map((p) => ({
          value: p.id,
          label: p.id === app.me.id ? t('tickets.you', { name: p.name }) : p.name,
          mark: personMark(p).firstChild ?? undefined,
        })),
      ],
    });
  };
}

/** A value that turns into an input at its place; Enter keeps, Escape leaves. */
function textRow(
  /** @type {string} */ field,
  /** @type {string} */ value,
  /** @type {Change} */ onchange,
  type = 'text',
) {
  const button = h(
    'button',
    { class: 'prop-value', type: 'button', 'data-prop': field },
    value || h('span', { class: 'unset' }, t('tickets.unset')),
  );
  button.addEventListener('click', () => edit(button, { field, value, type }, (text) => onchange({ [field]: text })));
  return row(field, button);
}

/**
 * @param {HTMLElement} button
 * @param {{field: string, value: string, type?: string, hint?: string}} what
 * @param {(text: string) => Promise<boolean>} keep
 */
function edit(button, { field, value, type = 'text', hint = '' }, keep) {
  const box = /** @type {HTMLInputElement} */ (
    h('input', {
      class: 'prop-input',
      type,
      value,
      'aria-label': t(`tickets.field.${field}`),
      placeholder: hint,
      autocomplete: 'off',
    })
  );
  let over = false;
  const end = async (/** @type {boolean} */ save) => {
    if (over) return;
    over = true;
    const text = box.value.trim();
    if (save && text !== value && !(await keep(text))) {
      over = false;
      return box.isConnected && box.focus();
    }
    if (box.isConnected) box.replaceWith(button);
    /** @type {HTMLElement | null} */ (
      button.isConnected ? button : document.querySelector(`[data-prop="${field}"]`)
    )?.focus();
  };
  box.addEventListener('keydown', (e) => {
    e.stopPropagation();
    if (e.key === 'Enter' || e.key === 'Escape') {
      e.preventDefault();
      end(e.key === 'Enter');
    }
  });
  box.addEventListener('blur', () => end(true));
  button.replaceWith(box);
  box.focus();
}

function tagsRow(/** @type {string[]} */ tags, /** @type {Change} */ onchange) {
  const button = h(
    'button',
    { class: 'prop-value tags', type: 'button', 'data-prop': 'tags' },
    ...(tags.length
      ? tags.map((x) => h('span', { class: 'label-tag' }, x))
      : [h('span', { class: 'unset' }, t('tickets.unset'))]),
  );
  const value = tags.join(', ');
  button.addEventListener('click', () =>
    edit(button, { field: 'tags', value, hint: t('tickets.tags_hint') }, (text) =>
      onchange({
        tags: [
          ...new Set(
            text
              .split(',')
              .map((x) => x.trim())
              .filter(Boolean),
          ),
        ],
      }),
    ),
  );
  return row('tags', button);
}
