// The conversation: who answers, what was said, where one writes.

import { avatar } from '../shared/avatar.js';
import { short } from '../shared/clock.js';
import { fill, h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app, changed, fresh, say, seen, staffed, stateOf } from './app.js';
import { composer } from './composer.js';
import { drawn, late, use } from './later.js';
import { faces, head, keyed, logo, pace, presence, tool } from './parts.js';
import { rows } from './rows.js';

/** @type {Record<string, string>} */
const NET = {
  connecting: 'widget.net.connecting',
  offline: 'widget.net.offline',
  back: 'widget.net.back',
  polling: 'widget.net.polling',
  stopped: 'widget.net.stopped',
};

/** @returns {import('./app.js').View} */
export function chat() {
  const list = h('div.log', { role: 'log', 'aria-live': 'polite', 'aria-label': t('widget.log') });
  const typing = h('div.typing');
  const queue = h('div');
  const down = tool('down', t('widget.newest'), () => end(), { class: 'tool down', hidden: true });
  const scroll = h('div.scroll', { tabIndex: 0, onscroll }, list, queue, typing);
  const banner = h('p.banner', { role: 'status' });
  const foot = h('div.foot');
  const menu = h('div.menu', { id: 'menu', popover: 'auto' });
  const more = tool('dots', t('widget.more'), () => use((late) => late.menu(menu)), {
    popoverTargetElement: menu,
  });
  const bar = head({ menu: h('span', more, menu) });
  const el = h('main', { id: 'chat' }, bar.el, banner, h('div.middle', scroll, down), foot);
  let stick = true;
  let more_ = true;
  /** @type {any} */
  let box;
  let rated = '';
  let queued = 0; // since when, 0 = not

  const end = () => {
    scroll.scrollTop = scroll.scrollHeight;
  };
  async function onscroll() {
    stick = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
    down.hidden = stick;
    if (scroll.scrollTop > 80 || !more_ || !(app.messages.list[0]?.seq > 1)) return;
    more_ = false;
    const { scrollHeight, scrollTop } = scroll;
    more_ = await late()
      .then(({ earlier }) => earlier())
      .catch(() => true);
    setTimeout(() => !stick && scroll.scrollTo(0, scroll.scrollHeight - scrollHeight + scrollTop));
  }

  /** @param {string} text @param {any[]} files */
  function send(text, files) {
    stick = true;
    say(text, files);
  }
  /** @param {boolean} on @param {string} text */
  function says(on, text) {
    if (app.conv) app.live.typing(app.conv.id, on, app.site.typing_preview ? text : undefined);
  }

  function write() {
    const key = fresh() ? 'new' : app.conv.id;
    const hint = t(app.conv?.state === 'queued' ? 'widget.add' : 'widget.write');
    if (box) box.input.placeholder = box.input.ariaLabel = hint;
    if (box?.key === key) return;
    // the first word of a new conversation must not cost the rest of the draft
    if (box?.key === 'new' && !box.empty()) return;
    box = Object.assign(composer({ key, hint, send, typing: says }), { key });
    const kept = foot.contains(document.activeElement);
    fill(foot, box.el);
    if (kept || document.hasFocus()) box.input.focus();
  }

  /** Where one stands who waits: not for the moment until somebody takes the chat. */
  function place() {
    const card = h('section.card.queue', { hidden: true });
    const draw = (/** @type {any} */ late) => {
      card.hidden = false;
      return late.queue();
    };
    setTimeout(() => app.conv?.state === 'queued' && card.isConnected && drawn(card, draw), queued + 1000 - Date.now());
    return card;
  }

  function rate() {
    const { id } = app.conv;
    rated = id;
    const done = () => {
      rated = `${id} done`;
      changed();
      write();
    };
    late().then(
      ({ rating }) => {
        // what was begun meanwhile goes first
        if (app.conv?.id !== id || (box && !box.empty())) rated = '';
        else {
          box = null;
          fill(foot, rating(done));
        }
      },
      () => {
        rated = '';
        write();
      },
    );
  }

  function update() {
    const { conv, site, net } = app;
    const who = conv?.operator;
    const closed = conv?.state === 'closed' && !fresh();
    const by = conv?.closed_by?.kind === 'operator' && conv.closed_by;
    if (closed)
      bar.show(by ? avatar(by, 36) : logo(), (by || site).name, t('widget.ended-at', { time: short(conv.closed_at) }));
    else if (who) bar.show(avatar(who, 36, stateOf(who)), who.name, t('widget.support') + pace('widget.answers'));
    else bar.show(staffed() && site.operators?.length ? faces(2) : logo(), site.name, presence());

    const text = net === 'online' ? (app.back ? 'back' : '') : net;
    if (banner.dataset.net !== text) {
      banner.dataset.net = text;
      // a short break is not worth a word
      setTimeout(
        () =>
          banner.dataset.net === text &&
          fill(
            banner,
            text && t(NET[text]),
            net === 'stopped' && h('button.link', { onclick: () => location.reload() }, t('widget.reload')),
          ),
        text === 'back' || !text ? 0 : 1500,
      );
    }
    keyed(list, rows());
    const waits = conv?.state === 'queued' && !fresh();
    const sig = [conv?.queue_position, conv?.expected_wait_s, staffed(), app.me.email].join();
    queued = waits ? queued || Date.now() : 0;
    keyed(queue, waits ? [{ key: 'q', sig, make: place }] : []);
    const writer = app.typing;
    if (typing.dataset.who !== (writer?.id ?? '')) {
      typing.dataset.who = writer?.id ?? '';
      fill(
        typing,
        writer && [
          avatar(writer, 24),
          h('span.bubble.dots', h('i'), h('i'), h('i')),
          h('small', t('widget.typing', { name: writer.name.split(' ')[0] })),
        ],
      );
    }
    if (closed && !conv.rating && conv.first_answer_at && rated !== `${conv.id} done`) {
      if (rated !== conv.id && (!box || box.empty())) rate();
    } else write();
    if (stick) end();
    else down.hidden = false;
    seen();
  }

  // the keyboard of a phone, the rating, a longer draft: the newest stays in sight
  const watch = new ResizeObserver(() => stick && end());
  watch.observe(scroll);
  watch.observe(list);
  el.ondragover = (/** @type {DragEvent} */ e) => box?.drag(e);
  return { el, update, focus: () => (box?.input ?? scroll).focus() };
}
