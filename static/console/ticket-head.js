// The top of a ticket: title (edited in place), status line, the clocks of the SLA.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { icon, statusIcon } from './marks.js';
import { clockText, exactTime, shortTime } from './ticket-time.js';
import { spanText, urgency } from './ticket-words.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @param {any} ticket @param {(title: string) => Promise<boolean>} onrename */
export function ticketHead(ticket, onrename) {
  return h(
    'header',
    { class: 'ticket-head' },
    titleOf(ticket, onrename),
    h(
      'div',
      { class: 'ticket-sub' },
      h(
        'span',
        { class: 'status-chip', 'data-status': ticket.status },
        statusIcon(ticket.status),
        t(`common.status.${ticket.status}`),
      ),
      h('span', { class: 'ticket-from' }, from(ticket)),
    ),
    clocks(ticket),
  );
}

function from(/** @type {any} */ ticket) {
  const where = ticket.conversations?.length
    ? t('tickets.from_chat', { when: shortTime(ticket.created_at) })
    : t('tickets.created_at', { when: shortTime(ticket.created_at) });
  return [
    [ticket.contact?.name, ticket.company?.name].filter(Boolean).join(' · '),
    ' · ',
    h('time', { dateTime: ticket.created_at, title: exactTime(ticket.created_at) }, where),
  ];
}

/** @param {any} ticket @param {(title: string) => Promise<boolean>} onrename */
function titleOf(ticket, onrename) {
  const text = h('span', { class: 'title-text' }, ticket.title);
  const edit = h(
    'button',
    {
      class: 'icon-button title-edit',
      type: 'button',
      'aria-label': t('tickets.edit_title'),
      title: t('tickets.edit_title'),
    },
    icon('edit', 16),
  );
  const heading = h('h1', { class: 'ticket-title', tabindex: '-1' }, text, edit);
  const start = () => {
    const box = /** @type {HTMLTextAreaElement} */ (
      h('textarea', { class: 'title-input', rows: 1, maxlength: 200, 'aria-label': t('tickets.field.title') })
    );
    box.value = ticket.title;
    let over = false;
    const end = async (/** @type {boolean} */ keep) => {
      if (over) return;
      over = true;
      const title = box.value.replace(/\s+/g, ' ').trim();
      if (keep && title && title !== ticket.title && !(await onrename(title))) {
        over = false;
        return box.focus();
      }
      box.replaceWith(heading);
      edit.focus();
    };
    box.addEventListener('keydown', (e) => {
      if (e.key !== 'Enter' && e.key !== 'Escape') return e.stopPropagation();
      e.preventDefault();
      e.stopPropagation();
      end(e.key === 'Enter');
    });
    box.addEventListener('blur', () => end(true));
    heading.replaceWith(box);
    box.select();
  };
  edit.addEventListener('click', start);
  text.addEventListener('dblclick', start);
  return heading;
}

function clocks(/** @type {any} */ ticket) {
  const shown = ['first_answer', 'next_answer', 'solution'].filter((name) => ticket.sla?.[name]);
  if (!shown.length) return null;
  return h('dl', { class: 'clocks' }, ...shown.map((name) => clockCell(name, ticket.sla[name])));
}

/** @param {string} name @param {any} sla */
function clockCell(name, sla) {
  const tone = urgency(sla, Date.now());
  const sign = { met: 'check', late: 'alert', paused: 'pause' }[tone] ?? 'clock';
  const total = sla.total_s ?? 0;
  const used = total ? Math.min(1, Math.max(0, 1 - (sla.remaining_s ?? 0) / total)) : sla.state === 'met' ? 1 : 0;
  const words = sla.state === 'running' ? t('tickets.clock.left', { span: clockText(sla) }) : clockText(sla);
  return h(
    'div',
    { class: `clock-cell ${tone}` },
    h('dt', {}, t(`tickets.clock.${name}`), icon(sign, 16)),
    h(
      'dd',
      { title: sla.due ? exactTime(sla.due) : '' },
      h('strong', {}, words),
      total ? h('span', {}, ` ${t('tickets.clock.of', { span: spanText(total, t) })}`) : null,
    ),
    total ? meter(used) : null,
  );
}

function meter(/** @type {number} */ part) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'meter');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('preserveAspectRatio', 'none');
  const bar = document.createElementNS(SVG, 'rect');
  bar.setAttribute('width', `${Math.round(part * 100)}%`);
  bar.setAttribute('height', '4');
  bar.setAttribute('rx', '2');
  svg.append(bar);
  return svg;
}
