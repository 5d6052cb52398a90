// Which messages of the chat the ticket shows: all, or those that are ticked.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { clock, exact } from '../shared/time.js';
import { app } from './app-context.js';
import { group } from './field.js';
import { icon } from './marks.js';
import { plainText } from './plain-text.js';

/** @param {any} conversation */
export function messagesField(conversation) {
  /** @type {any[]} */
  let all = [];
  /** @type {Set<number> | null} null = all */
  let ticked = null;
  const words = h('span', { class: 'messages-words', role: 'status' }, t('tickets.messages_loading'));
  const list = h('ul', { class: 'messages-list', hidden: true });
  const toggle = h(
    'button',
    { class: 'link', type: 'button', 'aria-expanded': 'false', onclick: () => open(list.hidden) },
    t('tickets.messages_choose'),
  );
  const place = group(
    { name: 'messages', label: t('tickets.field.messages'), wide: true },
    h('div', { class: 'messages-box' }, icon('chat', 16), words, toggle),
    list,
  );

  function say() {
    const shown = ticked ? all.filter((m) => ticked?.has(m.seq)) : all;
    const files = shown.reduce((n, m) => n + (m.files?.length ?? 0), 0);
    const count = ticked
      ? t('tickets.messages_some', { count: shown.length, total: all.length })
      : t('tickets.messages_all', { count: all.length });
    words.replaceChildren(
      files
        ? t('tickets.messages_and_files', { messages: count, files: t('tickets.fold.files', { count: files }) })
        : count,
      h('span', { class: 'muted' }, ` · ${t('tickets.messages_later')}`),
    );
  }

  function open(/** @type {boolean} */ on) {
    list.hidden = !on;
    toggle.setAttribute('aria-expanded', String(on));
    toggle.textContent = t(on ? 'tickets.messages_use_all' : 'tickets.messages_choose');
    ticked = on ? new Set(all.map((m) => m.seq)) : null;
    if (on) list.replaceChildren(...all.map(line));
    say();
    if (on) list.querySelector('input')?.focus();
  }

  function line(/** @type {any} */ m) {
    const box = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox', checked: true }));
    box.addEventListener('change', () => {
      box.checked ? ticked?.add(m.seq) : ticked?.delete(m.seq);
      say();
    });
    const files = m.files?.length ? ` · ${t('tickets.fold.files', { count: m.files.length })}` : '';
    return h(
      'li',
      {},
      h(
        'label',
        {},
        box,
        h(
          'span',
          {},
          h('strong', {}, m.author?.name ?? ''),
          ' ',
          h('time', { class: 'muted', title: exact(m.at) }, clock(m.at)),
          h('span', { class: 'messages-text' }, `${plainText(m)}${files}`),
        ),
      ),
    );
  }

  async function load() {
    try {
      let after = 0;
      for (let page; !page || page.items.length === 200; ) {
        page = await app.api.get(`/conversations/${conversation.id}/messages`, { stream: 'public', after, limit: 200 });
        all.push(...page.items.filter((/** @type {any} */ m) => m.seq > after && !m.deleted));
        const last = page.items.at(-1)?.seq ?? after;
        if (last <= after) break;
        after = last;
      }
      say();
    } catch {
      // Without the list the ticket still takes all messages.
      all = [];
      words.textContent = t('tickets.messages_all_unknown');
      toggle.hidden = true;
    }
  }

  return {
    place,
    ready: load(),
    first: () =>
      (all.find((m) => m.author?.kind !== 'operator' && m.text?.trim()) ?? all[0])?.text ?? conversation.subject ?? '',
    chosen: () => (ticked && ticked.size !== all.length ? [...ticked].sort((a, b) => a - b) : null),
  };
}
