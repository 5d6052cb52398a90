// What is typed into a form stays in this browser until it was sent: a lost session, a reload or a crash costs nothing.
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { clock } from '../shared/time.js';

const PREFIX = 'balcao.typed.';
const SKIP = new Set(['hidden', 'file', 'password', 'submit']);

export function keepDrafts() {
  for (const form of document.querySelectorAll('form[data-leave]')) form.addEventListener('submit', forgetAll);
  for (const box of document.querySelectorAll('[data-draft]')) {
    const { dataset } = /** @type {HTMLElement} */ (box);
    const key = `${PREFIX}${document.documentElement.dataset.me}.${dataset.draft}`;
    if (dataset.draftDone !== undefined) localStorage.removeItem(key);
    if (box instanceof HTMLFormElement) keep(box, key);
  }
}

function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

/** @param {HTMLFormElement} form @returns {any[]} */
const fields = (form) =>
  [...form.elements].filter((e) => /** @type {any} */ (e).name && !SKIP.has(/** @type {any} */ (e).type));

/** @param {HTMLFormElement} form */
const typed = (form) =>
  Object.fromEntries(
    [...new FormData(form)].filter(([k, v]) => typeof v === 'string' && fields(form).some((f) => f.name === k)),
  );

/** @param {HTMLFormElement} form @param {string} key */
function keep(form, key) {
  const fresh = JSON.stringify(typed(form));
  const state = form.querySelector('[data-draft-state]');
  const kept = JSON.parse(localStorage.getItem(key) ?? 'null');
  if (kept && form.dataset.refused === undefined && !form.querySelector('[aria-invalid="true"]')) {
    put(form, kept.fields);
    tell(kept.at, true);
  }
  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 400);
  });
  // Kept before it is sent: the page left behind may go after the next one has said that it arrived.
  form.addEventListener('submit', () => {
    clearTimeout(waiting);
    if (waiting) save();
  });
  addEventListener('pagehide', () => waiting && save());

  function save() {
    waiting = 0;
    const now = typed(form);
    if (JSON.stringify(now) === fresh) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: now }));
    tell(Date.now(), false);
  }

  /** @param {number} at @param {boolean} found */
  function tell(at, found) {
    if (!state) return;
    const drop = h('button', { type: 'button', class: 'link' }, t('portal.draft.drop'));
    drop.addEventListener('click', () => {
      localStorage.removeItem(key);
      put(form, JSON.parse(fresh));
      state.replaceChildren();
      form.dispatchEvent(new Event('balcao:draft'));
    });
    state.replaceChildren(
      t(found ? 'portal.draft.found' : 'portal.draft.kept', { time: clock(at) }),
      found ? drop : '',
    );
    if (found) form.dispatchEvent(new Event('balcao:draft'));
  }
}

/** @param {HTMLFormElement} form @param {Record<string, string>} values */
function put(form, values) {
  for (const field of fields(form)) {
    if (!(field.name in values)) continue;
    if (field.type === 'radio') field.checked = field.value === values[field.name];
    else if (field.type !== 'checkbox') field.value = values[field.name];
  }
}
