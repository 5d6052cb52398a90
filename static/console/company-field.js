// Which company: one of those that are known, by name; none where that is allowed.

import { t } from '../shared/i18n.js';
import { companies } from './company-names.js';
import { field, select } from './field.js';

/** @param {{value?: string, label?: string, none?: string, hint?: string, wide?: boolean, first?: {value: string, label: string}[]}} what */
export async function companyField({
  value = '',
  label = t('customers.field.company'),
  none = t('customers.no_company'),
  hint,
  wide,
  first = [],
}) {
  const all = await companies().catch(() => []);
  const options = [
    ...(none ? [{ value: '', label: none }] : []),
    ...first,
    ...all.map((c) => ({ value: c.id, label: c.name })),
  ];
  if (value && !options.some((o) => o.value === value)) options.push({ value, label: value });
  const control = select({ name: 'company' }, options, value);
  return { el: field({ name: 'company', label, control, hint, wide }), control };
}
