// After the end: how was it?

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { api, app } from './app.js';
import { glyph } from './icons.js';
import { why } from './parts.js';
import { transcript } from './past.js';

const SCORES = ['widget.score1', 'widget.score2', 'widget.score3', 'widget.score4', 'widget.score5'];
/** @param {() => void} done @returns {HTMLElement} */
export function rating(done) {
  const { id } = app.conv;
  const comment = h('textarea.input', { id: 'comment', rows: 2, maxLength: 4000 });
  const error = h('p.error', { role: 'alert' });
  const send = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const foot = form.parentElement;
    const score = Number(new FormData(form).get('score'));
    if (!score) {
      error.textContent = t('widget.choose');
      return;
    }
    try {
      const conv = await api.post(`/conversations/${id}/rating`, { score, comment: comment.value.trim() });
      if (conv?.id === app.conv?.id) app.conv = { ...app.conv, ...conv };
      app.conv.rating ??= { score };
      done();
      // thanks stand above the next word until it is begun
      const thanks = h('p.line', { role: 'status' });
      foot.prepend(thanks);
      thanks.textContent = t('widget.thanks');
      foot.addEventListener('input', () => thanks.remove(), { once: true });
    } catch (/** @type {any} */ e) {
      error.textContent = why(e);
    }
  };
  const form = h(
    'form.rating',
    { onsubmit: send },
    h(
      'fieldset',
      h('legend', t('widget.how')),
      h(
        'div.moods',
        [1, 2, 3, 4, 5].map((n) =>
          h(
            'label',
            h('input.sr', { type: 'radio', name: 'score', value: n }),
            glyph(`mood${n}`),
            h('small', t(SCORES[n - 1])),
          ),
        ),
      ),
    ),
    h('label', { htmlFor: 'comment' }, t('widget.better'), ' ', h('small', t('widget.optional'))),
    comment,
    error,
    h(
      'p.two',
      h('button.button.primary', t('widget.rate')),
      h('button.button.quiet', { onclick: done }, t('widget.skip')),
    ),
    h(
      'p.ways',
      h('button.link', { onclick: transcript }, glyph('save', 16), t('widget.transcript')),
      h('button.link', { onclick: done }, t('widget.again')),
    ),
  );
  return form;
}
