// What the palette offers: actions on the chat that is open, places to go, the own presence.

import { block, claim, close, nameOf, reopen, setPresence, supervises, takeOver } from './actions.js';
import { app } from './app-context.js';
import { chatNow } from './chat-now.js';
import { openHelp, openPerson, openRouting, openTransfer } from './dialogs.js';
import { isMine, waiting } from './lists.js';
import { inboxPath, VIEWS } from './router.js';

/** @returns {import("./palette.js").Group} */
export function actionsNow() {
  const { t } = app;
  const c = chatNow();
  if (!c) return { title: '', items: [] };
  const open = c.state !== 'closed';
  const mine = isMine(c, app.me.id);
  const items = [
    waiting(c) && { label: t('console.claim'), icon: 'check', hint: 'C', run: () => claim(c) },
    open &&
      !mine &&
      !waiting(c) &&
      supervises() && { label: t('console.take_over'), icon: 'user', run: () => takeOver(c) },
    {
      label: t('console.convert'),
      icon: 'ticket',
      hint: 'T',
      run: () =>
        document.querySelector('.bar-convert') &&
        /** @type {HTMLElement} */ (document.querySelector('.bar-convert')).click(),
    },
    open && { label: t('console.transfer_menu'), icon: 'transfer', hint: 'X', run: () => openTransfer(c) },
    open && { label: t('console.close_chat'), icon: 'check', hint: 'E', run: () => close(c) },
    !open && { label: t('console.reopen'), icon: 'undo', run: () => reopen(c) },
    { label: t('console.attach_person'), icon: 'user-plus', run: () => openPerson(c) },
    { label: t('console.why_operator'), icon: 'help', run: () => openRouting(c) },
    {
      label: t('console.transcript'),
      icon: 'download',
      run: () => location.assign(`/api/v1/conversations/${c.id}/transcript`),
    },
    { label: t(c.blocked ? 'console.unblock' : 'console.block'), icon: 'block', run: () => block(c, !c.blocked) },
  ];
  return { title: t('console.this_chat_of', { name: nameOf(c) }), items: /** @type {any} */ (items.filter(Boolean)) };
}

/** @returns {import("./palette.js").Item[]} */
export function placesNow() {
  const { t } = app;
  const glyphs = { mine: 'inbox', queue: 'clock', all: 'chat', closed: 'check' };
  return [
    ...VIEWS.map((view) => ({
      label: t(`console.view_${view}`),
      icon: glyphs[/** @type {keyof typeof glyphs} */ (view)],
      href: inboxPath(view),
    })),
    { label: t('console.tickets'), icon: 'ticket', href: '/console/tickets' },
    { label: t('console.customers'), icon: 'users', href: '/console/customers' },
    ...['online', 'away', 'offline'].map((s) => ({
      label: t('console.be_presence', { state: t(`console.presence_${s}`) }),
      icon: 'user',
      run: () => setPresence(/** @type {any} */ (s)),
    })),
    { label: t('console.keyboard_help'), icon: 'keyboard', hint: '?', run: openHelp },
  ];
}
