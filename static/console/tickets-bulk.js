// Changing many tickets at once: assignee, status, priority; each with undo.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { choose } from './choose.js';
import { staff } from './directory.js';
import { icon, personMark, priorityIcon, statusIcon } from './marks.js';
import { PRIORITIES, stepsFrom } from './ticket-words.js';

/** @param {{tickets: any[], onclear: () => void, ondone: (changed: any[]) => void}} options */
export function bulkBar({ tickets, onclear, ondone }) {
  const run = (/** @type {string} */ field, /** @type {unknown} */ value) =>
    changeAll(tickets, field, value, onclear, ondone);
  const act = (
    /** @type {string} */ name,
    /** @type {Node} */ mark,
    /** @type {(anchor: HTMLElement) => void} */ open,
  ) => {
    const button = h(
      'button',
      { class: 'bulk-act', type: 'button', 'data-act': name, 'aria-haspopup': 'listbox', onclick: () => open(button) },
      mark,
      h('span', {}, t(`tickets.bulk.${name}`)),
    );
    return button;
  };
  return h(
    'div',
    { class: 'bulk-bar', role: 'toolbar', 'aria-label': t('tickets.bulk') },
    h('span', { class: 'bulk-count' }, t('tickets.selected', { count: tickets.length })),
    h('span', { class: 'bulk-line' }),
    act('assign', icon('user', 16), async (anchor) => {
      const all = await staff();
      const id = await choose(anchor, {
        label: t('tickets.field.assignee'),
        choices: [
          { value: 'none', label: t('tickets.nobody'), mark: personMark(null).firstChild ?? undefined },
          ...all.map((p) => ({
            value: p.id,
            label: p.id === app.me.id ? t('tickets.you', { name: p.name }) : p.name,
            mark: personMark(p).firstChild ?? undefined,
          })),
        ],
      });
      if (id) run('assignee', id === 'none' ? '' : id);
    }),
    act('status', statusIcon('open'), async (anchor) => {
      const value = await choose(anchor, {
        label: t('tickets.field.status'),
        choices: stepsFrom('').map((s) => ({ value: s, label: t(`common.status.${s}`), mark: statusIcon(s) })),
      });
      if (value) run('status', value);
    }),
    act('priority', priorityIcon('high'), async (anchor) => {
      const value = await choose(anchor, {
        label: t('tickets.field.priority'),
        choices: [...PRIORITIES]
          .reverse()
          .map((p) => ({ value: p, label: t(`common.priority.${p}`), mark: priorityIcon(p) })),
      });
      if (value) run('priority', value);
    }),
    h('span', { class: 'bulk-line' }),
    h(
      'button',
      { class: 'bulk-act clear', type: 'button', onclick: onclear },
      h('span', {}, t('tickets.bulk.clear')),
      h('kbd', {}, 'Esc'),
    ),
  );
}

/**
 * @param {any[]} tickets
 * @param {string} field
 * @param {unknown} value
 * @param {() => void} onclear
 * @param {(changed: any[]) => void} ondone
 */
async function changeAll(tickets, field, value, onclear, ondone) {
  const before = new Map(tickets.map((x) => [x.number, field === 'assignee' ? (x.assignee?.id ?? '') : x[field]]));
  const todo = tickets.filter((x) => before.get(x.number) !== value);
  if (!todo.length) {
    onclear();
    return app.toast(t('tickets.bulk.none'));
  }
  const { done, failed } = await patchEach(todo.map((x) => [x.number, { [field]: value }]));
  ondone(done);
  onclear();
  if (failed.length) {
    app.report(failed[0].error);
    if (!done.length) return;
  }
  app.toast(t('tickets.bulk.done', { count: done.length }), {
    undo: async () => {
      const back = await patchEach(done.map((x) => [x.number, { [field]: before.get(x.number) }]));
      ondone(back.done);
      if (back.failed.length) app.report(back.failed[0].error);
    },
  });
}

/** A few at a time, so that fifty changes do not crowd out the chat. @param {[number, object][]} changes */
async function patchEach(changes) {
  /** @type {any[]} */
  const done = [];
  /** @type {{number: number, error: unknown}[]} */
  const failed = [];
  const queue = [...changes];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      try {
        done.push(await app.api.patch(`/api/v1/tickets/${next[0]}`, next[1]));
      } catch (error) {
        failed.push({ number: next[0], error });
      }
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return { done, failed };
}
