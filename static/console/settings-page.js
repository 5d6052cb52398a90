// What the pages of the settings share: heading, loading and failing, saving with a word at the button.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { field, formError, select, submit } from './field.js';
import { icon } from './marks.js';
import { errorState, skeletonRows } from './states.js';

/**
 * @param {{title: string, intro?: string, action?: Node | null, back?: {href: string, label: string}}} head
 * @param {...any} children
 */
export function page({ title, intro, action, back }, ...children) {
  return h(
    'div',
    { class: 'settings-page' },
    backLink(back),
    h(
      'header',
      { class: 'settings-head' },
      h('div', {}, h('h1', { tabindex: '-1' }, title), intro ? h('p', {}, intro) : null),
      action ?? null,
    ),
    ...children,
  );
}

/** To the page above; on a phone, where the list of settings is a page of its own, also to that. @param {{href: string, label: string}} [to] */
function backLink(to) {
  const { href, label } = to ?? { href: '/console/settings', label: t('settings.title') };
  return h('a', { class: `settings-back${to ? '' : ' to-list'}`, href }, icon('chevron-left', 16), label);
}

/**
 * Shows bars, then what `paint` makes of what `load` read; a failure can be tried again.
 * @template T
 * @param {HTMLElement} place
 * @param {() => Promise<T>} load
 * @param {(value: T) => Node} paint
 */
export async function shown(place, load, paint) {
  place.setAttribute('aria-busy', 'true');
  const turn = {};
  /** @type {any} */ (place).turn = turn;
  const current = () => /** @type {any} */ (place).turn === turn;
  const wait = setTimeout(
    () => current() && place.replaceChildren(h('div', { class: 'settings-page' }, skeletonRows(6))),
    120,
  );
  try {
    const value = await load();
    if (current()) place.replaceChildren(paint(value));
  } catch (error) {
    if (current()) place.replaceChildren(errorState(error, () => shown(place, load, paint)));
  } finally {
    clearTimeout(wait);
    if (current()) place.removeAttribute('aria-busy');
  }
}

/**
 * A form of the settings: fields, one filled button, *Saved* said beside it; leaving with unsaved input is asked by the browser.
 * @param {{fields: any[], label?: string, onsave: (form: HTMLFormElement) => Promise<void>, aside?: any}} options
 */
export function saveForm({ fields, label = t('settings.save'), onsave, aside }) {
  const said = h('span', { class: 'saved-word', role: 'status' });
  const form = h(
    'form',
    { class: 'settings-form', novalidate: true, autocomplete: 'off' },
    h('div', { class: 'form-grid' }, fields),
    formError(),
    h(
      'div',
      { class: 'settings-foot' },
      h('button', { class: 'button button-primary button-dialog', type: 'submit' }, label),
      said,
      aside ?? null,
    ),
  );
  form.addEventListener('input', () => {
    said.replaceChildren();
    form.dataset.dirty = '1';
  });
  form.addEventListener('submit', async (/** @type {Event} */ e) => {
    e.preventDefault();
    const ok = await submit(form, () => onsave(form));
    if (!ok) return;
    delete form.dataset.dirty;
    if (form.isConnected) said.replaceChildren(icon('check', 16), t('settings.saved'));
  });
  return /** @type {HTMLFormElement} */ (form);
}

/** A titled group inside a form or page. */
export function part(/** @type {string} */ title, /** @type {string} */ hint, /** @type {any[]} */ ...children) {
  return h(
    'section',
    { class: 'settings-part wide' },
    h('h2', {}, title),
    hint ? h('p', { class: 'field-hint' }, hint) : null,
    h('div', { class: 'form-grid' }, ...children),
  );
}

/** Text to copy with its button. */
export function copyBox(
  /** @type {string} */ text,
  /** @type {string} */ label,
  /** @type {() => void} */ oncopied = () => {},
) {
  const code = h('pre', { class: 'copy-text', tabindex: '0', 'aria-label': label }, h('code', {}, text));
  const button = h('button', { class: 'button', type: 'button' }, icon('copy', 16), h('span', {}, t('settings.copy')));
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without permission the text is selected instead, ready for Ctrl+C.
      getSelection()?.selectAllChildren(code);
      return;
    }
    button.replaceChildren(icon('check', 16), h('span', {}, t('settings.copied')));
    app.announce(t('settings.copied'));
    oncopied();
    setTimeout(() => button.replaceChildren(icon('copy', 16), h('span', {}, t('settings.copy'))), 2500);
  });
  return h('div', { class: 'copy-box' }, code, button);
}

/** What a form says. @param {HTMLFormElement} form @param {string} name */
export function said(form, name) {
  return String(new FormData(form).get(name) ?? '').trim();
}

/** The languages to choose from, each in its own words. */
export const languages = () => ['en', 'pt-BR', 'es'].map((value) => ({ value, label: t(`common.lang.${value}`) }));

/** Which language to use, as the field `locale`. @param {string} value @param {string} [hint] */
export const languageField = (value, hint) =>
  field({
    name: 'locale',
    label: t('settings.field.locale'),
    control: select({ name: 'locale' }, languages(), value),
    hint,
  });

/** All time zones the browser knows, the given one among them. */
export function zones(/** @type {string} */ current) {
  const all = Intl.supportedValuesOf('timeZone');
  const list = all.includes('UTC') ? all : ['UTC', ...all];
  return (list.includes(current) || !current ? list : [current, ...list]).map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
}
