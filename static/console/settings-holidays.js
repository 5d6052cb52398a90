// The days on which no hour counts: date, name, and whether a day comes back every year.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { input, select } from './field.js';
import { icon } from './marks.js';

const REPEATS = ['', 'yearly', 'easter'];

/** @typedef {{date: string, name: string, repeats?: string}} Holiday */

/** @param {Holiday[]} start */
export function holidayEditor(start) {
  const days = [...start].sort((a, b) => a.date.localeCompare(b.date)).map((d) => ({ ...d }));
  const list = h('div', { class: 'holidays' });
  const add = h(
    'button',
    {
      class: 'button',
      type: 'button',
      onclick: () => {
        days.push({ date: '', name: '' });
        paint(days.length - 1);
        list.dispatchEvent(new Event('input', { bubbles: true }));
      },
    },
    icon('plus', 16),
    t('settings.calendars.add_day'),
  );

  /** @param {number} [focus] the row whose date is wanted, or the button below */
  function paint(focus) {
    list.replaceChildren(...days.map(row));
    if (focus === undefined) return;
    const box = /** @type {HTMLElement | undefined} */ (list.querySelectorAll('input[type=date]')[focus]);
    (box ?? add).focus();
  }

  /** @param {Holiday} day @param {number} i */
  function row(day, i) {
    const said = day.name || day.date || String(i + 1);
    const bind = (/** @type {any} */ control, /** @type {keyof Holiday} */ key) => {
      control.addEventListener('input', () => {
        day[key] = control.value;
        control.removeAttribute('aria-invalid');
      });
      return control;
    };
    return h(
      'div',
      { class: 'holiday', role: 'group', 'aria-label': said },
      bind(
        input({ type: 'date', value: day.date, 'aria-label': t('settings.calendars.day_date', { n: i + 1 }) }),
        'date',
      ),
      bind(
        input({
          value: day.name,
          maxlength: 100,
          placeholder: t('settings.calendars.day_name_sample'),
          'aria-label': t('settings.calendars.day_name', { n: i + 1 }),
        }),
        'name',
      ),
      bind(
        select(
          { 'aria-label': t('settings.calendars.day_repeats', { n: i + 1 }) },
          REPEATS.map((value) => ({ value, label: t(`settings.calendars.repeats_${value || 'once'}`) })),
          day.repeats ?? '',
        ),
        'repeats',
      ),
      h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': t('settings.calendars.remove_day', { day: said }),
          onclick: () => {
            days.splice(i, 1);
            paint(Math.min(i, days.length - 1));
            list.dispatchEvent(new Event('input', { bubbles: true }));
          },
        },
        icon('close', 16),
      ),
    );
  }

  paint();
  return {
    el: h('div', { class: 'holiday-editor' }, list, add),
    /** The days as they are sent, or null when one lacks its date or name; that one is marked then. @returns {Holiday[] | null} */
    value: () => {
      const wrong = days.findIndex((d) => !d.date || !d.name.trim());
      if (wrong >= 0) {
        const boxes = list.children[wrong].querySelectorAll('input');
        const box = days[wrong].date ? boxes[1] : boxes[0];
        box.setAttribute('aria-invalid', 'true');
        box.focus();
        return null;
      }
      return days.map((d) => ({ date: d.date, name: d.name.trim(), ...(d.repeats && { repeats: d.repeats }) }));
    },
  };
}
