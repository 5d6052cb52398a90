// A ticket inside the widget: what happened and a place to answer.
import { avatar } from '../shared/avatar.js';
import { short } from '../shared/clock.js';
import { fill, h } from '../shared/dom.js';
import { setHTML } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { uuid7 } from '../shared/outbox.js';
import { api, app, toChat, toHome } from './app.js';
import { composer } from './composer.js';
import { glyph } from './icons.js';
import { chip, promise, row, STATUS } from './noted.js';
import { files, head, keyed, why } from './parts.js';

/** All of them. @returns {import('./app.js').View} */
export function tickets() {
  const bar = head({});
  bar.show(null, t('widget.my-tickets'), '');
  const list = h('div.scroll.list');
  return {
    el: h('main', { id: 'tickets' }, bar.el, list),
    update: () => fill(list, app.tickets.map(row)),
    focus: bar.focus,
  };
}

/** @param {number} n @returns {import('./app.js').View} */
export function ticket(n) {
  const from = app.view?.el.id === 'chat' ? toChat : toHome;
  const bar = head({ back: from });
  const top = h('div.about');
  const list = h('div.log', { role: 'log', 'aria-label': t('widget.timeline') });
  const scroll = h('div.scroll', { tabIndex: 0 }, top, list);
  let cmid = uuid7();
  const box = composer({
    key: `ticket.${n}`,
    hint: t('widget.reply'),
    send: async (text, files) => {
      await api.post(`/tickets/${n}/replies`, { text, internal: false, cmid, files: files.map((f) => f.id) });
      cmid = uuid7();
      await load();
      scroll.scrollTop = scroll.scrollHeight;
    },
  });
  const el = h('main', { id: 'ticket' }, bar.el, h('div.middle', scroll), h('div.foot', box.el));
  /** @type {any} */
  let now;
  /** @type {any[]} */
  let entries = [];
  let seen = '';

  async function load() {
    try {
      const [one, line] = await Promise.all([
        api.get(`/tickets/${n}`),
        api.get(`/tickets/${n}/timeline`, { limit: 200 }),
      ]);
      now = one;
      entries = line.items;
      seen = one.updated_at;
      draw();
    } catch (/** @type {any} */ e) {
      if (!now) fill(top, h('p.error', why(e)), h('button.button', { onclick: load }, t('widget.retry')));
    }
  }

  function draw() {
    const due = promise(now);
    fill(
      top,
      h('p', chip(now.status), due && h('small', glyph('clock', 16), due)),
      h('h2', now.title),
      now.description && h('div.prose', now.description),
    );
    keyed(
      list,
      entries.map((e) => ({ key: e.id, sig: JSON.stringify(e), make: () => entry(e) })),
    );
  }

  bar.show(null, t('widget.ticket', { number: `#${n}` }), '');
  el.ondragover = box.drag;
  load();
  return {
    el,
    update: () => {
      const fresh = app.tickets.find((x) => x.number === n);
      if (now && fresh && fresh.updated_at !== seen) load();
    },
    focus: bar.focus,
  };
}

/** What customers are told of a change. @type {Record<string, string>} */
const FIELDS = { status: 'widget.status', priority: 'widget.priority' };
/** @type {Record<string, Record<string, string>>} */
const VALUES = {
  status: STATUS,
  priority: {
    low: 'widget.priority.low',
    average: 'widget.priority.average',
    high: 'widget.priority.high',
    critical: 'widget.priority.critical',
  },
};

/** @param {any} e an entry of the timeline */
function entry(e) {
  const m = e.message ?? e;
  if (e.changes && !m.text) {
    const said = e.changes
      .filter((/** @type {any} */ c) => c.field in FIELDS)
      .map((/** @type {any} */ c) => `${t(FIELDS[c.field])}: ${t(VALUES[c.field][c.to] ?? c.to)}`);
    return h('p.line', said.length ? `${said.join(' · ')} · ${short(e.at)}` : null);
  }
  if (e.kind === 'sla') return h('p.line', { hidden: true });
  const who = m.author;
  return h(
    'article.entry',
    avatar(who, 24),
    h(
      'div.grow',
      h('p', h('b', who.name || t('widget.you')), ' ', h('small', short(e.at))),
      m.html ? setHTML(h('div.prose'), m.html) : h('p', m.text),
      m.files?.length > 0 && files(m.files),
    ),
  );
}
