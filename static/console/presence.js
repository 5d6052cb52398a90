// The own presence at the foot of the rail: chosen state, load, and the menu of what is one's own.

import { avatar } from '../shared/avatar.js';
import { fill, h, icon } from '../shared/dom.js';
import { setPresence } from './actions.js';
import { app } from './app-context.js';
import { menuButton } from './dialog.js';
import { openHelp } from './dialogs.js';

const STATES = /** @type {const} */ (['online', 'away', 'offline']);

/** What the menu offers; the phone's bar shows the same. */
export function ownItems() {
  const { t } = app;
  const state = app.store.self?.state ?? 'offline';
  return [
    ...STATES.map((s) => ({
      label: t(`console.presence_${s}`),
      dot: s,
      checked: s === state,
      run: () => setPresence(s),
    })),
    /** @type {const} */ ('-'),
    { label: t('console.preferences'), icon: 'sliders', href: '/console/settings/preferences' },
    { label: t('console.keyboard_help'), icon: 'keyboard', hint: '?', run: openHelp },
    { label: t('console.profile'), icon: 'user', href: '/profile' },
    /** @type {const} */ ('-'),
    { label: t('console.sign_out'), icon: 'sign-out', run: signOut },
  ];
}

async function signOut() {
  try {
    await app.api.delete('/session');
    location.assign('/sign-in');
  } catch (error) {
    app.report(error);
  }
}

/** The button and its menu. */
export function presenceMenu() {
  const face = h('span', { class: 'self-face' });
  const who = h('span', { class: 'who' });
  const el = menuButton({
    label: app.t('console.own_menu'),
    className: 'self-button',
    content: [face, who, icon('chevron-up')],
    items: ownItems,
  });
  const show = () => {
    const self = app.store.self;
    const state = self?.state ?? 'offline';
    fill(face, avatar({ id: app.me.id, name: app.me.name }, 32, state));
    const load =
      self && state !== 'offline'
        ? ` · ${app.t('console.load', { load: app.store.counts.mine, capacity: self.capacity })}`
        : '';
    fill(who, h('b', null, app.me.name), h('span', null, app.t(`console.presence_${state}`), load));
  };
  app.store.subscribe('operators', show);
  app.store.subscribe('counts', show);
  show();
  return el;
}
