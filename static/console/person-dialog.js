// "Who is this?": attaches a chat to a person that is known or to a company alone, or writes down name and address.

import { avatar } from '../shared/avatar.js';
import { fill, h } from '../shared/dom.js';
import { nameOf } from './actions.js';
import { app } from './app-context.js';
import { companies } from './company-names.js';
import { dialog } from './dialog.js';
import { input, select } from './field.js';

/** @param {import("./lists.js").Conversation} c */
export function openPerson(c) {
  const { t } = app;
  const name = input({ name: 'name', value: c.customer.name ?? '', maxLength: 200 });
  const email = input({ name: 'email', type: 'email', value: c.customer.email ?? '', maxLength: 254 });
  const company = select({ name: 'company' }, [{ value: '', label: t('console.panel.no_company') }]);
  companies().then(
    (all) => company.append(...all.map((x) => h('option', { value: x.id }, x.name))),
    () => {}, // a list that cannot be had leaves people to choose from
  );
  const find = input({
    'aria-label': t('console.find_person'),
    placeholder: t('console.find_person'),
    value: c.customer.email ?? '',
    autofocus: true,
  });
  const found = h('fieldset', { class: 'pick' }, h('legend', { class: 'sr' }, t('console.known_people')));
  const status = h('p', { class: 'muted small', role: 'status' });
  let timer = 0;
  let asked = 0;
  const search = async () => {
    const q = find.value.trim();
    const turn = ++asked;
    status.textContent = '';
    if (!q) return fill(found, h('legend', { class: 'sr' }, t('console.known_people')));
    try {
      const { items } = await app.api.get('/accounts', { q, role: 'customer', limit: 8 });
      if (turn !== asked) return;
      const people = items.filter((/** @type {any} */ a) => a.role === 'customer' && a.id !== c.customer.id);
      fill(found, h('legend', { class: 'sr' }, t('console.known_people')), people.map(row));
      status.textContent = people.length ? '' : t('console.nobody_found');
    } catch (error) {
      status.textContent =
        /** @type {any} */ (error).status === 403 ? t('console.people_denied') : t('console.error_network');
    }
  };
  find.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  });
  const body = h(
    'div',
    null,
    h('p', { class: 'muted' }, t('console.attach_why')),
    find,
    status,
    found,
    h(
      'label',
      { class: 'field person-company' },
      h('span', { class: 'label' }, t('console.panel.company_only')),
      company,
      h('span', { class: 'muted small' }, t('console.panel.company_only_hint')),
    ),
    h(
      'details',
      { class: 'person-typed', open: !c.customer.email },
      h('summary', null, t('console.not_known')),
      h('label', { class: 'field' }, h('span', { class: 'label' }, t('console.name')), name),
      h('label', { class: 'field' }, h('span', { class: 'label' }, t('console.email')), email),
    ),
  );
  app.openDialog(
    dialog({
      title: t('console.who_is', { name: nameOf(c) }),
      label: t('console.attach'),
      className: 'narrow',
      body,
      submit: async () => {
        const picked = /** @type {HTMLInputElement | null} */ (found.querySelector('input:checked'));
        const said = { name: name.value.trim(), email: email.value.trim() };
        const to = picked ? { account: picked.value } : company.value ? { company: company.value, ...said } : said;
        const changed = await app.api.post(`/conversations/${c.id}/person`, to);
        if (changed?.id) app.store.put(changed);
        const whose = picked || !company.value ? changed?.customer?.name : company.selectedOptions[0]?.label;
        app.toast(t('console.attached', { name: whose || name.value }));
      },
    }),
  );
  if (find.value) search();
}

/** @param {any} account */
const row = (account) =>
  h(
    'label',
    { class: 'pick-row' },
    h('input', { type: 'radio', name: 'account', value: account.id }),
    avatar(account, 24),
    h('span', { class: 'ellipsis' }, account.name),
    h('span', { class: 'muted ellipsis' }, account.email),
  );
