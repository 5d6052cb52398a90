// The chat that the address names.

import { app } from './app-context.js';
import { parse } from './router.js';

export function chatNow() {
  const route = parse(location.pathname);
  return route.name === 'inbox' && route.parts[1] ? app.store.conversations.get(route.parts[1]) : undefined;
}
