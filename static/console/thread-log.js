// The log of a chat: blocks of messages, notes and lines; stays at its end, pages older ones on scroll.

import { fill, h, icon } from '../shared/dom.js';
import { PATIENCE } from '../shared/outbox.js';
import { app } from './app-context.js';
import { blocksOf } from './blocks.js';
import { sayError } from './dialog.js';
import { keyed, once } from './keyed.js';
import { showBlock, signOf } from './log-blocks.js';
import { pendingMessage } from './pending.js';
import { readOlder } from './thread-load.js';
import { TypingLine } from './typing.js';

export class ThreadLog {
  atEnd = true;

  /**
   * @param {string} id
   * @param {{retry: () => void, seen: () => void, quote: (m: import("./thread-store.js").Message) => void}} options
   */
  constructor(id, { retry, seen, quote }) {
    this.id = id;
    this.retry = retry;
    this.seen = seen;
    this.quote = quote;
    this.top = h('div', { class: 'log-top' });
    this.blocks = h('div', {
      class: 'log-blocks',
      role: 'log',
      'aria-label': app.t('console.messages'),
      'aria-live': 'polite',
    });
    this.pending = h('div', { class: 'log-pending' });
    this.typing = new TypingLine(id);
    this.down = h(
      'button',
      { class: 'log-down', type: 'button', hidden: true, onclick: () => this.toEnd() },
      icon('arrow-down', 'icon-16'),
      app.t('console.new_messages'),
    );
    this.scroll = h(
      'div',
      { class: 'log', tabindex: '0', role: 'region', 'aria-label': app.t('console.messages') },
      h('div', { class: 'log-space' }),
      this.top,
      this.blocks,
      this.pending,
      this.typing.el,
    );
    this.el = h('div', { class: 'log-wrap' }, this.scroll, this.down);
    this.scroll.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    // the composer grows, pictures arrive, the keyboard opens: the end stays in sight
    this.watch = new ResizeObserver(() => this.atEnd && this.toEnd());
    this.watch.observe(this.scroll);
    this.watch.observe(this.blocks);
    this.ends = [
      app.store.subscribe(`thread:${id}`, () => this.#render()),
      app.store.subscribe(`conversation:${id}`, () => this.#render()),
    ];
    this.late = setInterval(() => this.pending.childElementCount && this.#showPending(), PATIENCE / 3);
    this.#render();
  }

  end() {
    for (const end of this.ends) end();
    clearInterval(this.late);
    this.watch.disconnect();
    this.typing.end();
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    this.atEnd = scrollHeight - scrollTop - clientHeight < 40;
    if (this.atEnd && !this.down.hidden) this.down.hidden = true;
    if (this.atEnd) this.seen();
    const thread = app.store.thread(this.id);
    if (scrollTop < 300 && thread.state === 'ready' && thread.more && !thread.older) {
      readOlder(thread);
      this.#showTop();
    }
  }

  #render() {
    const thread = app.store.thread(this.id);
    this.#showTop();
    if (thread.state === 'loading' && !thread.public.items.length) return;
    const blocks = thread.state === 'failed' ? [] : blocksOf(thread.entries());
    const c = app.store.conversations.get(this.id);
    const lastOwn = blocks.findLast((b) => b.kind === 'group' && b.side === 'us')?.key;
    const { scrollTop, scrollHeight } = this.scroll;
    const newest = blocks.findLast((b) => b.kind === 'group' || b.kind === 'note');
    const newKey = newest ? newest.key + (newest.kind === 'group' ? newest.messages.length : '') : '';
    const firstKey = blocks.find((b) => b.kind !== 'day')?.key ?? '';
    const older = this.firstKey !== undefined && firstKey !== this.firstKey && newKey === this.newKey;
    // older messages put in above are history, not news for a reader
    this.blocks.setAttribute('aria-busy', String(older || this.newKey === undefined));
    keyed(
      this.blocks,
      blocks,
      (b) => b.key,
      (b) => h('div', { class: `block ${b.kind}` }),
      (el, b) => {
        once(el, signOf(b, c, b.key === lastOwn), () =>
          showBlock(el, b, { c, last: b.key === lastOwn, quote: this.quote, thread }),
        );
      },
    );
    this.#showPending();
    this.firstKey = firstKey;
    if (this.atEnd) this.toEnd();
    else if (older) this.scroll.scrollTop = scrollTop + this.scroll.scrollHeight - scrollHeight;
    else if (this.newKey !== undefined && newKey !== this.newKey) this.down.hidden = false;
    this.newKey = newKey;
    requestAnimationFrame(() => this.blocks.setAttribute('aria-busy', 'false'));
  }

  #showTop() {
    const { t } = app;
    const thread = app.store.thread(this.id);
    once(this.top, [thread.state, thread.older, thread.more].join(), () => {
      if (thread.state === 'failed') {
        const missing = /** @type {any} */ (thread.error)?.status === 404;
        const denied = /** @type {any} */ (thread.error)?.status === 403;
        return fill(
          this.top,
          h(
            'div',
            { class: 'empty', role: 'alert' },
            h('div', { class: 'disc' }, icon(missing || denied ? 'lock' : 'warning')),
            h(
              'h2',
              { role: 'heading', 'aria-level': '1' },
              t(missing ? 'console.chat_missing' : denied ? 'console.chat_denied' : 'console.chat_failed'),
            ),
            h('p', null, missing ? t('console.chat_missing_why') : sayError(thread.error)),
            h(
              'div',
              { class: 'empty-actions' },
              missing || denied
                ? h('a', { class: 'button', href: '/console/inbox/mine' }, t('console.open_mine'))
                : h('button', { class: 'button', type: 'button', onclick: this.retry }, t('console.retry')),
            ),
          ),
        );
      }
      const busy = thread.state === 'loading' || thread.state === 'idle';
      if (busy || thread.older)
        return fill(
          this.top,
          h('p', { class: 'sr', role: 'status' }, t('console.loading')),
          busy
            ? [62, 45, 70].map((_, i) => h('div', { class: `skeleton bubble-skeleton w${i}`, 'aria-hidden': 'true' }))
            : h('div', { class: 'log-line', 'aria-hidden': 'true' }, t('console.loading')),
        );
      fill(this.top);
    });
  }

  #showPending() {
    const items = app.live.outbox.items().filter((/** @type {any} */ i) => i.conv === this.id);
    keyed(
      this.pending,
      items,
      (i) => i.cmid,
      () => h('div', { class: 'block group us' }),
      pendingMessage,
    );
  }
}
