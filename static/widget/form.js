// Before the first word: what the site asks for, and, when nobody is there, where to answer.

import { h } from '../shared/dom.js';
import { parts, t } from '../shared/i18n.js';
import { app } from './app.js';
import { composer } from './composer.js';
import { glyph } from './icons.js';
import { head, logo, opening, presence } from './parts.js';

/** @typedef {{name: string, label: string, type: string, required?: boolean, options?: string[]}} Field */

/**
 * @param {boolean} [later] only asks where to answer what was already said
 * @returns {import('./app.js').View}
 */
export function form(later = false) {
  const away = later || !app.staffed;
  const { site, me } = app;
  const bar = head({ back: later ? app.chat : app.home });
  // the heading says that nobody is there; here stands only when we open
  bar.show(logo(), site.name, (app.staffed || site.next_open_at) && presence());
  /** @type {Field[]} */
  const asked = site.form ?? [];
  const always = away
    ? /** @type {Field[]} */ ([
        { name: 'name', label: t('widget.your-name'), type: 'text', required: true },
        { name: 'email', label: t('widget.your-email'), type: 'email', required: true },
      ])
    : [];
  const fields = [...always, ...asked.filter((f) => !always.some((a) => a.name === f.name) && !later)];
  if (!away && site.departments?.length > 1 && !fields.some((f) => f.name === 'department'))
    fields.push({ name: 'department', label: t('widget.department'), type: 'select', options: site.departments });

  const rows = fields.map((f) => {
    const id = `f-${f.name}`;
    const common = { id, name: f.name, class: 'input', required: f.required, oninput: () => wrong('') };
    const value = /** @type {any} */ (me)[f.name] ?? '';
    const input =
      f.type === 'select'
        ? h(
            'select',
            common,
            (f.options ?? []).map((/** @type {any} */ o) => h('option', { value: o.id ?? o }, o.name ?? o)),
          )
        : h('input', {
            ...common,
            type: f.type,
            value,
            autocomplete: f.name === 'name' || f.name === 'email' ? f.name : 'off',
          });
    const error = h('p', { class: 'error', id: `${id}-e`, hidden: true });
    /** @param {string} text */
    const wrong = (text) => {
      error.textContent = text;
      error.hidden = !text;
      input.setAttribute('aria-invalid', String(!!text));
      input.setAttribute('aria-describedby', text ? error.id : '');
    };
    return {
      f,
      input,
      wrong,
      el: h(
        'div.field',
        h('label', { htmlFor: id }, f.label, !f.required && h('small', ` ${t('widget.optional')}`)),
        input,
        error,
      ),
    };
  });

  /** The first field with a mistake; each says its own. */
  const mistaken = () => {
    /** @type {HTMLElement | undefined} */
    let first;
    for (const { f, input, wrong } of rows) {
      const text =
        !input.value.trim() && f.required
          ? t('widget.missing')
          : f.type === 'email' && input.value && !/^\S+@\S+\.\S+$/.test(input.value.trim())
            ? t('widget.bad-email')
            : '';
      wrong(text);
      if (text) first ??= input;
    }
    return first;
  };

  const send = async (/** @type {string} */ text, /** @type {any[]} */ files) => {
    const first = mistaken();
    if (first) {
      first.focus();
      return false;
    }
    const said = Object.fromEntries(rows.map(({ f, input }) => [f.name, input.value.trim()]));
    const { name, email, department, subject, ...rest } = said;
    const who = Object.fromEntries(Object.entries({ name, email }).filter(([, v]) => v));
    try {
      // first who, so that a refused address is said beside its field; without a line the message waits for it
      await Promise.race([app.become(who), new Promise((r) => setTimeout(r, 4000))]);
    } catch (/** @type {any} */ e) {
      const row = rows.find(({ f }) => f.name === e.field) ?? rows.find(({ f }) => f.name === 'email');
      row?.wrong(e.detail || t('widget.sorry'));
      row?.input.focus();
      if (e.status) return false;
    }
    const extra = rows
      .filter(({ f, input }) => f.name in rest && input.value)
      .map(({ f, input }) => `${f.label}: ${input.value.trim()}`);
    if (!later)
      app.say([text, ...extra].filter(Boolean).join('\n'), files, {
        department: department || undefined,
        subject: subject || undefined,
      });
    else app.chat();
  };

  /** The message with its files, as a field of this form. @param {any} parts */
  const laid = ({ input, error, tray, pick, status, max }) =>
    h(
      'div.field',
      h('label', { htmlFor: input.id }, t('widget.message')),
      input,
      error,
      tray,
      h(
        'p.add',
        h('button.button', { onclick: () => pick.click() }, glyph('clip'), t('widget.add-files')),
        h('small', t('widget.up-to', { size: Math.round(max / 2 ** 20) })),
      ),
      pick,
      status,
    );
  /** @param {string} text */
  const complain = (text) => {
    box.error.textContent = text;
    box.input.setAttribute('aria-invalid', String(!!text));
  };
  const box = later
    ? null
    : composer({
        key: 'new',
        field: { id: 'f-text', class: 'input', rows: 5, oninput: () => complain('') },
        frame: laid,
        send,
        sent: app.chat,
      });
  const intro =
    away && site.next_open_at
      ? parts('widget.back-at', { when: h('b', opening(site.next_open_at)) })
      : [t(away ? 'widget.back-soon' : 'widget.before')];
  const el = h(
    'main',
    { id: 'form' },
    bar.el,
    h(
      'form',
      {
        class: 'scroll form',
        noValidate: true,
        onsubmit: (/** @type {Event} */ e) => {
          e.preventDefault();
          const first = mistaken();
          if (!box) send('', []);
          else if (box.submit()) {
            if (box.empty()) complain(t('widget.missing'));
            (first ?? box.input).focus();
          }
        },
      },
      h('h2', t(later ? 'widget.leave' : away ? 'widget.nobody' : 'widget.start')),
      h('p.intro', later ? t('widget.leave-why') : [site.away_text && away ? `${site.away_text} ` : '', ...intro]),
      rows.map((r) => r.el),
      box?.el,
      h('button.button.primary.big', t(later ? 'widget.save' : away ? 'widget.send-message' : 'widget.start')),
    ),
  );
  return { el, focus: () => (rows.find((r) => !r.input.value)?.input ?? box?.input ?? bar).focus() };
}
