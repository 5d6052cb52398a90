// The sections of a company that say what it is entitled to and what it runs.

import { h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { relative } from '../shared/time.js';
import { spanTag, spanWords } from './cover-marks.js';
import { icon } from './marks.js';
import { recordRow, recordSection } from './record.js';
import { keepsCustomers } from './rights.js';

/** @typedef {import("./company.js").Known} Known */

/** What a product is called; one that is not known says itself. @param {Known} known @param {string} id */
export const productName = (known, id) => known.products.find((/** @type {any} */ p) => p.id === id)?.name ?? id;

/** What runs first, then what comes, then what is over. @param {any[]} items */
const inOrder = (items) => {
  const rank = ['running', 'grace', 'pending', 'ended'];
  return [...items].sort(
    (a, b) => rank.indexOf(a.state) - rank.indexOf(b.state) || String(b.valid_to).localeCompare(String(a.valid_to)),
  );
};

/** @param {Known} known @param {() => void} again */
export function contractSection(known, again) {
  const edit = async (/** @type {any} */ contract) =>
    (await import('./contract-edit.js')).editContract(known, contract, again);
  const may = keepsCustomers();
  return recordSection({
    title: t('customers.contracts'),
    none: t('customers.contracts_none'),
    ...(may && { add: t('customers.contract.add'), onadd: () => edit(null) }),
    rows: inOrder(known.contracts).map((c) =>
      recordRow({
        mark: icon(c.state === 'running' || c.state === 'grace' ? 'shield-check' : 'shield'),
        name: c.plan_name ?? known.plans.find((/** @type {any} */ p) => p.id === c.plan)?.name ?? c.plan,
        sub: [
          spanWords(c),
          c.products?.length
            ? c.products
                .map(
                  (/** @type {string} */ p, /** @type {number} */ i) => c.product_names?.[i] || productName(known, p),
                )
                .join(', ')
            : t('customers.contract.all_products'),
          c.hours_bought
            ? t('customers.contract.hours', {
                left: number(c.hours_left ?? c.hours_bought),
                bought: number(c.hours_bought),
              })
            : '',
          c.contacts?.length ? t('customers.contract.named', { count: c.contacts.length }) : '',
          c.calendar_name,
          c.grace_days ? t('customers.contract.grace', { count: c.grace_days }) : '',
        ]
          .filter(Boolean)
          .join(' · '),
        end: spanTag(c),
        onclick: may ? () => edit(c) : undefined,
        off: c.state === 'ended',
      }),
    ),
  });
}

const number = (/** @type {number} */ n) => n.toLocaleString(lang());

/** @param {Known} known @param {() => void} again */
export function licenceSection(known, again) {
  const edit = async (/** @type {any} */ licence) =>
    (await import('./licence-edit.js')).editLicence(known, licence, again);
  const may = keepsCustomers();
  return recordSection({
    title: t('customers.licences'),
    none: t('customers.licences_none'),
    ...(may && { add: t('customers.licence.add'), onadd: () => edit(null) }),
    rows: inOrder(known.licences).map((l) =>
      recordRow({
        mark: icon('key'),
        name: [l.product_name || productName(known, l.product), l.edition].filter(Boolean).join(' '),
        sub: [spanWords(l), l.seats ? t('customers.licence.seats', { count: l.seats }) : '']
          .filter(Boolean)
          .join(' · '),
        end: spanTag(l),
        onclick: may ? () => edit(l) : undefined,
        off: l.state === 'ended',
      }),
    ),
  });
}

/** @param {Known} known @param {() => void} again */
export function installationSection(known, again) {
  const edit = async (/** @type {any} */ one) =>
    (await import('./installation-edit.js')).editInstallation(known, one, again);
  const may = keepsCustomers();
  return recordSection({
    title: t('customers.installations'),
    none: t('customers.installations_none'),
    ...(may && { add: t('customers.installation.add'), onadd: () => edit(null) }),
    rows: known.installations.map((/** @type {any} */ x) =>
      recordRow({
        mark: icon('box'),
        name: [
          x.product_name || productName(known, x.product),
          x.version ? h('span', { class: 'label-tag' }, x.version) : null,
        ],
        sub: [
          x.environment ? environmentName(x.environment) : '',
          x.source ? t(`customers.installation.from_${x.source}`) : '',
          x.seen_at ? relative(x.seen_at) : '',
        ]
          .filter(Boolean)
          .join(' · '),
        onclick: may ? () => edit(x) : undefined,
      }),
    ),
  });
}

/** The environments that have a word of their own; another one is shown as it was written. @param {string} text */
export function environmentName(text) {
  return ['production', 'test'].includes(text) ? t(`customers.environment.${text}`) : text;
}
