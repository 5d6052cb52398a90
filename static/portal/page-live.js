// Keeps the shown page in step: an event about its ticket or chat has the server draw it again, a notice the bell alone.
// The server stays the only one that knows how a page looks; what is being typed is not touched.
import { api } from '../shared/api.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { Line } from '../shared/line.js';
import { dressTimes } from './times.js';

/** @type {HTMLElement} */ let voice;

export function follow() {
  const live = /** @type {HTMLElement | null} */ (document.querySelector('[data-live]'));
  const subject = live?.dataset ?? {};
  voice = h('div', { class: 'sr', role: 'status' });
  const banner = h('div', { class: 'live-state', role: 'status' });
  document.body.append(voice, banner);
  const redraw = soon(() => draw().catch(() => {}));
  const ring = soon(() => drawBell().catch(() => {}));
  const mine = (/** @type {any} */ frame) => {
    const ticket = frame.ticket ?? frame.data?.ticket?.number;
    const conv = frame.conv ?? frame.data?.conv ?? '';
    return (
      subject.live === 'all' ||
      (ticket && subject.ticket === String(ticket)) ||
      (conv && subject.convs?.split(' ').includes(conv))
    );
  };
  const line = new Line(api, 'portal', {
    // also the first time: what was said between the drawing of the page and now is on neither
    load: live ? redraw : ring,
    event: (frame) => {
      if (mine(frame)) redraw();
      else if (frame.ev.startsWith('notice')) ring();
    },
    say: (state) => {
      if (!live) return; // nothing here depends on the line, and what is being typed stays
      banner.textContent = state === 'offline' ? t('portal.offline') : '';
      if (state === 'stopped') redraw(); // signed out elsewhere: the server says where to go
    },
    ready: () => {},
    other: () => {},
    answer: () => {},
  });
  line.start();
}

/** The page as the server draws it now; XMLHttpRequest parses it, so no text of ours becomes markup. @param {string} [address] @returns {Promise<XMLHttpRequest>} */
const fetchPage = (address = location.href) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = 'document';
    request.open('GET', address);
    request.onload = () => resolve(request);
    request.onerror = reject;
    request.send();
  });

async function draw() {
  const { response: page, responseURL, status } = await fetchPage();
  if (new URL(responseURL).pathname !== location.pathname || status === 401) return location.assign(responseURL);
  if (status !== 200 || !page) return;
  const before = theirs(document);
  const head = document.querySelector('[data-part="head"]')?.innerHTML;
  for (const part of document.querySelectorAll('[data-part]')) renew(part, page);
  if (document.querySelector('[data-part="head"]')?.innerHTML !== head)
    for (const done of document.querySelectorAll('[data-done]')) done.remove(); // overtaken
  if (theirs(document) > before) voice.textContent = t('portal.live.answer');
}

/** The bell comes from the page of all notices: drawing that one again has no effect and loses no form. */
async function drawBell() {
  const { response: page, status } = await fetchPage('/notices');
  const bell = document.querySelector('[data-part="bell"]');
  if (status !== 200 || !page || !bell) return;
  const unread = (/** @type {Element | null} */ e) =>
    Number.parseInt(e?.querySelector('.badge')?.textContent ?? '0', 10);
  const before = unread(bell);
  renew(bell, page);
  if (unread(document.querySelector('[data-part="bell"]')) > before) voice.textContent = t('portal.live.notice');
}

/** How much others have said here. @param {ParentNode} page */
const theirs = (page) => page.querySelectorAll('article.entry:not(.entry-mine), .fold .said').length;

/** @param {Element} part @param {Document} page */
function renew(part, page) {
  const fresh = page.querySelector(`[data-part="${/** @type {HTMLElement} */ (part).dataset.part}"]`);
  if (!fresh) return;
  for (const fold of part.querySelectorAll('details[open][id]'))
    fresh.querySelector(`#${CSS.escape(fold.id)}`)?.setAttribute('open', '');
  dressTimes(fresh);
  if (fresh.isEqualNode(part)) return;
  // The focus stays on the same link or fold.
  const focus = part.contains(document.activeElement)
    ? [...part.querySelectorAll('a, summary, button')].indexOf(/** @type {Element} */ (document.activeElement))
    : -1;
  const made = document.adoptNode(fresh);
  const { scrollLeft } = part;
  part.replaceWith(made);
  made.scrollLeft = scrollLeft;
  if (focus >= 0)
    /** @type {HTMLElement | undefined} */ ([...made.querySelectorAll('a, summary, button')][focus])?.focus({
      preventScroll: true,
    });
}

/** At most once in 300 ms, the last call always served, and only while somebody looks: reading is what marks as read. @param {() => void} act */
function soon(act) {
  let waiting = false;
  const go = () => {
    waiting = false;
    act();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    if (document.hidden) document.addEventListener('visibilitychange', go, { once: true });
    else setTimeout(go, 300);
  };
}
