// Recovery codes can be copied or kept as a file: they are shown once.
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

/** @param {HTMLElement} actions */
export function offerCodes(actions) {
  const text = [...document.querySelectorAll('.codes code')].map((c) => c.textContent).join('\n');
  const copy = h('button', { type: 'button', class: 'button button-big submit' }, t('portal.codes.copy'));
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = t('portal.codes.copied');
  });
  const href = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
  const file = h(
    'a',
    { class: 'button button-big submit', href, download: t('portal.codes.file') },
    t('portal.codes.save'),
  );
  actions.prepend(...(navigator.clipboard ? [copy] : []), file);
}
