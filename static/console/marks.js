// Small signs shared by list, ticket and dialogs: status, priority, person, department.

import { avatar } from '../shared/avatar.js';
import { h, icon as sprite } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { PRIORITIES } from './ticket-words.js';

const SVG = 'http://www.w3.org/2000/svg';

function draw(
  /** @type {string} */ kind,
  /** @type {number} */ size,
  /** @type {[string, Record<string, string|number>][]} */ shapes,
) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('width', String(size));
  svg.setAttribute('height', String(size));
  svg.setAttribute('class', `mark ${kind}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, attributes] of shapes) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    svg.append(node);
  }
  return svg;
}

const ring = { cx: 8, cy: 8, r: 5.75, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6 };

/** @type {Record<string, [string, Record<string, string|number>][]>} */
const STATUS_SHAPES = {
  new: [['circle', { ...ring, 'stroke-dasharray': '2.6 2' }]],
  open: [
    ['circle', ring],
    ['path', { d: 'M8 4.4a3.6 3.6 0 0 1 0 7.2z', fill: 'currentColor' }],
  ],
  waiting_customer: [
    ['circle', ring],
    ['path', { d: 'M6.6 5.9v4.2M9.4 5.9v4.2', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round' }],
  ],
  waiting_third_party: [
    ['circle', ring],
    ['path', { d: 'M6.6 5.9v4.2M9.4 5.9v4.2', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round' }],
  ],
  resolved: [
    ['circle', ring],
    [
      'path',
      {
        d: 'm5.6 8.2 1.7 1.7 3.2-3.6',
        fill: 'none',
        stroke: 'currentColor',
        'stroke-width': 1.6,
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
      },
    ],
  ],
  closed: [
    ['circle', { cx: 8, cy: 8, r: 6.5, fill: 'currentColor' }],
    [
      'path',
      {
        d: 'm5.4 8.2 1.8 1.8 3.4-3.8',
        fill: 'none',
        stroke: 'var(--surface)',
        'stroke-width': 1.7,
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
      },
    ],
  ],
};

/** The icon of a status. */
export function statusIcon(/** @type {string} */ status, size = 16) {
  return draw(`status-${status}`, size, STATUS_SHAPES[status] ?? STATUS_SHAPES.new);
}

/** Icon and word of a status. */
export function statusMark(/** @type {string} */ status) {
  return h('span', { class: 'status-mark' }, statusIcon(status), h('span', {}, t(`common.status.${status}`)));
}

/** The bars of a priority (a filled square when critical). */
export function priorityIcon(/** @type {string} */ priority, size = 16) {
  if (priority === 'critical')
    return draw('priority-critical', size, [
      ['rect', { x: 2.5, y: 2.5, width: 11, height: 11, rx: 2.5, fill: 'currentColor' }],
      ['path', { d: 'M8 5.2v3.2', stroke: 'var(--surface)', 'stroke-width': 1.6, 'stroke-linecap': 'round' }],
      ['circle', { cx: 8, cy: 10.8, r: 0.95, fill: 'var(--surface)' }],
    ]);
  const full = PRIORITIES.indexOf(priority) + 1;
  return draw(
    `priority-${priority}`,
    size,
    [0, 1, 2].map((i) => [
      'rect',
      {
        x: 2.5 + i * 4,
        y: 9.5 - i * 3,
        width: 3,
        height: 4 + i * 3,
        rx: 0.8,
        fill: 'currentColor',
        opacity: i < full ? 1 : 0.28,
      },
    ]),
  );
}

/** Icon and word of a priority. */
export function priorityMark(/** @type {string} */ priority) {
  return h('span', { class: 'priority-mark' }, priorityIcon(priority), h('span', {}, t(`common.priority.${priority}`)));
}

/**
 * Avatar and name; nobody is a dashed ring.
 * @param {{id: string, name: string} | null | undefined} person
 * @param {{size?: number, nobody?: string}} [options]
 */
export function personMark(person, { size = 20, nobody = t('tickets.nobody') } = {}) {
  if (!person)
    return h(
      'span',
      { class: 'person-mark nobody' },
      h('span', { class: `avatar-none s${size}`, 'aria-hidden': 'true' }),
      h('span', {}, nobody),
    );
  return h('span', { class: 'person-mark' }, avatar(person, size), h('span', {}, person.name));
}

/** An icon of the sprite; 16 in rows and small buttons. */
export function icon(/** @type {string} */ name, size = 20) {
  return sprite(name, size === 16 ? 'icon-16' : '');
}
