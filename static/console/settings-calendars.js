// Calendars: which hours of a week count for promised times, and the days on which none does.

import { h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { field, input, select } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { holidayEditor } from './settings-holidays.js';
import { page, part, said, saveForm, shown, zones } from './settings-page.js';
import { hoursOfWeek } from './settings-week.js';
import { weekEditor } from './settings-week-editor.js';
import { emptyState, errorState } from './states.js';

const PATH = '/console/settings/calendars';

export function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [id]) {
  shown(
    place,
    () => app.api.all('/calendars'),
    (calendars) => {
      if (!id) return paintList(calendars);
      const one = calendars.find((c) => c.id === id);
      return one ? paintOne(one) : errorState({ status: 404 }, () => {});
    },
  );
}

/** @param {any[]} calendars */
function paintList(calendars) {
  const head = {
    title: t('settings.page.calendars'),
    intro: t('settings.calendars.intro'),
    action: h(
      'button',
      { class: 'button button-primary', type: 'button', onclick: create },
      icon('plus', 16),
      t('settings.calendars.add'),
    ),
  };
  if (!calendars.length)
    return page(
      head,
      emptyState({
        icon: 'calendar',
        title: t('settings.calendars.none'),
        text: t('settings.calendars.none_text'),
        action: t('settings.calendars.add'),
        onaction: create,
      }),
    );
  return page(head, h('ul', { class: 'rows' }, ...calendars.map(row)));
}

/** @param {any} c */
function row(c) {
  const sub = [
    t('settings.hours.sum', { hours: hoursOfWeek(c.week ?? {}).toLocaleString(lang()) }),
    t('settings.calendars.holidays_n', { count: c.holidays?.length ?? 0 }),
    zoneName(c.time_zone),
  ];
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'row-button', href: `${PATH}/${c.id}` },
      icon('calendar'),
      h(
        'span',
        { class: 'line-main' },
        h('span', { class: 'line-name' }, c.name),
        h('span', { class: 'line-sub' }, sub.join(' · ')),
      ),
      icon('chevron-right', 16),
    ),
  );
}

/** @param {string} zone empty = the house's */
const zoneName = (zone) => (zone ? zone.replaceAll('_', ' ') : t('settings.calendars.house_zone'));

function create() {
  const name = input({ name: 'name', maxlength: 100, autofocus: true });
  formDialog({
    title: t('settings.calendars.add'),
    label: t('settings.create'),
    body: h(
      'div',
      { class: 'form-grid' },
      field({ name: 'name', label: t('settings.field.name'), control: name, wide: true }),
    ),
    onsubmit: async () => {
      if (!name.value.trim()) throw { field: 'name', detail: t('settings.missing') };
      const made = await app.api.post('/calendars', {
        name: name.value.trim(),
        week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((d) => [d, [['09:00', '18:00']]])),
      });
      app.navigate(`${PATH}/${made.id}`);
    },
  });
}

/** @param {any} calendar */
function paintOne(calendar) {
  const week = weekEditor(calendar.week ?? {});
  const days = holidayEditor(calendar.holidays ?? []);
  return page(
    { title: calendar.name, back: { href: PATH, label: t('settings.page.calendars') } },
    saveForm({
      fields: [
        field({
          name: 'name',
          label: t('settings.field.name'),
          control: input({ name: 'name', value: calendar.name, maxlength: 100 }),
        }),
        field({
          name: 'time_zone',
          label: t('settings.field.time_zone'),
          control: select(
            { name: 'time_zone' },
            [{ value: '', label: t('settings.calendars.house_zone') }, ...zones(calendar.time_zone)],
            calendar.time_zone ?? '',
          ),
        }),
        part(
          t('settings.calendars.week'),
          t('settings.calendars.week_hint'),
          h(
            'div',
            { class: 'field wide', 'data-field': 'week' },
            week.el,
            h('p', { class: 'field-error', hidden: true }),
          ),
        ),
        part(
          t('settings.calendars.holidays'),
          t('settings.calendars.holidays_hint'),
          h(
            'div',
            { class: 'field wide', 'data-field': 'holidays' },
            days.el,
            h('p', { class: 'field-error', hidden: true }),
          ),
        ),
      ],
      onsave: async (form) => {
        if (!said(form, 'name')) throw { field: 'name', detail: t('settings.missing') };
        const hours = week.value();
        if (!hours) throw { field: 'week', detail: t('settings.hours.wrong') };
        const holidays = days.value();
        if (!holidays) throw { field: 'holidays', detail: t('settings.calendars.holiday_wrong') };
        const now = await app.api.patch(`/calendars/${calendar.id}`, {
          name: said(form, 'name'),
          time_zone: said(form, 'time_zone'),
          week: hours,
          holidays,
        });
        const title = form.closest('.settings-page')?.querySelector('h1');
        if (title) title.textContent = now.name;
      },
    }),
  );
}
