// Departments: who answers, when, and what is said when nobody is there.

import { avatar } from '../shared/avatar.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { forgetDirectory, staff } from './directory.js';
import { area, field, group, input, segments, select } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { page, part, said, saveForm, shown, zones } from './settings-page.js';
import { hoursOfWeek } from './settings-week.js';
import { weekEditor } from './settings-week-editor.js';
import { errorState } from './states.js';

const STRATEGIES = ['least_busy', 'round_robin', 'pick'];

export function show(/** @type {HTMLElement} */ place, /** @type {string[]} */ [id]) {
  if (id)
    return shown(
      place,
      () => load(id),
      ({ department, people }) => (department ? paintOne(department, people) : errorState({ status: 404 }, () => {})),
    );
  shown(place, load, ({ all }) => paintList(all));
}

async function load(id = '') {
  const [items, people] = await Promise.all([app.api.all('/departments'), staff()]);
  return { all: items, people, department: items.find((/** @type {any} */ d) => d.id === id) };
}

function paintList(/** @type {any[]} */ all) {
  return page(
    {
      title: t('settings.page.departments'),
      intro: t('settings.departments.intro'),
      action: h(
        'button',
        { class: 'button button-primary', type: 'button', onclick: create },
        icon('plus', 16),
        t('settings.departments.add'),
      ),
    },
    h(
      'ul',
      { class: 'rows' },
      ...all.map((d) =>
        h(
          'li',
          {},
          h(
            'a',
            { class: 'row-button', href: `/console/settings/departments/${d.id}` },
            h(
              'span',
              { class: 'line-main' },
              h('span', { class: 'line-name' }, d.name),
              h(
                'span',
                { class: 'line-sub' },
                [t('settings.departments.members', { count: d.members?.length ?? 0 }), hoursText(d)].join(' · '),
              ),
            ),
            icon('chevron-right', 16),
          ),
        ),
      ),
    ),
  );
}

function hoursText(/** @type {any} */ d) {
  if (!d.hours || d.hours.open_always) return t('settings.hours.always');
  return t('settings.hours.sum', { hours: hoursOfWeek(d.hours.week ?? {}).toLocaleString(app.lang) });
}

function create() {
  const name = input({ name: 'name', maxlength: 80, autofocus: true });
  formDialog({
    title: t('settings.departments.add'),
    label: t('settings.create'),
    body: h(
      'div',
      { class: 'form-grid' },
      field({
        name: 'name',
        label: t('settings.field.name'),
        control: name,
        wide: true,
        hint: t('settings.departments.name_hint'),
      }),
    ),
    onsubmit: async () => {
      if (!name.value.trim()) throw { field: 'name', detail: t('settings.missing') };
      const made = await app.api.post('/departments', { name: name.value.trim() });
      forgetDirectory();
      app.navigate(`/console/settings/departments/${made.id}`);
    },
  });
}

