// Cards that not everybody sees: news, and the newest message beside the closed widget.

import { avatar } from '../shared/avatar.js';
import { clock } from '../shared/clock.js';
import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { changed } from './app.js';
import { storage, tell } from './host.js';
import { glyph } from './icons.js';
import { tool } from './parts.js';

/** What the site announces. @param {{text: string, url?: string}} news @param {string} key where its end is kept */
export function news({ text, url }, key) {
  const said = /^https?:/.test(url ?? '') ? h('a', { href: url, target: '_blank', rel: 'noopener' }, text) : text;
  const close = tool('close', t('widget.dismiss'), () => {
    storage.setItem(key, '1');
    changed();
  });
  return [glyph('news'), h('p.grow', said), close];
}

/** The newest message, beside the launcher, while the widget is closed. @param {any} m */
export function peek(m) {
  document.getElementById('peek')?.remove();
  const text = m.text || m.files?.[0]?.name;
  const open = h(
    'button.grow',
    { onclick: () => tell('open') },
    h('b', m.author.name),
    h('small', ` · ${clock(m.at)}`),
    h('p', text),
  );
  const el = h(
    'div',
    { id: 'peek', role: 'status' },
    avatar(m.author, 36),
    open,
    tool('close', t('widget.dismiss'), () => tell('close')),
  );
  document.body.append(el);
  tell('peek');
  // its size is known once it shows; gone again, it has none
  new ResizeObserver(() => open.offsetHeight && tell('peek', { height: open.offsetHeight + 26 })).observe(open);
}
