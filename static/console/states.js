// What a screen shows when it has nothing, failed, or is still reading.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { icon } from './marks.js';

/**
 * What this is for and the first thing to do.
 * @param {{icon: string, title: string, text?: string, action?: string, onaction?: () => void}} options
 */
export function emptyState({ icon: name, title, text, action, onaction }) {
  return h(
    'div',
    { class: 'empty' },
    h('div', { class: 'disc' }, icon(name)),
    h('h2', {}, title),
    text ? h('p', {}, text) : null,
    action
      ? h(
          'div',
          { class: 'empty-actions' },
          h('button', { class: 'button', type: 'button', onclick: onaction }, action),
        )
      : null,
  );
}

/** What happened, what to do, and the number to quote. */
export function errorState(/** @type {any} */ error, /** @type {() => void} */ onretry) {
  const kind =
    error?.status === 404 ? 'missing' : error?.status === 403 ? 'denied' : error?.status === 0 ? 'offline' : 'failed';
  return h(
    'div',
    { class: 'empty', role: 'alert' },
    h('div', { class: 'disc bad' }, icon(kind === 'offline' ? 'wifi-off' : 'alert')),
    h('h2', {}, t(`tickets.state.${kind}`)),
    h('p', {}, kind === 'failed' && error?.detail ? error.detail : t(`tickets.state.${kind}_text`)),
    kind === 'missing' || kind === 'denied'
      ? null
      : h(
          'div',
          { class: 'empty-actions' },
          h('button', { class: 'button', type: 'button', onclick: onretry }, t('tickets.retry')),
        ),
    error?.requestId ? h('p', { class: 'request-id' }, t('tickets.request_id', { id: error.requestId })) : null,
  );
}

/** Quiet bars where rows will be. */
export function skeletonRows(/** @type {number} */ count) {
  return h(
    'div',
    { class: 'rows-skeleton', role: 'status' },
    h('span', { class: 'sr' }, t('tickets.loading')),
    ...Array.from({ length: count }, () => h('div', { class: 'skeleton-row' }, h('span'), h('span'), h('span'))),
  );
}