function paintOne(/** @type {any} */ d, /** @type {any[]} */ people) {
  const hours = d.hours ?? { open_always: true, time_zone: '', week: {} };
  const always = hours.open_always !== false;
  const week = weekEditor(
    Object.keys(hours.week ?? {}).length
      ? hours.week
      : Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((x) => [x, [['08:00', '18:00']]])),
  );
  const zone = field({
    name: 'time_zone',
    label: t('settings.field.time_zone'),
    control: select(
      { name: 'time_zone' },
      zones(hours.time_zone),
      hours.time_zone || app.store.settings?.time_zone || 'UTC',
    ),
  });
  const weekly = h(
    'div',
    { class: 'field wide', 'data-field': 'hours' },
    week.el,
    h('p', { class: 'field-error', hidden: true }),
  );
  const toggle = (/** @type {string} */ value) => {
    weekly.hidden = value === 'always';
    zone.hidden = value === 'always';
  };
  toggle(always ? 'always' : 'week');
  const form = saveForm({
    fields: [
      field({
        name: 'name',
        label: t('settings.field.name'),
        control: input({ name: 'name', value: d.name, maxlength: 80 }),
      }),
      field({
        name: 'capacity',
        label: t('settings.departments.capacity'),
        control: input({ name: 'capacity', type: 'number', min: 1, max: 50, value: String(d.capacity ?? 5) }),
        hint: t('settings.departments.capacity_hint'),
      }),
      part(t('settings.departments.members_title'), t('settings.departments.members_hint'), membersField(d, people)),
      part(
        t('settings.departments.hours_title'),
        t('settings.departments.hours_hint'),
        group(
          { name: 'open_always', label: t('settings.departments.hours_title'), wide: true, quiet: true },
          segments(
            'open_always',
            ['always', 'week'].map((v) => ({ value: v, label: t(`settings.hours.${v}`) })),
            always ? 'always' : 'week',
            toggle,
          ),
        ),
        weekly,
        zone,
        field({
          name: 'away_text',
          label: t('settings.departments.away'),
          control: area({ name: 'away_text', rows: 3, maxlength: 1000 }, d.away_text ?? ''),
          wide: true,
          hint: t('settings.departments.away_hint'),
        }),
      ),
      part(
        t('settings.departments.routing_title'),
        t('settings.departments.routing_hint'),
        group(
          { name: 'strategy', label: t('settings.departments.strategy'), wide: true },
          ...STRATEGIES.map((s) =>
            h(
              'label',
              { class: 'role-choice' },
              h('input', { type: 'radio', name: 'strategy', value: s, checked: s === (d.strategy || 'least_busy') }),
              h(
                'span',
                {},
                h('strong', {}, t(`settings.departments.${s}`)),
                h('span', { class: 'field-hint' }, t(`settings.departments.${s}_hint`)),
              ),
            ),
          ),
        ),
        field({
          name: 'offer_seconds',
          label: t('settings.departments.offer'),
          control: input({
            name: 'offer_seconds',
            type: 'number',
            min: 0,
            max: 600,
            value: String(d.offer_seconds ?? 0),
          }),
          hint: t('settings.departments.offer_hint'),
          wide: true,
        }),
      ),
    ],
    onsave: async (f) => {
      if (!said(f, 'name')) throw { field: 'name', detail: t('settings.missing') };
      const open = said(f, 'open_always') === 'always';
      const chosen = open ? (hours.week ?? {}) : week.value();
      if (!chosen) throw { field: 'hours', detail: t('settings.hours.wrong') };
      if (!open && !Object.keys(chosen).length) throw { field: 'hours', detail: t('settings.hours.never') };
      await app.api.patch(`/departments/${d.id}`, {
        name: said(f, 'name'),
        capacity: Number(said(f, 'capacity')) || 5,
        members: new FormData(f).getAll('members').map(String),
        hours: { open_always: open, time_zone: said(f, 'time_zone'), week: chosen },
        away_text: said(f, 'away_text'),
        strategy: said(f, 'strategy'),
        offer_seconds: Number(said(f, 'offer_seconds')) || 0,
      });
      forgetDirectory();
    },
  });
  return page(
    {
      title: d.name,
      intro: '',
      back: { href: '/console/settings/departments', label: t('settings.page.departments') },
    },
    form,
  );
}

function membersField(/** @type {any} */ d, /** @type {any[]} */ people) {
  const inside = new Set(d.members ?? []);
  return h(
    'div',
    {
      class: 'field wide members',
      role: 'group',
      'aria-label': t('settings.departments.members_title'),
      'data-field': 'members',
    },
    ...people.map((p) =>
      h(
        'label',
        { class: 'member' },
        h('input', { type: 'checkbox', name: 'members', value: p.id, checked: inside.has(p.id) }),
        avatar(p, 24),
        h('span', {}, p.name),
      ),
    ),
    h('p', { class: 'field-error', hidden: true }),
  );
}
