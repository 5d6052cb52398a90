// The widget's state and what changes it. Views draw what is here and are told when it changed.
import { Api } from '../shared/api.js';
import { Live } from '../shared/live.js';
import { Messages } from '../shared/messages.js';
import { chat } from './chat.js';
import { count, reset } from './feed.js';
import { home } from './home.js';
import { host, site, storage, tell } from './host.js';
import { use } from './later.js';

const root = document.documentElement;
export const KEY = `balcao.visitor.${site}`;
export const VIEW = 'balcao.view';
const DAY = 864e5;

/** @typedef {{el: HTMLElement, update?: () => void, focus?: () => void, ticket?: number}} View */

let drawing = false;
/** @type {Promise<void> | undefined} */
let joining;

export const app = {
  /** @type {any} the site as the server describes it */ site: { name: '', form: [] },
  /** @type {any} {id, name, email}; token while a visitor */ me: {},
  /** @type {any} the conversation shown, or null before the first word */ conv: null,
  /** @type {any[]} */ tickets: [],
  messages: new Messages(),
  /** @type {any[]} messages of the conversation before */ older: [],
  /** @type {any[]} what the system says: {after, at, kind, who?, n?} */ lines: [],
  /** @type {any} who types */ typing: null,
  /** @type {string} connecting | online | polling | offline | stopped */ net: 'connecting',
  back: false,
  unread: 0,
  sound: storage.getItem('balcao.sound') !== 'off',
  /** @type {Live} */ live: /** @type {any} */ (null),
  /** @type {View | undefined} */ view: undefined,
  /** @type {any} id → state, as told since the page was loaded */ there: {},
};

export const api = new Api(() => app.me.token);

/** Shows a view. @param {View} view */
export function show(view) {
  app.view = view;
  storage.setItem(VIEW, view.el.id);
  view.el.setAttribute('aria-labelledby', 'hi');
  document.body.querySelector('main')?.remove();
  document.body.append(view.el);
  view.update?.();
  if (document.hasFocus() || host.focus) view.focus?.(); // never taken from the page around us
  host.focus = false;
}
export const toHome = () => show(home());
export const toChat = () => show(chat());
/** Shows a view of the late part, unless another was chosen meanwhile. @param {(late: typeof import('./late.js')) => View} make */
function later(make) {
  const { view } = app;
  use((late) => app.view === view && show(make(late)));
}
/** @param {number} [n] none = all of them */
export const toTicket = (n) => later(({ ticket, tickets }) => (n ? ticket(n) : tickets()));
/** @param {boolean} [after] only asks where to answer */
export const toForm = (after) => later(({ form }) => form(after));
export const shut = () => tell('close');

export const looking = () => host.open && document.visibilityState === 'visible';
/** Whether that operator is there: as last told, else as the site said. @param {any} who */
export const stateOf = (who) =>
  app.there[who.id] ?? (app.site.operators?.some((/** @type {any} */ o) => o.id === who.id) ? 'online' : '');
/** Whether somebody is there to answer now. */
export const staffed = () => app.site.online && app.site.open !== false;
/** Whether writing begins a new conversation. */
export function fresh() {
  const { conv } = app;
  return !conv || (conv.state === 'closed' && Date.now() - Date.parse(conv.closed_at) > DAY);
}

/** Draws once, however much changed. */
export function changed() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    app.view?.update?.();
  });
}

/** Sends words and files; opens a conversation when there is none. @param {string} text @param {any[]} [files] @param {object} [more] */
export function say(text, files, more) {
  const opens = fresh();
  if (opens && app.conv) {
    const older = app.messages.list;
    reset(null);
    app.older = older;
  }
  app.live.send({ text, files, ...(opens ? { new: { site, page: host.page, ...more } } : { conv: app.conv.id }) });
  become().catch(() => net('stopped'));
}

/** Makes sure we are somebody, then connects; goes on trying. @param {{name?: string, email?: string}} [who] */
export async function become(who) {
  const known = joining || app.me.token;
  if (who) remember(who);
  joining ??= join();
  await joining;
  if (who && known && app.me.token) await api.patch('/widget/visitor', who);
}

/** Tells the person's eyes have reached the end. */
export function seen() {
  const { conv, messages } = app;
  if (!looking() || !conv || !messages.last) return;
  if (messages.last > (conv.customer_read_seq ?? 0)) {
    conv.customer_read_seq = messages.last;
    app.live.read(conv.id, 'public', messages.last);
  }
  if (app.unread) count(0);
}

/** @param {any} who */
export function remember(who) {
  app.me = { ...app.me, ...who };
  if (!app.me.account) storage.setItem(KEY, JSON.stringify(app.me));
}

async function join() {
  const { name, email } = app.me;
  for (let n = 0; !app.me.token && !app.me.account; n++) {
    try {
      const made = await api.post('/widget/visitor', {
        site,
        locale: root.lang,
        page: host.page,
        name,
        email,
      });
      remember({ id: made.visitor, token: made.token });
    } catch (/** @type {any} */ e) {
      if (e.status && e.status !== 429 && e.status < 500) {
        joining = undefined;
        throw e;
      }
      net('offline');
      await new Promise((r) => setTimeout(r, Math.min(30_000, 1000 * 2 ** n)));
    }
  }
  app.live.start();
}

/** @param {string} state @param {boolean} [again] */
export function net(state, again = false) {
  app.net = state;
  app.back = again;
  if (again) setTimeout(() => net(app.net), 2500);
  changed();
}
