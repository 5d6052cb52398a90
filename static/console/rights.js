// What the person who is signed in may change of customers.

import { app } from './app-context.js';

/** Companies, cover, people and invitations: administrators and those with the right. */
export const keepsCustomers = () => app.me.role === 'administrator' || Boolean(app.me.rights?.includes('customers'));

export const supervises = () => app.me.role === 'administrator' || app.me.role === 'supervisor';

export const administers = () => app.me.role === 'administrator';
