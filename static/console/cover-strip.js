// What a company is entitled to today: one strip, and under it each product where they differ.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { coverMark, day } from './cover-marks.js';
import { icon } from './marks.js';

/** @param {any} cover the answer of …/cover, or the company itself */
export function coverStrip(cover) {
  const state = cover.cover ?? 'unlicensed';
  const good = state === 'covered';
  const until = cover.until ?? cover.cover_until;
  const plan = cover.plan_name ?? cover.plan;
  const products = cover.products ?? [];
  return h(
    'section',
    { class: `cover-strip ${good ? 'good' : 'bad'}`, 'aria-label': t('customers.field.cover') },
    icon(good ? 'shield-check' : 'shield-off'),
    h(
      'div',
      {},
      h('strong', {}, good && until ? t('customers.covered_until', { until: day(until) }) : t(`common.cover.${state}`)),
      h('p', {}, good ? [plan].filter(Boolean).join(' · ') : t(`customers.cover.${state}_text`, { until: day(until) })),
      differ(products, state)
        ? h(
            'ul',
            { class: 'cover-products' },
            ...products.map((/** @type {any} */ p) =>
              h(
                'li',
                {},
                h('span', {}, p.name ?? p.product),
                coverMark(p.cover),
                p.until ? h('span', { class: 'muted' }, t('customers.until', { until: day(p.until) })) : null,
              ),
            ),
          )
        : products.length && good
          ? h('p', { class: 'muted' }, products.map((/** @type {any} */ p) => p.name ?? p.product).join(', '))
          : null,
    ),
  );
}

/** @param {any[]} products @param {string} state */
const differ = (products, state) => products.length > 1 && products.some((p) => p.cover !== state);
