// A chat that waits, or is mine and unanswered, cannot be missed: sound, again and again, tab title and icon, desktop notice.

import { assets } from '../shared/dom.js';
import { beep } from '../shared/sound.js';
import { nameOf } from './actions.js';
import { app } from './app-context.js';
import { isMine, unanswered, waiting } from './lists.js';
import { titleWaiting } from './page-title.js';
import { inboxPath } from './router.js';

const AGAIN = 30_000;
/** A chat that is assigned the moment it comes is one piece of news, said as what it then is. */
const SETTLE = 600;

/** @param {import("./store.js").Store} store */
export function startAlerts(store) {
  /** What was already announced, so that each rung is said once and then only repeated. @type {Set<string>} */
  const known = new Set();
  let timer = 0;
  let settling = 0;

  /** What calls for me: the queue while I attend, and my own chats without an answer. */
  const calling = () => {
    const state = store.self?.state ?? 'offline';
    return [...store.conversations.values()].filter(
      (c) =>
        (waiting(c) && state !== 'offline' && !c.left_message) ||
        (unanswered(c) && isMine(c, store.me) && !isSeen(c.id)),
    );
  };

  const check = () => {
    if (!store.ready) return;
    const now = calling();
    showTitle(store.counts.queue + now.filter((c) => !waiting(c)).length);
    for (const k of [...known]) if (!now.some((c) => key(c) === k)) known.delete(k);
    if (!settling && now.some((c) => !known.has(key(c)))) settling = setTimeout(say, SETTLE);
    if (now.length && !timer) timer = setInterval(() => (calling().length ? ring() : stop()), AGAIN);
    if (!now.length) stop();
  };
  /** Says what still calls once things have settled. */
  const say = () => {
    settling = 0;
    const fresh = calling().filter((c) => !known.has(key(c)));
    for (const c of fresh) {
      known.add(key(c));
      notify(c);
    }
    if (fresh.length) ring();
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
  };
  for (const topic of ['counts', 'operators']) store.subscribe(topic, check);
  store.subscribe('message', (m) => heard(store, m));
  store.subscribe('happened', (event) => handed(store, event));
  addEventListener('focus', check);
  startIdle(store);
}

/** One rung of alertness of one chat. @param {import("./lists.js").Conversation} c */
const key = (c) => `${c.id} ${waiting(c)} ${c.unanswered_since ?? ''}`;

/** The chat stands open in a focused window: no need to shout. @param {string} id */
const isSeen = (id) => document.hasFocus() && location.pathname.endsWith(`/${id}`);

/** A sound, if they are wanted; a page nobody has touched yet may not make one, and browsers complain when it tries. @param {number[]} tones @param {number} volume */
function sound(tones, volume) {
  if (app.preferences.get('sound') && navigator.userActivation?.hasBeenActive !== false) beep(tones, volume);
}

const ring = () => sound([660, 880], 0.15);

/** A message in a chat of mine that is not in front of me. @param {import("./store.js").Store} store @param {any} m */
function heard(store, m) {
  const c = store.conversations.get(m.conv);
  if (!c || m.author.id === store.me || isSeen(m.conv)) return;
  const mention = m.stream === 'internal' && m.text.includes(`@${app.me.name}`);
  if (mention) {
    app.toast(app.t('console.mentioned_you', { name: m.author.name }), {
      seconds: 12,
      action: { label: app.t('console.open'), run: () => app.navigate(inboxPath('all', m.conv)) },
    });
    sound([880], 0.12);
  } else if (isMine(c, store.me) && m.author.kind !== 'operator') {
    sound([740], 0.08);
    app.announce(app.t('console.new_message_from', { name: nameOf(c) }));
  }
}

/** A chat a colleague gave me: its customer may be silent, so nothing else would say it. @param {import("./store.js").Store} store @param {{ev: string, data: any}} event */
function handed(store, { ev, data }) {
  if (ev !== 'conversation.transferred' || data.operator?.id !== store.me || data.by?.id === store.me) return;
  const by = data.by?.name ?? app.t('console.somebody');
  const said = app.t('console.transferred_to_you', { by, name: nameOf(data) });
  app.toast(said, {
    seconds: 12,
    action: { label: app.t('console.open'), run: () => app.navigate(inboxPath('mine', data.id)) },
  });
  sound([740, 880], 0.12);
  showDesktop(data, said);
}

/** @param {import("./lists.js").Conversation} c */
function notify(c) {
  const title = app.t(waiting(c) ? 'console.alert_waiting' : 'console.alert_unanswered', { name: nameOf(c) });
  app.announce(title, true);
  showDesktop(c, title);
}

/** A notice of the system while the window is not in front. @param {import("./lists.js").Conversation} c @param {string} title */
function showDesktop(c, title) {
  if (
    !app.preferences.get('desktop') ||
    document.hasFocus() ||
    !('Notification' in globalThis) ||
    Notification.permission !== 'granted'
  )
    return;
  const notice = new Notification(title, {
    body: c.last_message?.text ?? '',
    tag: c.id,
    icon: `${assets()}console/favicon-alert.svg`,
  });
  notice.onclick = () => {
    focus();
    app.navigate(inboxPath(waiting(c) ? 'queue' : 'mine', c.id));
    notice.close();
  };
}

let shown = -1;

/** @param {number} n */
function showTitle(n) {
  if (n === shown) return;
  shown = n;
  titleWaiting(n);
  const link = /** @type {HTMLLinkElement | null} */ (document.getElementById('favicon'));
  if (link) link.href = `${assets()}console/${n ? 'favicon-alert' : 'favicon'}.svg`;
}

const IDLE = 10 * 60_000;
const ACTIVE = 'balcao.active';

/** Nobody at the keyboard for ten minutes, in any tab: away; back at the first touch. @param {import("./store.js").Store} store */
function startIdle(store) {
  let mine = 0;
  let set = false;
  const last = () => {
    try {
      return Math.max(mine, Number(localStorage.getItem(ACTIVE)) || 0);
    } catch {
      return mine;
    }
  };
  const touched = () => {
    const now = Date.now();
    if (now - mine < 5000) return;
    mine = now;
    try {
      localStorage.setItem(ACTIVE, String(now));
    } catch {
      // this tab then speaks for itself
    }
    if (set && store.self?.state === 'away') app.live.presence('online');
    set = false;
  };
  touched();
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'scroll', 'focus'])
    addEventListener(type, touched, { passive: true, capture: true });
  setInterval(() => {
    if (store.self?.state !== 'online' || Date.now() - last() < IDLE) return;
    set = true;
    app.live.presence('away');
    app.toast(app.t('console.auto_away'), { seconds: 600 });
  }, 30_000);
}
