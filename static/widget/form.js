// Before the first word: what the site asks for, and, when nobody is there, where to answer.

import { h } from '../shared/dom.js';
import { parts, t } from '../shared/i18n.js';
import { app, become, say, staffed, toChat, toHome } from './app.js';
import { composer } from './composer.js';
import { glyph } from './icons.js';
import { head, logo, opening, presence, why } from './parts.js';

/** @typedef {{name: string, label: string, type: string, required?: boolean, options?: string[]}} Field */

/** A control with its name above and more below. @param {HTMLElement} input @param {string} label @param {boolean | undefined} required @param {...any} more */
const field = (input, label, required, ...more) =>
  h(
    'div.field',
    h('label', { htmlFor: input.id }, label, !required && h('small', ` ${t('widget.optional')}`)),
    input,
    more,
  );

/** What says a mistake of a control, or '' that there is none. @param {any} input @param {HTMLElement} error */
const marks = (input, error) => (/** @type {string} */ text) => {
  error.textContent = text;
  input.ariaInvalid = !!text;
};

/**
 * @param {boolean} [later] only asks where to answer what was already said
 * @returns {import('./app.js').View}
 */
export function form(later = false) {
  const away = later || !staffed();
  const { site, me } = app;
  const bar = head({ back: later ? toChat : toHome });
  // the heading says that nobody is there; here stands only when we open
  bar.show(logo(), site.name, (staffed() || site.next_open_at) && presence());
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

  const rows = fields.map(({ name, label, type, required, options = [] }) => {
    const id = `f-${name}`;
    const error = h('p.error', { id: `${id}-e` });
    const input = h(
      type === 'select' ? 'select.input' : 'input.input',
      {
        id,
        name,
        required,
        ...(type !== 'select' && { type, value: /** @type {any} */ (me)[name] ?? '' }),
        autocomplete: /^(name|email)$/.test(name) ? name : 'off',
        'aria-describedby': error.id,
        oninput: () => wrong(''),
      },
      options.map((/** @type {any} */ o) => h('option', { value: o.id ?? o }, o.name ?? o)),
    );
    const wrong = marks(input, error);
    return { name, label, type, required, input, wrong, el: field(input, label, required, error) };
  });

  /** The first field with a mistake; each says its own. */
  const mistaken = () => {
    /** @type {HTMLElement | undefined} */
    let first;
    for (const { input, required, type, wrong } of rows) {
      const value = input.value.trim();
      const text =
        required && !value
          ? t('widget.missing')
          : type === 'email' && value && !/^\S+@\S+\.\S+$/.test(value)
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
    /** @type {Record<string, string | undefined>} */
    const said = {};
    const words = [text];
    for (const { name, label, input } of rows) {
      const value = input.value.trim();
      if (/^(name|email|department|subject)$/.test(name)) said[name] = value || undefined;
      else if (value) words.push(`${label}: ${value}`);
    }
    const { name = me.name, email = me.email, department, subject } = said;
    try {
      // first who, so that a refused address is said beside its field; without a line the message waits for it
      await Promise.race([become({ name, email }), new Promise((r) => setTimeout(r, 4000))]);
    } catch (/** @type {any} */ e) {
      const row = rows.find((r) => r.name === e.field) ?? rows.find((r) => r.name === 'email');
      row?.wrong(why(e));
      row?.input.focus();
      if (e.status) return false;
    }
    if (later) toChat();
    else say(words.filter(Boolean).join('\n'), files, { department, subject });
  };

  /** The message with its files, as a field of this form. @param {any} parts */
  const laid = ({ input, error, tray, pick, status, max }) =>
    field(
      input,
      t('widget.message'),
      true,
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
  const box = later
    ? null
    : composer({
        key: 'new',
        field: { id: 'f-text', class: 'input', rows: 5, oninput: () => complain('') },
        frame: laid,
        send,
        sent: toChat,
      });
  const complain = box && marks(box.input, box.error);
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
          if (!box) send('', []);
          else if (box.submit()) {
            const first = mistaken();
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
