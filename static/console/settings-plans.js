// SLA plans: what is promised for each priority, by which calendar, and who comes first in the queue.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { field, group, input, select } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon, priorityMark } from './marks.js';
import { page, part, said, saveForm, shown } from './settings-page.js';
import { minutesOf, PRIORITIES, spanParts, spanWords, TARGETS } from './settings-spans.js';
import { emptyState, errorState } from './states.js';

const PATH = '/console/settings/plans';

export function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [id]) {
  shown(place, load, ({ plans, calendars }) => {
    if (!id) return paintList(plans, calendars);
    const plan = plans.find((p) => p.id === id);
    return plan ? paintOne(plan, calendars) : errorState({ status: 404 }, () => {});
  });
}

async function load() {
  const [plans, calendars] = await Promise.all([app.api.all('/sla-plans'), app.api.all('/calendars')]);
  return { plans, calendars };
}

/** @param {any[]} plans @param {any[]} calendars */
function paintList(plans, calendars) {
  const head = {
    title: t('settings.page.plans'),
    intro: t('settings.plans.intro'),
    action: h(
      'button',
      { class: 'button button-primary', type: 'button', onclick: create },
      icon('plus', 16),
      t('settings.plans.add'),
    ),
  };
  if (!plans.length)
    return page(
      head,
      emptyState({
        icon: 'alarm',
        title: t('settings.plans.none'),
        text: t('settings.plans.none_text'),
        action: t('settings.plans.add'),
        onaction: create,
      }),
    );
  const order = [...plans].sort((a, b) => b.rank - a.rank || a.name.localeCompare(b.name));
  return page(head, h('ul', { class: 'rows' }, ...order.map((p) => row(p, calendars))));
}

/** @param {any} plan @param {any[]} calendars */
function row(plan, calendars) {
  const first = plan.targets?.critical?.first_answer;
  const calendar = calendars.find((c) => c.id === plan.calendar);
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'row-button', href: `${PATH}/${plan.id}` },
      icon('alarm'),
      h(
        'span',
        { class: 'line-main' },
        h('span', { class: 'line-name' }, plan.name),
        h(
          'span',
          { class: 'line-sub' },
          [
            calendar?.name ?? t('settings.plans.all_hours'),
            first ? t('settings.plans.critical_first', { time: spanWords(first) }) : t('settings.plans.no_promise'),
          ].join(' · '),
        ),
      ),
      h('span', { class: 'row-role' }, t('settings.plans.rank_n', { rank: plan.rank })),
      icon('chevron-right', 16),
    ),
  );
}

function create() {
  const name = input({ name: 'name', maxlength: 100, autofocus: true });
  formDialog({
    title: t('settings.plans.add'),
    label: t('settings.create'),
    body: h(
      'div',
      { class: 'form-grid' },
      field({ name: 'name', label: t('settings.field.name'), control: name, wide: true }),
    ),
    onsubmit: async () => {
      if (!name.value.trim()) throw { field: 'name', detail: t('settings.missing') };
      const made = await app.api.post('/sla-plans', { name: name.value.trim() });
      app.navigate(`${PATH}/${made.id}`);
    },
  });
}

/** @param {any} plan @param {any[]} calendars */
function paintOne(plan, calendars) {
  return page(
    { title: plan.name, back: { href: PATH, label: t('settings.page.plans') } },
    saveForm({
      fields: [
        field({
          name: 'name',
          label: t('settings.field.name'),
          control: input({ name: 'name', value: plan.name, maxlength: 100 }),
          wide: true,
        }),
        field({
          name: 'calendar',
          label: t('settings.plans.calendar'),
          control: select(
            { name: 'calendar' },
            [
              { value: '', label: t('settings.plans.all_hours') },
              ...calendars.map((c) => ({ value: c.id, label: c.name })),
            ],
            plan.calendar ?? '',
          ),
          hint: t('settings.plans.calendar_hint'),
        }),
        field({
          name: 'rank',
          label: t('settings.plans.rank'),
          control: input({
            name: 'rank',
            type: 'number',
            min: 1,
            max: 100,
            inputmode: 'numeric',
            value: String(plan.rank),
          }),
          hint: t('settings.plans.rank_hint'),
        }),
        part(
          t('settings.plans.targets'),
          t('settings.plans.targets_hint'),
          h(
            'div',
            { class: 'field wide targets', 'data-field': 'targets' },
            ...PRIORITIES.map((p) => targets(p, plan.targets?.[p] ?? {})),
            h('p', { class: 'field-error', hidden: true }),
          ),
        ),
      ],
      onsave: async (form) => {
        if (!said(form, 'name')) throw { field: 'name', detail: t('settings.missing') };
        /** @type {Record<string, any>} */
        const said_ = {};
        for (const p of PRIORITIES) {
          said_[p] = {};
          for (const kind of TARGETS) {
            const minutes = minutesOf(said(form, `${p}.${kind}`), said(form, `${p}.${kind}.unit`));
            if (minutes === undefined) throw { field: `targets.${p}.${kind}`, detail: t('settings.plans.target_bad') };
            said_[p][kind] = minutes;
          }
        }
        const now = await app.api.patch(`/sla-plans/${plan.id}`, {
          name: said(form, 'name'),
          rank: Number(said(form, 'rank')) || 0,
          calendar: said(form, 'calendar'),
          targets: said_,
        });
        const title = form.closest('.settings-page')?.querySelector('h1');
        if (title) title.textContent = now.name;
      },
    }),
  );
}

/** The three promises of a priority. @param {string} priority @param {any} now */
function targets(priority, now) {
  const label = t(`common.priority.${priority}`);
  const box = group(
    { name: `targets.${priority}`, label, quiet: true },
    h('div', { class: 'target-name', 'aria-hidden': 'true' }, priorityMark(priority)),
    ...TARGETS.map((kind) => span(priority, kind, now[kind])),
  );
  box.className = 'target-row';
  return box;
}

/** @param {string} priority @param {string} kind @param {number | null | undefined} minutes */
function span(priority, kind, minutes) {
  const { count, unit } = spanParts(minutes);
  const name = `${priority}.${kind}`;
  const number = input({
    name,
    type: 'number',
    min: 0,
    step: 'any',
    inputmode: 'decimal',
    value: count,
    placeholder: '–',
  });
  const control = h(
    'div',
    { class: 'span-box' },
    number,
    (() => {
      const units = select(
        { name: `${name}.unit` },
        ['m', 'h', 'd'].map((value) => ({ value, label: t(`settings.plans.unit_${value}`) })),
        unit,
      );
      units.setAttribute('aria-label', t('settings.plans.unit_of', { target: t(`settings.plans.${kind}`) }));
      return units;
    })(),
  );
  const el = field({ name: `targets.${name}`, label: t(`settings.plans.${kind}`), control: number });
  number.before(control);
  control.prepend(number);
  return el;
}
