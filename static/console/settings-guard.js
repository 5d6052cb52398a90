// Settings that two may change at once: a save holds for what was seen; when somebody was faster the next one wins knowingly, or the page is read again.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';

/** @param {string} path @param {any} seen what the page shows @param {() => void} again reads the page anew */
export function staleGuard(path, seen, again) {
  return {
    /** @param {HTMLElement} form @param {any} body @returns {Promise<any>} the settings as they are then */
    async save(form, body) {
      try {
        seen = await app.api.patch(path, body, { etag: app.api.etag(seen) });
      } catch (error) {
        if (/** @type {any} */ (error).status !== 412) throw error;
        seen = await app.api.get(path);
        const foot = form.querySelector('.settings-foot');
        if (!foot?.querySelector('.reload'))
          foot?.append(
            h(
              'button',
              { class: 'button button-dialog reload', type: 'button', onclick: again },
              t('settings.general.reload'),
            ),
          );
        throw { detail: t('settings.general.stale') };
      }
      form.querySelector('.reload')?.remove();
      return seen;
    },
  };
}
