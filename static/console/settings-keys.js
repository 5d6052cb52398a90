// The keys of a product: made, shown once, used when, revoked.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { date, exact, relative } from '../shared/time.js';
import { app } from './app-context.js';
import { area, field, group, segments } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';
import { copyBox } from './settings-page.js';
import { errorState, skeletonRows } from './states.js';

const ALGS = ['HS256', 'EdDSA'];

/** @param {any} product */
export function keysPart(product) {
  const path = `/products/${product.id}/keys`;
  const place = h('div', {});
  const add = () => create(product, read);
  const el = h(
    'section',
    { class: 'settings-part', 'aria-label': t('settings.keys') },
    h(
      'div',
      { class: 'part-head' },
      h('h2', {}, t('settings.keys')),
      h('button', { class: 'button', type: 'button', onclick: add }, icon('plus', 16), t('settings.keys.add')),
    ),
    h('p', { class: 'field-hint' }, t('settings.keys.hint')),
    place,
  );
  async function read() {
    if (!place.childElementCount) fill(place, skeletonRows(2));
    try {
      const keys = await app.api.all(path);
      fill(
        place,
        keys.length
          ? h('ul', { class: 'rows' }, ...keys.map((k) => row(k, () => revoke(k))))
          : h('p', { class: 'none-yet' }, t('settings.keys.none')),
      );
    } catch (error) {
      fill(place, errorState(error, read));
    }
  }

  /** Cannot be undone: what its tokens opened ends at once. @param {any} key */
  function revoke(key) {
    formDialog({
      title: t('settings.keys.revoke_title'),
      label: t('settings.keys.revoke'),
      className: 'narrow',
      body: h(
        'div',
        { class: 'hand-over' },
        h('p', {}, t('settings.keys.revoke_text')),
        h('p', {}, h('code', { class: 'key-id' }, key.id)),
        key.used_at ? h('p', { class: 'field-hint' }, t('settings.keys.used', { when: relative(key.used_at) })) : null,
      ),
      onsubmit: async () => {
        await app.api.delete(`${path}/${key.id}`);
        app.toast(t('settings.keys.revoked_toast'));
        read();
      },
    });
  }
  read();
  return el;
}

/** @param {any} key @param {() => void} onrevoke */
function row(key, onrevoke) {
  const active = key.state === 'active';
  const when = (/** @type {string} */ words, /** @type {string} */ at, /** @type {string} */ shownAs) =>
    h('time', { dateTime: at, title: exact(at) }, t(words, { when: shownAs }));
  return h(
    'li',
    { class: `row-plain key-row ${active ? '' : 'off'}`, 'data-id': key.id },
    icon('key'),
    h(
      'div',
      { class: 'line-main' },
      h('p', { class: 'line-name' }, key.alg, ' ', h('code', { class: 'key-id' }, key.id)),
      h(
        'p',
        { class: 'line-sub' },
        when('settings.keys.made', key.created_at, date(key.created_at)),
        ' · ',
        key.used_at ? when('settings.keys.used', key.used_at, relative(key.used_at)) : t('settings.keys.unused'),
      ),
      key.public_key
        ? h('p', { class: 'line-sub cut' }, t('settings.keys.public'), ' ', h('code', {}, key.public_key))
        : null,
    ),
    active
      ? h(
          'button',
          {
            class: 'button button-small',
            type: 'button',
            'aria-label': t('settings.keys.revoke_one', { key: `${key.alg} ${key.id}` }),
            onclick: onrevoke,
          },
          t('settings.keys.revoke'),
        )
      : h('span', { class: 'label-tag' }, t('settings.keys.revoked')),
  );
}

/** @param {any} product @param {() => void} ondone */
function create(product, ondone) {
  const key = area({
    name: 'public_key',
    rows: 5,
    spellcheck: false,
    class: 'code-input',
    placeholder: '-----BEGIN PUBLIC KEY-----',
  });
  const publicKey = field({
    name: 'public_key',
    label: t('settings.keys.public_key'),
    control: key,
    wide: true,
    hint: t('settings.keys.public_key_hint'),
  });
  const words = h('p', { class: 'field-hint', role: 'status' });
  let alg = ALGS[0];
  const turn = (/** @type {string} */ to) => {
    alg = to;
    publicKey.hidden = alg !== 'EdDSA';
    words.textContent = t(`settings.keys.${alg}_hint`);
  };
  const choice = group(
    { name: 'alg', label: t('settings.keys.alg'), wide: true },
    segments(
      'alg',
      ALGS.map((value) => ({ value, label: value })),
      alg,
      turn,
    ),
    words,
  );
  turn(alg);
  formDialog({
    title: t('settings.keys.add_title', { product: product.name }),
    label: t('settings.create'),
    dirty: () => Boolean(key.value),
    body: h('div', { class: 'form-grid' }, choice, publicKey),
    onsubmit: async () => {
      const made = await app.api.post(
        `/products/${product.id}/keys`,
        alg === 'EdDSA' ? { alg, public_key: key.value.trim() } : { alg },
      );
      ondone();
      if (made.secret) queueMicrotask(() => handOver(made));
      else app.toast(t('settings.keys.added'));
    },
  });
}

/** The only time the secret is seen. @param {any} made */
function handOver(made) {
  const box = formDialog({
    title: t('settings.keys.secret_title'),
    label: t('settings.done'),
    body: h(
      'div',
      { class: 'hand-over' },
      h('p', { class: 'state-strip caution' }, icon('warning'), h('span', {}, t('settings.keys.secret_once'))),
      h('p', { class: 'field-label' }, t('settings.keys.secret')),
      copyBox(made.secret, t('settings.keys.secret')),
      h('p', { class: 'field-label' }, t('settings.keys.kid')),
      copyBox(made.id, t('settings.keys.kid')),
    ),
    onsubmit: async () => {},
  });
  // one way out, and not by a stray Escape: what is closed here is gone
  box.foot.nextElementSibling?.remove();
  let warned = false;
  box.el.addEventListener('cancel', (/** @type {Event} */ e) => {
    if (warned) return;
    e.preventDefault();
    warned = true;
    box.foot.replaceChildren(h('span', { class: 'dialog-warn', role: 'alert' }, t('settings.keys.secret_escape')));
  });
}
