// What lies behind a conversation: its menu, its transcript, the messages before those shown.

import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { api, app, changed } from './app.js';
import { said } from './feed.js';
import { save } from './files.js';
import { storage } from './host.js';

export const transcript = () => save(`/conversations/${app.conv.id}/transcript`, `${app.site.name}.txt`);

/** Reads what came before the first message shown; false when there is no more. */
export async function earlier() {
  const { conv, messages } = app;
  const page = await said(conv.id, messages.list[0].seq);
  for (const m of page) messages.add(m);
  changed();
  return page.length > 0;
}

function mute() {
  app.sound = !app.sound;
  storage.setItem('balcao.sound', app.sound ? 'on' : 'off');
}

/** @param {{id: string}} conv */
export const end = ({ id }) => api.post(`/conversations/${id}/close`);

/** @param {HTMLElement} el the popover */
export function menu(el) {
  const { conv } = app;
  /** @param {string} text @param {() => any} run */
  const item = (text, run) => h('button', { popoverTargetElement: el, onclick: run }, text);
  fill(
    el,
    item(t(app.sound ? 'widget.sound-off' : 'widget.sound-on'), mute),
    app.messages.last > 0 && item(t('widget.transcript'), transcript),
    conv && conv.state !== 'closed' && item(t('widget.end'), () => end(conv)),
  );
}
