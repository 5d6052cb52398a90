// While the title is typed: what may answer it already, 300 ms after the last key; the place for it is kept free.
import { api } from '../shared/api.js';
import { h, icon } from '../shared/dom.js';
import { has, lang, loadCatalogue, t } from '../shared/i18n.js';
import { short } from '../shared/time.js';

const ICONS = /** @type {Record<string, string>} */ ({
  ticket: 'ticket',
  article: 'book',
  fix: 'bug',
  conversation: 'chat',
});

/** @param {HTMLFormElement} form */
export function dressNewTicket(form) {
  const get = (/** @type {string} */ selector) => /** @type {any} */ (form.querySelector(selector));
  const title = get('#title');
  const box = get('[data-similar]');
  const list = get('[data-similar-list]');
  const badge = get('[data-similar-badge]');
  const count = get('#similar-count');
  const hint = list.firstElementChild;
  const wide = matchMedia('(min-width: 861px)');
  const fold = () => {
    box.open = wide.matches;
  };
  wide.addEventListener('change', fold);
  fold();
  box.hidden = false;

  loadCatalogue(lang(), ['common']); // the words of a status, in time for the first answer

  let waiting = 0;
  let asked = '';
  /** @type {AbortController | undefined} */
  let asking;
  const look = async () => {
    const words = title.value.trim();
    if (words === asked) return;
    asked = words;
    asking?.abort();
    asking = new AbortController();
    try {
      const { items } =
        words.length < 3
          ? { items: [] }
          : await api.get('/tickets/similar', { title: words }, { signal: asking.signal });
      show(items, words);
    } catch {
      // a help that fails is no trouble of the person who types
    }
  };
  const typed = () => {
    get('#title-length').textContent = title.value
      ? t('portal.new.length', { count: [...title.value].length, most: 200 })
      : '';
    clearTimeout(waiting);
    waiting = setTimeout(look, 300);
  };
  title.addEventListener('input', typed);
  form.addEventListener('balcao:draft', typed);
  typed();

  /** @param {any[]} items @param {string} words */
  function show(items, words) {
    badge.hidden = !items.length;
    badge.textContent = String(items.length);
    count.textContent = items.length ? t('portal.new.count', { count: items.length }) : '';
    if (items.length)
      list.replaceChildren(
        h(
          'ul',
          null,
          items.map((item) => row(item, words)),
        ),
      );
    else {
      hint.textContent = t(words.length < 3 ? 'portal.new.similar_text' : 'portal.new.similar_none');
      list.replaceChildren(hint);
    }
  }
}

/** @param {any} item @param {string} words */
function row(item, words) {
  const status = `common.status.${item.status === 'waiting_customer' ? 'waiting_you' : item.status}`;
  const more = [item.number && `#${item.number}`, has(status) && t(status), item.at && short(item.at)].filter(Boolean);
  return h(
    'li',
    null,
    h(
      'a',
      { href: item.url, target: '_blank', rel: 'noopener' },
      icon(ICONS[item.kind] ?? 'file'),
      h('span', null, h('b', null, marked(item.title, words)), h('small', null, more.join(' · '))),
    ),
  );
}

/** The words that both titles share stand out. @param {string} text @param {string} words */
function marked(text, words) {
  const plain = (/** @type {string} */ s) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const mine = new Set(plain(words).match(/[\p{L}\d]{3,}/gu) ?? []);
  return text.split(/([\p{L}\d]+)/u).map((piece) => (mine.has(plain(piece)) ? h('mark', null, piece) : piece));
}
