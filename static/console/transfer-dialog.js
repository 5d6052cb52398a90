// Gives a chat to a colleague or to a department, with a note for whoever takes it.

import { avatar } from '../shared/avatar.js';
import { h, icon } from '../shared/dom.js';
import { nameOf, transfer } from './actions.js';
import { app } from './app-context.js';
import { plain } from './canned.js';
import { dialog } from './dialog.js';

const ORDER = { online: 0, away: 1, offline: 2 };

/** @param {import("./lists.js").Conversation} c */
export function openTransfer(c) {
  const { t, store } = app;
  const people = [...store.operators.values()]
    .filter((o) => o.person.id !== c.operator?.id)
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.load - b.load || a.person.name.localeCompare(b.person.name));
  const rows = [
    ...people.map((o) =>
      row(
        'account',
        o.person.id,
        o.person.name,
        avatar(o.person, 24, o.state),
        `${t(`console.presence_${o.state}`)} · ${t('console.load', { load: o.load, capacity: o.capacity })}`,
        o.person.id === app.me.id,
      ),
    ),
    ...store.departments.map((d) => row('department', d.id, d.name, icon('users'), departmentHint(d.id), false)),
  ];
  const filter = h('input', {
    class: 'input',
    type: 'text',
    placeholder: t('console.transfer_find'),
    'aria-label': t('console.transfer_find'),
    autofocus: true,
  });
  const none = h('p', { class: 'muted', hidden: true }, t('console.nothing_found'));
  filter.addEventListener('input', () => {
    const needle = plain(filter.value);
    for (const r of rows) r.hidden = !plain(r.textContent ?? '').includes(needle);
    none.hidden = rows.some((r) => !r.hidden);
    const left = rows.filter((r) => !r.hidden);
    if (left.length === 1) /** @type {any} */ (left[0].querySelector('input')).checked = true;
  });
  const note = h('textarea', {
    class: 'input note-input',
    name: 'note',
    rows: 3,
    maxLength: 2000,
    placeholder: t('console.transfer_note_hint'),
  });
  const form = h(
    'div',
    { class: 'transfer' },
    filter,
    h('fieldset', { class: 'pick' }, h('legend', { class: 'sr' }, t('console.transfer_to')), rows, none),
    h(
      'label',
      { class: 'field' },
      h(
        'span',
        { class: 'label note-label' },
        icon('lock', 'icon-16'),
        t('console.transfer_note'),
        h('span', { class: 'muted' }, t('console.optional')),
      ),
      note,
    ),
  );
  app.openDialog(
    dialog({
      title: t('console.transfer_title', { name: nameOf(c) }),
      label: t('console.transfer'),
      className: 'narrow',
      body: form,
      submit: async () => {
        const picked = /** @type {HTMLInputElement | null} */ (form.querySelector('input[name=to]:checked'));
        if (!picked) throw { detail: t('console.transfer_pick') };
        const [kind, id] = picked.value.split(':');
        await transfer(c, { [kind]: id, note: note.value.trim() });
        app.toast(t('console.transferred', { name: nameOf(c), to: picked.dataset.name }));
      },
    }),
  );
}

/** @param {string} department */
function departmentHint(department) {
  const online = [...app.store.operators.values()].filter(
    (o) => o.state === 'online' && o.departments?.includes(department),
  ).length;
  return app.t('console.online_count', { count: online });
}

/** @param {string} kind @param {string} id @param {string} name @param {any} mark @param {string} hint @param {boolean} me */
function row(kind, id, name, mark, hint, me) {
  return h(
    'label',
    { class: 'pick-row' },
    h('input', { type: 'radio', name: 'to', value: `${kind}:${id}`, dataset: { name } }),
    mark,
    h('span', { class: 'ellipsis' }, me ? app.t('console.name_you', { name }) : name),
    h('span', { class: 'muted' }, hint),
  );
}
