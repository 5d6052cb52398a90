// The first thing in the conversion: may this customer have a ticket, and until when.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { clock, date } from '../shared/time.js';
import { app } from './app-context.js';
import { icon } from './marks.js';

/** Whether a ticket for this chat would be refused. */
export function needsCover(/** @type {any} */ conversation) {
  return conversation.cover !== 'covered' && coverRequired();
}

function coverRequired() {
  const { settings } = app.store;
  return Boolean(settings?.cover_required ?? settings?.require_cover);
}

/** @param {any} conversation @param {boolean} asRequest */
export function coverStrip(conversation, asRequest) {
  const answered = conversation.first_answer_at
    ? t('tickets.cover.answered', { time: clock(conversation.first_answer_at) })
    : '';
  const covered = conversation.cover === 'covered';
  const tone = covered ? 'good' : asRequest ? 'missing' : 'plain';
  const until = conversation.cover_until ? date(conversation.cover_until) : '';
  const plan = conversation.cover_plan ?? '';
  const title = covered
    ? until && plan
      ? t('tickets.cover.covered_until', { plan, date: until })
      : t('common.cover.covered')
    : asRequest
      ? until
        ? t('tickets.cover.ended', { plan, date: until })
        : t(`common.cover.${conversation.cover ?? 'unlicensed'}`)
      : t('tickets.cover.everybody');
  const text = covered
    ? (conversation.company?.name ?? t('tickets.cover.clocks'))
    : t(asRequest ? 'tickets.cover.request_text' : 'tickets.cover.everybody_text');
  return h(
    'div',
    { class: `cover-strip ${tone}` },
    icon(covered ? 'shield-check' : asRequest ? 'shield-off' : 'shield'),
    h('div', { class: 'cover-what' }, h('strong', {}, title), h('span', {}, text)),
    answered
      ? h(
          'div',
          { class: 'cover-more' },
          h('span', {}, answered),
          covered ? h('span', { class: 'muted' }, t('tickets.cover.clocks')) : null,
        )
      : null,
  );
}
