// Lines of the audit log: who did what to what, in words; what the log only knows by its id is looked up.

import { avatar } from '../shared/avatar.js';
import { fill, h } from '../shared/dom.js';
import { has, t } from '../shared/i18n.js';
import { exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { icon } from './marks.js';

/** @typedef {{id: any, at: string, actor: any, role?: string, verb: string, object: string, detail?: Record<string, any>}} Line */

/** @param {Line} line @param {{object?: boolean}} [options] `object`: name what it was done to */
export function auditLine(line, { object = true } = {}) {
  const who = line.actor ?? {};
  const program = who.kind === 'system' || !who.id;
  return h(
    'li',
    { class: 'audit-line' },
    program ? h('span', { class: 'audit-program' }, icon('gear', 16)) : avatar(who, 24),
    h(
      'div',
      { class: 'line-main' },
      h(
        'p',
        {},
        h('strong', {}, program ? t('audit.program') : who.name || t('audit.erased')),
        ' ',
        deed(line, object),
      ),
      details(line.detail),
    ),
    h('time', { class: 'muted', dateTime: line.at, title: exact(line.at) }, relative(line.at, Date.now(), 'short')),
  );
}

/** Kinds without a name of their own: the verb says what they are, and leads there. */
const NAMELESS = ['session', 'invitation', 'invitation-request', 'settings', 'mail'];

/** @param {Line} line @param {boolean} object */
function deed({ verb, object: topic }, object) {
  const words = verbWord(verb);
  if (!object || !topic) return h('span', {}, words);
  const [kind, ...rest] = topic.split('/');
  if (!NAMELESS.includes(kind)) return [h('span', {}, words), ' ', objectLink(topic)];
  const place = PLACES[kind]?.(rest.join('/') || 'general');
  return place ? h('a', { class: 'link', href: place }, words) : h('span', {}, words);
}

/** What was done, in words; a verb without words of its own says itself. @param {string} verb */
export function verbWord(verb) {
  return has(`audit.verb.${verb}`) ? t(`audit.verb.${verb}`) : verb;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What has a name behind its id; an id that has none says nothing to anybody. */
const NAMED = new Set(['company', 'product', 'conversation']);

/** The codes a line carries, in words where there are some. @param {Record<string, any>} [detail] */
function details(detail) {
  const pairs = Object.entries(detail ?? {}).filter(
    ([key, v]) =>
      v !== null && v !== '' && v !== false && !(Array.isArray(v) && !v.length) && !(ID.test(v) && !NAMED.has(key)),
  );
  if (!pairs.length) return null;
  return h(
    'p',
    { class: 'audit-detail' },
    pairs.map(([key, value]) => [
      h('span', { class: 'audit-key' }, has(`audit.key.${key}`) ? t(`audit.key.${key}`) : key),
      ' ',
      valueWord(key, value),
      ' ',
    ]),
  );
}

/** @param {string} key @param {any} value @returns {any} */
function valueWord(key, value) {
  if (key === 'role' && has(`common.role.${value}`)) return t(`common.role.${value}`);
  if (key === 'access' && has(`customers.access.${value}`)) return t(`customers.access.${value}`);
  if (value === true) return t('customers.yes');
  if (key === 'ticket') return objectLink(`ticket/${value}`);
  if (Array.isArray(value)) return value.map((v, i) => [i ? ', ' : '', fieldWord(v)]);
  if (value && typeof value === 'object') return JSON.stringify(value);
  if (NAMED.has(key) && ID.test(value)) return objectLink(`${key}/${value}`);
  return String(value);
}

/** @param {any} v */
const fieldWord = (v) => {
  const key = has(`settings.team.right.${v}`) ? `settings.team.right.${v}` : `audit.key.${v}`;
  return has(key) ? t(key) : typeof v === 'object' ? JSON.stringify(v) : String(v);
};

/** Where what was changed is shown, by the kind of its topic. @type {Record<string, (id: string) => string>} */
const PLACES = {
  account: (id) => `/console/customers/people/${id}`,
  company: (id) => `/console/customers/companies/${id}`,
  ticket: (n) => `/console/tickets/${n}`,
  conversation: (id) => `/console/inbox/all/${id}`,
  request: () => '/console/customers/requests',
  invitation: () => '/console/customers/invitations',
  'invitation-request': () => '/console/customers/asked',
  product: (id) => `/console/settings/products/${id}`,
  plan: (id) => `/console/settings/plans/${id}`,
  calendar: (id) => `/console/settings/calendars/${id}`,
  settings: (name) => `/console/settings/${{ security: 'door' }[name] ?? name}`,
  mail: () => '/console/settings/mail/outbox',
};

/** Kinds that are read as a list, not one by one. @type {Record<string, string>} */
const LISTS = { product: '/products', plan: '/sla-plans', calendar: '/calendars' };
/** @type {Map<string, Promise<any[]>>} */
const lists = new Map();

/** Who and what is asked for once. @type {Map<string, Promise<string>>} */
const names = new Map();

/** @param {string} kind @param {string} id @returns {Promise<string>} */
function nameOf(kind, id) {
  if (LISTS[kind]) {
    const all = lists.get(kind) ?? app.api.all(LISTS[kind]).catch(() => []);
    lists.set(kind, all);
    return all.then((items) => {
      const name = items.find((x) => x.id === id)?.name;
      if (!name) lists.delete(kind); // made since: the next line asks again
      return name ?? '';
    });
  }
  const path = { account: '/accounts/', company: '/companies/' }[kind];
  if (!path || !id) return Promise.resolve('');
  const topic = `${kind}/${id}`;
  const known =
    names.get(topic) ??
    app.api.get(path + encodeURIComponent(id)).then(
      (/** @type {any} */ x) => x.name || x.email || '',
      () => '',
    );
  names.set(topic, known);
  return known;
}

/** What it was done to: a link with its name, or the words the log has. @param {string} object */
export function objectLink(object) {
  const [kind, ...rest] = object.split('/');
  const id = rest.join('/');
  if (!id) return h('code', { class: 'audit-object' }, object);
  const word = has(`audit.object.${kind}`) ? t(`audit.object.${kind}`) : kind;
  const label = kind === 'ticket' || kind === 'request' ? `${word} ${/^\d+$/.test(id) ? `#${id}` : ''}`.trim() : word;
  const place = PLACES[kind]?.(id);
  const el = h(
    place ? 'a' : 'span',
    { class: place ? 'link' : '', title: object, ...(place && { href: place }) },
    label,
  );
  nameOf(kind, id).then((name) => name && fill(el, name));
  return el;
}
