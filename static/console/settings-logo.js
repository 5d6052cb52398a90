// The installation's logo: chosen, shown, taken away; each at once, apart from the form around it.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { group } from './field.js';

/**
 * @param {any} settings
 * @param {(settings: any) => void} changed is given the settings as they are then
 */
export function logoField(settings, changed) {
  const shown = h('div', { class: 'logo-shown' });
  const said = h('p', { class: 'field-hint', role: 'status' });
  const file = /** @type {HTMLInputElement} */ (
    h('input', { type: 'file', accept: 'image/jpeg,image/png,image/webp,image/gif', hidden: true, id: 'logo-file' })
  );
  const paint = (/** @type {any} */ s) => {
    const version = s.logo_version;
    shown.replaceChildren(
      ...(version ? [h('img', { src: `/logo?v=${version}`, alt: t('settings.general.logo'), height: 30 })] : []),
      h('button', { type: 'button', class: 'button', onclick: () => file.click() }, t('settings.general.logo_choose')),
      ...(version
        ? [
            h(
              'button',
              { type: 'button', class: 'button', onclick: () => send(() => app.api.delete('/settings/logo')) },
              t('settings.general.logo_remove'),
            ),
          ]
        : []),
    );
  };
  const send = async (/** @type {() => Promise<any>} */ deed) => {
    try {
      const now = await deed();
      changed(now);
      paint(now);
      said.textContent = t('settings.general.logo_saved');
      shown.querySelector('button')?.focus();
    } catch (error) {
      said.textContent = /** @type {any} */ (error).detail ?? String(error);
    }
  };
  file.addEventListener('change', async () => {
    const [picture] = file.files ?? [];
    if (picture) await send(() => sendPicture(picture));
    file.value = '';
  });
  paint(settings);
  return group(
    { name: 'logo', label: t('settings.general.logo'), hint: t('settings.general.logo_hint') },
    shown,
    file,
    said,
  );
}

/** The picture itself is the body. @param {Blob} picture */
async function sendPicture(picture) {
  const answer = await fetch(app.api.url('/settings/logo'), {
    method: 'PUT',
    headers: { ...app.api.headers(), 'Content-Type': picture.type || 'application/octet-stream' },
    body: picture,
  });
  const told = await answer.json().catch(() => null);
  if (!answer.ok) throw app.api.refusal(answer.status, told);
  return told;
}
