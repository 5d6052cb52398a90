// The keys, all on one page, with the switch that turns single keys off.

import { h } from '../shared/dom.js';
import { app } from './app-context.js';
import { dialog } from './dialog.js';

/** @type {[string, [string[], string][]][]} */
const KEYS = [
  [
    'everywhere',
    [
      [['Ctrl K'], 'palette'],
      [['/'], 'search'],
      [['?'], 'keyboard_help'],
      [['Esc'], 'key_close'],
    ],
  ],
  [
    'key_list',
    [
      [['j', 'k'], 'key_next'],
      [['Enter'], 'open'],
      [['c'], 'claim'],
    ],
  ],
  [
    'key_chat',
    [
      [['r'], 'reply'],
      [['n'], 'note'],
      [['t'], 'convert'],
      [['x'], 'transfer'],
      [['e'], 'close_chat'],
    ],
  ],
  [
    'key_writing',
    [
      [['Enter'], 'key_send'],
      [['Shift Enter'], 'key_line'],
      [['/'], 'canned_replies'],
      [['@'], 'mention'],
    ],
  ],
];

export function openHelp() {
  const { t, preferences } = app;
  if (document.querySelector('.help')) return;
  const byCtrl = preferences.get('send') === 'ctrl';
  const keys = (/** @type {string[]} */ list, /** @type {string} */ what) =>
    h(
      'div',
      { class: 'help-row' },
      h(
        'dt',
        null,
        (what === 'key_send' && byCtrl ? ['Ctrl Enter'] : what === 'key_line' && byCtrl ? ['Enter'] : list).map((k) =>
          h('kbd', null, k),
        ),
      ),
      h('dd', null, t(`console.${what}`)),
    );
  const single = h('input', {
    type: 'checkbox',
    checked: preferences.get('keys'),
    onchange: () => preferences.set('keys', single.checked),
  });
  const enter = h('input', {
    type: 'checkbox',
    checked: !byCtrl,
    onchange: () => preferences.set('send', enter.checked ? 'enter' : 'ctrl'),
  });
  app.openDialog(
    dialog({
      title: t('console.keyboard_help'),
      className: 'help',
      body: [
        h(
          'div',
          { class: 'help-columns' },
          KEYS.map(([title, rows]) =>
            h(
              'section',
              null,
              h('h3', null, t(`console.${title}`)),
              h(
                'dl',
                null,
                rows.map(([k, what]) => keys(k, what)),
              ),
            ),
          ),
        ),
        h(
          'div',
          { class: 'help-switches' },
          h('label', { class: 'choice' }, single, h('span', null, t('console.single_keys'))),
          h('label', { class: 'choice' }, enter, h('span', null, t('console.enter_sends'))),
        ),
      ],
    }),
  );
}
