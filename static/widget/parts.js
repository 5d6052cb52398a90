// Small things several views draw.
import { avatar } from '../shared/avatar.js';
import { clock, day } from '../shared/clock.js';
import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app, shut, staffed, toHome } from './app.js';
import { whole } from './host.js';
import { glyph } from './icons.js';
import { drawn } from './later.js';

/** What the server says against it, else that it did not work. @param {any} e */
export const why = (e) => e.detail || t('widget.sorry');
/** @param {string} name @param {string} label @param {(e: any) => any} onclick @param {object} [more] */
export const tool = (name, label, onclick, more) =>
  h('button.tool', { 'aria-label': label, title: label, onclick, ...more }, glyph(name));
/** @param {string} [name] */
export const logo = (name = app.site.name) =>
  h('span.logo', { 'aria-hidden': 'true' }, [...(name || '?')][0].toUpperCase());
/** The faces of those online. @param {number} [most] */
export const faces = (most = 3) =>
  h(
    'span.faces',
    (app.site.operators ?? []).slice(0, most).map((/** @type {any} */ p) => avatar(p, 28)),
  );

/** "tomorrow at 08:00" @param {string} at */
export const opening = (at) => t('widget.at', { day: day(at), time: clock(at) });
/** When we are there again, or that we are. */
export function presence() {
  const { site } = app;
  if (staffed()) return t('widget.online', { count: site.online_count ?? site.operators?.length ?? 1 });
  return site.next_open_at ? t('widget.opens', { when: opening(site.next_open_at) }) : t('widget.away');
}
/** " · answers in 4 min", when that is known. @param {string} key */
export const pace = (key) => (app.site.answer_minutes ? ` · ${t(key, { count: app.site.answer_minutes })}` : '');

/**
 * The head of every view but the home: back, who, what one can do, close.
 * @param {{back?: () => void, menu?: any}} options
 */
export function head({ back = toHome, menu }) {
  let shown = '';
  const face = h('span.face');
  const title = h('h1.cut', { id: 'hi', tabIndex: -1 });
  const sub = h('p.cut');
  const el = h(
    'header.head',
    tool('back', t('widget.back'), back),
    face,
    h('div.grow', title, sub),
    menu,
    !whole && tool('close', t('widget.close'), shut),
  );
  /** @param {any} f @param {string} name @param {any} under */
  const show = (f, name, under) => {
    const sig = name + under + f?.outerHTML;
    if (shown === sig) return;
    shown = sig;
    fill(face, f);
    face.hidden = !f;
    fill(title, name);
    fill(sub, under);
  };
  return { el, show, focus: () => title.focus() };
}

/**
 * Keeps children in step with rows: what has the same key and sig stays the very same element, so nothing flickers or is read twice.
 * @param {Element} el
 * @param {{key: string, sig: string, make: () => HTMLElement}[]} rows
 */
export function keyed(el, rows) {
  const old = new Map([...el.children].map((c) => [/** @type {any} */ (c).key, c]));
  /** @type {Element | null} */
  let at = el.firstElementChild;
  for (const { key, sig, make } of rows) {
    /** @type {any} */
    let c = old.get(key);
    if (c && c.sig === sig) old.delete(key);
    else c = Object.assign(make(), { key, sig });
    if (c === at) at = at?.nextElementSibling ?? null;
    else el.insertBefore(c, at);
  }
  for (const c of old.values()) c.remove();
}

/** The files of a message. @param {any[]} list */
export const files = (list) => drawn(h('div.files'), ({ file }) => list.map(file));
