// How the house stands: one row for each leg, the broken ones named first. Reads itself again.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { clock, exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { lineSince } from './health-watch.js';
import { nameOf, namesOf, sentence } from './health-words.js';
import { icon } from './marks.js';
import { page, shown } from './settings-page.js';
import { useStyles } from './styles.js';

/** @typedef {import("./health-words.js").Leg} Leg */

const EVERY = 10_000;

const SIGNS = { ok: 'check-circle', warning: 'warning', broken: 'alert', off: 'info' };

const read = () => app.api.get('/health');

const load = async () => (await Promise.all([read(), useStyles('settings-health.css')]))[0];

export function show(/** @type {HTMLElement} */ place) {
  shown(place, load, (health) => new HealthPage(health).el);
}

class HealthPage {
  /** @param {any} health */
  constructor(health) {
    this.health = health;
    this.failed = false;
    this.whole = h('p', { role: 'status' });
    this.list = h('ul', { class: 'rows health-rows' });
    this.foot = h('p', { class: 'field-hint' });
    this.el = page(
      { title: t('settings.page.health'), intro: t('settings.health.intro') },
      this.whole,
      this.list,
      this.foot,
    );
    this.#paint();
    const off = app.store.subscribe('connection', () => (this.el.isConnected ? this.#paint() : off()));
    this.#later();
  }

  #later() {
    setTimeout(async () => {
      if (!this.el.isConnected) return;
      if (!document.hidden) await this.#again();
      this.#later();
    }, EVERY);
  }

  async #again() {
    try {
      this.health = await read();
      this.failed = false;
      app.store.tell('health', this.health);
    } catch {
      this.failed = true; // what was known stays, and says that it is old
    }
    this.#paint();
  }

  #paint() {
    const legs = [browserLeg(), .../** @type {Leg[]} */ (this.health.legs)];
    const worst = ['broken', 'warning'].find((s) => legs.some((l) => l.state === s)) ?? 'ok';
    const state = this.failed ? 'broken' : worst;
    const text = this.failed
      ? t('settings.health.silent', { time: clock(this.health.at) })
      : t(`settings.health.whole.${state}`, { legs: namesOf(legs, state) });
    if (this.whole.textContent !== text) {
      this.whole.className = `health-whole ${state}`;
      fill(this.whole, icon(SIGNS[/** @type {Leg["state"]} */ (state)]), h('span', null, text));
    }
    fill(this.list, legs.map(row));
    fill(
      this.foot,
      t('settings.health.foot', { version: this.health.version, started: exact(this.health.started_at) }),
    );
  }
}

/** The line as this browser has it. @returns {Leg} */
function browserLeg() {
  const { connection } = app.store;
  const detail = ['online', 'polling', 'offline'].includes(connection) ? connection : 'connecting';
  const state = detail === 'offline' ? 'broken' : detail === 'polling' ? 'warning' : 'ok';
  return { name: 'browser', state, detail, since: new Date(lineSince()).toISOString(), figures: {} };
}

function row(/** @type {Leg} */ leg) {
  const state = leg.detail === 'off' ? 'off' : leg.state; // what nobody wants neither works nor fails
  return h(
    'li',
    { class: `row-plain health-row ${state}` },
    icon(SIGNS[state] ?? 'info'),
    h(
      'span',
      { class: 'line-main' },
      h('span', { class: 'line-name' }, nameOf(leg.name)),
      h('span', { class: 'line-sub' }, commands(sentence(leg))),
    ),
    h(
      'span',
      { class: 'health-state' },
      h('strong', null, t(`settings.health.state.${state}`)),
      leg.since
        ? h('time', { dateTime: leg.since, title: exact(leg.since) }, relative(leg.since, Date.now(), 'short'))
        : null,
    ),
  );
}

/** What is typed somewhere stays in one piece. @param {string} text */
function commands(text) {
  return text
    .split(/(--[a-z-]+|balcao [a-z]+)/)
    .map((piece, i) => (i % 2 ? h('code', { class: 'health-command' }, piece) : piece));
}
