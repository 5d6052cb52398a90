// How the widget begins, and begins again. Served once per language (start.pt-BR.js), its texts in place of their keys.
import { h } from '../shared/dom.js';
import { useTexts } from '../shared/i18n.js';
import { Live } from '../shared/live.js';
import { api, app, become, changed, KEY, net, remember, seen, shut, toChat, toHome, VIEW } from './app.js';
import { event, load, outbox, volatile } from './feed.js';
import { accent, host, meet, site, storage, whole } from './host.js';
import { late } from './later.js';
import { why } from './parts.js';

const root = document.documentElement;

/** Who is there may change while the panel is closed. */
async function look() {
  if (Date.now() - looked < 60_000) return;
  looked = Date.now();
  app.site = await api.get(`/widget/site/${encodeURIComponent(site)}`);
  changed();
}
let looked = 0;

/** The token is not known any more: begin as somebody new, with what was written. */
function anew() {
  remember({ token: undefined, sub: undefined });
  location.reload();
}

/** @param {{state: string, again?: boolean, code?: string | number}} state */
function line({ state, again, code }) {
  if (code === 'unauthorized' && app.me.token) anew();
  if (again) look().catch(() => {});
  net(state, again);
}

async function begin() {
  useTexts(root.lang, {});
  await meet((kind, focus) => {
    document.getElementById('peek')?.remove();
    if (kind === 'open') look().catch(() => {});
    if (kind === 'open' && focus) app.view?.focus?.();
    if (app.view?.el.id === 'chat') seen();
  });
  app.me = JSON.parse(storage.getItem(KEY) ?? '{}');
  if (host.sub != null && host.sub !== app.me.sub) await (await late()).introduce();
  await look();
  root.style.setProperty('--hue', String(parseFloat(accent ?? '') || app.site.hue || 250));
  const { kind, id, name, email } = root.dataset;
  // a signed-in customer of the portal chats as that person, on every device the same
  if (kind && !host.sub) app.me = { id, name, email, account: true };
  const live = new Live({ api: api, scope: app.me.account ? app.me.id : site, load, client: 'widget', storage });
  app.live = live;
  for (const [type, take] of Object.entries({ event, volatile, outbox, state: line }))
    live.addEventListener(type, (e) => take(/** @type {CustomEvent} */ (e).detail));
  for (const item of live.outbox.items()) app.messages.wait(item);
  if (app.me.token || app.me.account || app.messages.pending.size) become();
  else net('online');
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && !e.defaultPrevented) shut();
  });
  document.addEventListener('visibilitychange', () => app.view?.el.id === 'chat' && seen());
  const view = window.visualViewport;
  if (whole && view) view.onresize = () => root.style.setProperty('--height', `${view.height}px`);
  root.classList.toggle('whole', whole);
  // open, but not by hand: the page around us was loaded anew, so go on where one was
  if (host.open && !host.focus && (whole ? location.hash === '#chat' : storage.getItem(VIEW) === 'chat')) toChat();
  else toHome();
}

begin().catch((e) => {
  if (e.status === 401 && app.me.token) return anew();
  console.error(e);
  document.body.append(h('main.sorry', h('p', why(e)), h('button', { onclick: () => location.reload() }, '↻')));
});
