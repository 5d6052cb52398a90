// A supervisor makes a ticket of a request although no SLA is in force: the reason is kept in the audit log.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { area, field } from './field.js';
import { formDialog } from './form-dialog.js';

/** @param {any} request @param {(ticket: any) => void} ondone */
export function openOverride(request, ondone) {
  const reason = area({ name: 'reason', rows: 3, maxlength: 500, autofocus: true });
  formDialog({
    title: t('customers.requests.override_title', { number: String(request.number) }),
    label: t('customers.requests.override_do'),
    dirty: () => Boolean(reason.value.trim()),
    body: h(
      'div',
      { class: 'form-grid' },
      h('p', { class: 'wide asked-who' }, request.title),
      field({
        name: 'reason',
        label: t('customers.requests.reason'),
        control: reason,
        wide: true,
        hint: t('customers.requests.reason_hint'),
      }),
    ),
    onsubmit: async () => {
      if (!reason.value.trim()) throw { field: 'reason', detail: t('settings.missing') };
      ondone(await app.api.post(`/requests/${request.id}/ticket`, { reason: reason.value.trim() }));
    },
  });
}
