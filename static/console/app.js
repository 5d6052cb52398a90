// The console's start: who is here, which language, then the frame, the feed and the view that the address names.

import { useZone } from '../shared/clock.js';
import { h } from '../shared/dom.js';
import { loadCatalogue, t } from '../shared/i18n.js';
import { startAlerts } from './alerts.js';
import { app } from './app-context.js';
import { openDialog, sayError } from './dialog.js';
import { feed } from './feed.js';
import { installKeys } from './keys.js';
import { titlePage } from './page-title.js';
import { Preferences } from './preferences.js';
import { parse } from './router.js';
import { Shell } from './shell.js';
import { api } from './staff-api.js';
import { Store } from './store.js';
import { announce, installToasts, report, toast } from './toasts.js';

const page = document.documentElement;
const root = /** @type {HTMLElement} */ (document.getElementById('app'));

async function start() {
  const [me] = await Promise.all([api.get('/me'), loadCatalogue(page.lang, ['common', 'console', 'console-desk'])]);
  if (me.role === 'customer') return location.replace('/');
  useZone(me.time_zone);
  const store = new Store(me.id);
  Object.assign(app, {
    api,
    me,
    t,
    store,
    lang: page.lang,
    preferences: new Preferences(storage()),
    navigate,
    toast,
    report,
    announce,
    openDialog,
  });
  app.live = feed(store);
  page.style.setProperty('--hue', page.dataset.hue || '250');
  showTheme();
  installToasts();
  const shell = new Shell(root);
  let shown = '';
  const show = () => {
    let route = parse(location.pathname, location.search);
    if (route.redirect) {
      history.replaceState(null, '', route.redirect);
      route = parse(location.pathname);
    }
    if (route.name !== shown) titlePage(''); // what comes says its own
    shown = route.name;
    return shell.show(route);
  };
  addEventListener('popstate', show);
  document.addEventListener('navigate-to', show);
  document.addEventListener('click', followLink);
  installKeys(shell);
  startAlerts(store);
  app.preferences.addEventListener('change', showTheme);
  store.subscribe('connection', () => store.connection === 'stopped' && stopped());
  await show();
  root.removeAttribute('aria-busy');
  app.live.start();
}

/** @type {typeof app.navigate} */
function navigate(path, { replace = false } = {}) {
  if (path !== location.pathname + location.search) history[replace ? 'replaceState' : 'pushState'](null, '', path);
  document.dispatchEvent(new Event('navigate-to'));
}

/** Links inside the console change the view, not the page. @param {MouseEvent} e */
function followLink(e) {
  const link = /** @type {Element} */ (e.target).closest?.('a[href]');
  if (
    !(link instanceof HTMLAnchorElement) ||
    e.defaultPrevented ||
    e.button ||
    e.ctrlKey ||
    e.metaKey ||
    e.shiftKey ||
    link.target
  )
    return;
  if (link.origin !== location.origin || !/^\/console(\/|$)/.test(link.pathname) || link.hasAttribute('download'))
    return;
  e.preventDefault();
  navigate(link.pathname + link.search);
}

function showTheme() {
  const theme = app.preferences.get('theme');
  if (theme === 'system') delete page.dataset.theme;
  else page.dataset.theme = theme;
}

/** The session ended elsewhere (signed out, password changed, blocked): nothing typed is lost, drafts are kept. */
function stopped() {
  api.get('/me').then(
    () =>
      toast(t('console.stopped'), {
        seconds: 600,
        tone: 'bad',
        action: { label: t('console.reload'), run: () => location.reload() },
      }),
    (error) => (error.status === 401 ? signIn() : report(error)),
  );
}

function signIn() {
  location.assign(`/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`);
}

function storage() {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

start().catch((error) => {
  if (error.status === 401) return signIn();
  console.error(error);
  root.removeAttribute('aria-busy');
  root.replaceChildren(
    h(
      'main',
      { class: 'empty' },
      h('h1', null, t('console.start_failed')),
      h('p', { role: 'alert' }, sayErrorSafely(error)),
      h(
        'div',
        { class: 'empty-actions' },
        h('button', { class: 'button', type: 'button', onclick: () => location.reload() }, t('console.reload')),
      ),
    ),
  );
});

/** The context may not be there yet. @param {any} error */
function sayErrorSafely(error) {
  return app.t ? sayError(error) : error.detail || error.message;
}
