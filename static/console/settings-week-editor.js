// The weekly hours: each day with as many intervals as it needs, one day copied to others.

import { h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { icon } from './marks.js';
import { DAYS, endOf, faultOfDay, hoursOfWeek, nextInterval, tidy } from './settings-week.js';

/** @typedef {import("./settings-week.js").Week} Week */

/** A day's name in the reader's language; 2024-01-01 was a Monday. */
export function dayName(/** @type {number} */ index, /** @type {"long" | "short"} */ style = 'long') {
  const name = new Intl.DateTimeFormat(lang(), { weekday: style, timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, 1 + index)),
  );
  return name[0].toLocaleUpperCase(lang()) + name.slice(1);
}

/** @param {Week} start */
export function weekEditor(start) {
  /** @type {Week} */
  const week = Object.fromEntries(
    DAYS.map((d) => [d, (start[d] ?? []).map((p) => /** @type {[string, string]} */ ([...p]))]),
  );
  const sum = h('p', { class: 'field-hint', role: 'status' });
  const rows = h('div', { class: 'week' });

  const count = () => (sum.textContent = t('settings.hours.sum', { hours: hoursOfWeek(week).toLocaleString(lang()) }));
  const paint = (/** @type {string} */ focus = '') => {
    rows.replaceChildren(...DAYS.map(day));
    count();
    if (focus) /** @type {HTMLElement | null} */ (rows.querySelector(focus))?.focus();
  };

  function day(/** @type {string} */ name, /** @type {number} */ index) {
    const list = week[name];
    const label = dayName(index);
    const open = /** @type {HTMLInputElement} */ (
      h('input', { type: 'checkbox', checked: list.length > 0, 'data-day': name })
    );
    open.addEventListener('change', () => {
      week[name] = open.checked ? [nextInterval([])] : [];
      paint(`[data-day="${name}"]`);
    });
    return h(
      'div',
      { class: 'week-day', role: 'group', 'aria-label': label, 'data-field': `hours.${name}` },
      h('label', { class: 'tick week-name' }, open, h('span', {}, label)),
      h(
        'div',
        { class: 'week-intervals' },
        ...(list.length
          ? list.map((pair, i) => interval(name, pair, i, label))
          : [h('span', { class: 'muted' }, t('settings.hours.closed'))]),
        h('p', { class: 'field-error', hidden: true }),
      ),
      h(
        'div',
        { class: 'week-acts' },
        list.length
          ? h(
              'button',
              {
                class: 'icon-button',
                type: 'button',
                title: t('settings.hours.add'),
                'aria-label': t('settings.hours.add_to', { day: label }),
                onclick: () => {
                  list.push(nextInterval(list));
                  paint(`[data-pair="${name}-${list.length - 1}"]`);
                },
              },
              icon('plus', 16),
            )
          : null,
      ),
    );
  }

  function interval(
    /** @type {string} */ name,
    /** @type {[string, string]} */ pair,
    /** @type {number} */ i,
    /** @type {string} */ label,
  ) {
    const time = (/** @type {0 | 1} */ at) => {
      const box = /** @type {HTMLInputElement} */ (
        h('input', {
          type: 'time',
          class: 'input time-input',
          value: pair[at] === '24:00' ? '00:00' : pair[at],
          'aria-label': t(at ? 'settings.hours.until' : 'settings.hours.from', { day: label }),
          'data-pair': at ? null : `${name}-${i}`,
        })
      );
      box.addEventListener('input', () => {
        pair[at] = box.value;
        count();
        check(name);
      });
      return box;
    };
    return h(
      'span',
      { class: 'interval' },
      time(0),
      h('span', { 'aria-hidden': 'true' }, '–'),
      time(1),
      h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': t('settings.hours.remove', { day: label }),
          onclick: () => {
            week[name].splice(i, 1);
            paint(`[data-day="${name}"]`);
          },
        },
        icon('close', 16),
      ),
    );
  }

  function check(/** @type {string} */ name) {
    const fault = faultOfDay(week[name]);
    const line = /** @type {HTMLElement | null} */ (rows.querySelector(`[data-field="hours.${name}"] .field-error`));
    if (line) {
      line.hidden = !fault;
      line.textContent = fault ? t(`settings.hours.${fault.fault}`) : '';
    }
    return !fault;
  }

  const copy = () => {
    for (const other of DAYS.slice(1, 5)) week[other] = week.mon.map((p) => /** @type {[string, string]} */ ([...p]));
    paint();
    copyButton.focus();
  };
  const copyButton = h('button', { class: 'link', type: 'button', onclick: copy }, t('settings.hours.copy'));

  paint();
  return {
    el: h('div', { class: 'week-editor' }, rows, h('div', { class: 'week-foot' }, sum, copyButton)),
    /** The week as it is sent, or null when a day is wrong (which is then said at the day). @returns {Week | null} */
    value: () => {
      const good = DAYS.map(check).every(Boolean);
      if (!good) {
        const wrong = rows.querySelector('.field-error:not([hidden])')?.closest('.week-day');
        /** @type {HTMLElement | null | undefined} */ (wrong?.querySelector('input[type=time]'))?.focus();
        return null;
      }
      const out = tidy(week);
      for (const name of Object.keys(out)) out[name] = out[name].map((p) => [p[0], endOf(p)]);
      return out;
    },
  };
}
