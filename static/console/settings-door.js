// What holds for signing in: two steps for the team, how long invitations are good, where customers arrive.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { field, group, input, tick } from './field.js';
import { staleGuard } from './settings-guard.js';
import { page, part, said, saveForm, shown } from './settings-page.js';

const LANDINGS = ['profile', 'my_support'];

export function show(/** @type {HTMLElement} */ place) {
  shown(place, load, ({ door, me }) => paint(door, me, () => show(place)));
}

async function load() {
  const [door, me] = await Promise.all([app.api.get('/settings/security'), app.api.get('/me/totp').catch(() => null)]);
  return { door, me };
}

/** @param {any} door @param {any} me whether the reader has a second step @param {() => void} again */
function paint(door, me, again) {
  const guard = staleGuard('/settings/security', door, again);
  const own = h(
    'p',
    { class: 'state-strip caution', role: 'note', hidden: true },
    h('span', {}, t('settings.door.own_first'), ' '),
    h('a', { class: 'link', href: '/profile/two-step' }, t('settings.security.two_steps_open')),
  );
  const required = tick(
    { name: 'staff_totp', checked: door.staff_totp },
    t('settings.door.staff_totp'),
    t('settings.door.staff_totp_hint'),
  );
  required.addEventListener('change', () => {
    own.hidden = !(me && !me.enabled && /** @type {HTMLInputElement} */ (required.querySelector('input')).checked);
  });
  return page(
    { title: t('settings.page.door'), intro: t('settings.door.intro') },
    saveForm({
      fields: [
        h(
          'div',
          { class: 'field wide', 'data-field': 'staff_totp' },
          required,
          own,
          h('p', { class: 'field-error', hidden: true }),
        ),
        part(
          t('settings.door.customers'),
          '',
          field({
            name: 'invitation_days',
            label: t('settings.door.days'),
            control: input({
              name: 'invitation_days',
              type: 'number',
              min: 1,
              max: 365,
              inputmode: 'numeric',
              value: String(door.invitation_days),
            }),
            hint: t('settings.door.days_hint'),
          }),
          group(
            { name: 'landing', label: t('settings.door.landing'), wide: true, hint: t('settings.door.landing_hint') },
            ...LANDINGS.map((value) =>
              h(
                'label',
                { class: 'role-choice' },
                h('input', { type: 'radio', name: 'landing', value, checked: value === door.landing }),
                h(
                  'span',
                  {},
                  h('strong', {}, t(`settings.door.landing_${value}`)),
                  h('span', { class: 'field-hint' }, t(`settings.door.landing_${value}_hint`)),
                ),
              ),
            ),
          ),
        ),
      ],
      onsave: async (form) => {
        await guard.save(form, {
          staff_totp: new FormData(form).has('staff_totp'),
          invitation_days: Number(said(form, 'invitation_days')) || 0,
          landing: said(form, 'landing'),
        });
      },
    }),
  );
}
