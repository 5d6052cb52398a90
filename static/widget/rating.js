// After the end: how was it?

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app.js';
import { glyph } from './parts.js';
import { transcript } from './past.js';

const SCORES = ['widget.score1', 'widget.score2', 'widget.score3', 'widget.score4', 'widget.score5'];
const MOUTHS = [
  'M8.5 16.5a4 4 0 0 1 7 0M7.5 8l2.5 1.2M16.5 8L14 9.2',
  'M8.5 16.3a4.5 4.5 0 0 1 7 0',
  'M8.5 15.5h7',
  'M8.5 14.5a4.5 4.5 0 0 0 7 0',
  'M8 13.5h8a4 4 0 0 1-8 0z',
];

/** @param {() => void} done @returns {HTMLElement} */
export function rating(done) {
  const { id } = app.conv;
  /** A face from very bad (1) to very good (5). @param {number} n */
  const mood = (n) => {
    const face = glyph('');
    const path = document.createElementNS(face.namespaceURI, 'path');
    path.setAttribute('d', `M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.5v.1M15 9.5v.1${MOUTHS[n - 1]}`);
    face.replaceChildren(path);
    return face;
  };
  const comment = h('textarea', { id: 'comment', class: 'input', rows: 2, maxLength: 4000 });
  const error = h('p', { class: 'error', role: 'alert' });
  const send = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const foot = form.parentElement;
    const score = Number(new FormData(form).get('score'));
    if (!score) {
      error.textContent = t('widget.choose');
      return;
    }
    try {
      const conv = await app.api.post(`/conversations/${id}/rating`, { score, comment: comment.value.trim() });
      if (conv?.id === app.conv?.id) app.conv = { ...app.conv, ...conv };
      app.conv.rating ??= { score };
      done();
      // thanks stand above the next word until it is begun
      const thanks = h('p', { class: 'line', role: 'status' });
      foot.prepend(thanks);
      thanks.textContent = t('widget.thanks');
      foot.addEventListener('input', () => thanks.remove(), { once: true });
    } catch (/** @type {any} */ e) {
      error.textContent = e.detail || t('widget.sorry');
    }
  };
  const form = h(
    'form',
    { class: 'rating', onsubmit: send },
    h(
      'fieldset',
      null,
      h('legend', null, t('widget.how')),
      h(
        'div',
        { class: 'moods' },
        [1, 2, 3, 4, 5].map((n) =>
          h(
            'label',
            null,
            h('input', { type: 'radio', name: 'score', value: n, class: 'sr' }),
            mood(n),
            h('small', null, t(SCORES[n - 1])),
          ),
        ),
      ),
    ),
    h('label', { htmlFor: 'comment' }, t('widget.better'), ' ', h('small', null, t('widget.optional'))),
    comment,
    error,
    h(
      'p',
      { class: 'two' },
      h('button', { class: 'button primary' }, t('widget.rate')),
      h('button', { type: 'button', class: 'button quiet', onclick: done }, t('widget.skip')),
    ),
    h(
      'p',
      { class: 'ways' },
      h('button', { type: 'button', class: 'link', onclick: transcript }, glyph('save', 16), t('widget.transcript')),
      h('button', { type: 'button', class: 'link', onclick: done }, t('widget.again')),
    ),
  );
  return form;
}
