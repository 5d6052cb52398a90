// The widget's state and what changes it. Views draw what is here and are told when it changed.
import { Api } from '../shared/api.js';
import { h } from '../shared/dom.js';
import { hue, initials } from '../shared/avatar.js';
import { clock } from '../shared/clock.js';
import { loadCatalogue, t } from '../shared/i18n.js';
import { Live } from '../shared/live.js';
import { Messages } from '../shared/messages.js';
import { accent, host, meet, site, storage, tell, whole } from './host.js';
import { home } from './home.js';
import { chat } from './chat.js';
import { kit } from './kit.js';

const root = document.documentElement;
const KEY = `balcao.visitor.${site}`;
const DAY = 864e5;

/** @typedef {{el: HTMLElement, update?: () => void, focus?: () => void, ticket?: number}} View */

export const app = {
	/** @type {any} the site as the server describes it */ site: { name: '', form: [] },
	/** @type {any} {id, name, email}; token while a visitor */ me: JSON.parse(storage.getItem(KEY) ?? '{}'),
	/** @type {any} the conversation shown, or null before the first word */ conv: null,
	/** @type {any[]} */ tickets: [],
	messages: new Messages(),
	/** @type {any[]} what the system says: {after, at, kind, who?, n?} */ lines: [],
	/** @type {any} who types */ typing: null,
	/** @type {string} connecting | online | polling | offline | stopped */ net: 'connecting',
	back: false,
	unread: 0,
	sound: storage.getItem('balcao.sound') !== 'off',
	api: new Api(() => app.me.token),
	/** @type {Live} */ live: /** @type {any} */ (null),

	/** Shows a view. @param {View} view */
	show(view) {
		app.view = view;
		document.body.querySelector('main')?.remove();
		document.body.append(view.el);
		app.changed();
		if (app.looking) view.focus?.();
	},
	home: () => app.show(home()),
	chat: () => app.show(chat()),
	/** @param {number} [n] none = all of them */
	ticket: async (n) => app.show((await import('./ticket.js')).default(kit, n)),
	/** @param {boolean} [later] only asks where to answer */
	form: async (later) => app.show((await import('./form.js')).default(kit, later)),
	close: () => tell('close'),
	/** @type {View | undefined} */ view: undefined,
	get looking() {
		return host.open && document.visibilityState === 'visible';
	},
	/** Whether somebody is there to answer now. */
	get staffed() {
		return app.site.online && app.site.open !== false;
	},
	/** Whether writing begins a new conversation. */
	get fresh() {
		const { conv } = app;
		return !conv || (conv.state === 'closed' && Date.now() - Date.parse(conv.closed_at) > DAY);
	},

	/** Draws once, however much changed. */
	changed() {
		if (drawing) return;
		drawing = true;
		queueMicrotask(() => {
			drawing = false;
			app.view?.update?.();
		});
	},

	/** Sends words and files; opens a conversation when there is none. @param {string} text @param {any[]} [files] @param {object} [more] */
	say(text, files, more) {
		const fresh = app.fresh;
		if (fresh && app.conv) reset(null);
		app.live.send({ text, files, ...(fresh ? { new: { site, page: host.page, ...more } } : { conv: app.conv.id }) });
		app.become();
	},

	/** Makes sure we are somebody, then connects; goes on trying. @param {{name?: string, email?: string}} [who] */
	async become(who) {
		if (who && app.me.token) {
			app.me = { ...app.me, ...who };
			storage.setItem(KEY, JSON.stringify(app.me));
			await app.api.patch('/widget/visitor', who);
		}
		joining ??= join(who);
		await joining;
	},

	/** Tells the person's eyes have reached the end. */
	seen() {
		const { conv, messages } = app;
		if (!app.looking || !conv || !messages.last) return;
		if (messages.last > (conv.customer_read_seq ?? 0)) app.live.read(conv.id, 'public', (conv.customer_read_seq = messages.last));
		if (app.unread) count(0);
	},
	mute() {
		app.sound = !app.sound;
		storage.setItem('balcao.sound', app.sound ? 'on' : 'off');
	},
};

let drawing = false;
/** @type {Promise<void> | undefined} */
let joining;

/** @param {{name?: string, email?: string}} [who] */
async function join(who) {
	for (let n = 0; !app.me.token && !app.me.account; n++) {
		try {
			const made = await app.api.post('/widget/visitor', { site, locale: root.lang, page: host.page, identity: host.identity, ...who });
			app.me = { id: made.visitor, token: made.token, ...who };
			storage.setItem(KEY, JSON.stringify(app.me));
		} catch (/** @type {any} */ e) {
			if (e.status && e.status !== 429 && e.status < 500) {
				joining = undefined;
				throw e;
			}
			net('offline');
			await new Promise((r) => setTimeout(r, Math.min(30_000, 1000 * 2 ** n)));
		}
	}
	app.live.start();
}

/** @param {string} state @param {boolean} [again] */
function net(state, again = false) {
	app.net = state;
	app.back = again;
	if (again) setTimeout(() => net(app.net), 2500);
	app.changed();
}

/** @param {any} conv */
function reset(conv) {
	app.conv = conv;
	app.messages = new Messages();
	app.lines = conv ? JSON.parse(storage.getItem(`balcao.lines.${conv.id}`) ?? '[]') : [];
	app.typing = null;
}

async function load() {
	const [convs, tickets] = await Promise.all([app.api.get('/conversations', { limit: 5 }), app.api.get('/tickets', { limit: 50 }).catch(() => ({ items: [] }))]);
	app.tickets = tickets.items;
	const conv = convs.items.find((/** @type {any} */ c) => c.state !== 'closed') ?? convs.items[0];
	if (conv) {
		const page = await app.api.get(`/conversations/${conv.id}/messages`, { stream: 'public', before: conv.public_seq + 1 });
		reset(conv);
		for (const m of page.items) app.messages.add(m);
	}
	for (const item of app.live.outbox.items()) if (!item.conv || item.conv === app.conv?.id) app.messages.wait(item);
	count(conv?.unread ?? 0);
	app.changed();
}

/** Reads what came before the first message shown. */
export async function earlier() {
	const { conv, messages } = app;
	const first = messages.list[0]?.seq;
	if (!conv || !(first > 1)) return false;
	const page = await app.api.get(`/conversations/${conv.id}/messages`, { stream: 'public', before: first });
	for (const m of page.items) messages.add(m);
	app.changed();
	return page.items.length > 0;
}

/** @param {number} n @param {any} [message] */
function count(n, message) {
	app.unread = n;
	tell('unread', {
		n,
		last: message && {
			name: message.author.name,
			text: message.text || message.files?.[0]?.name || '',
			time: clock(message.at),
			initials: initials(message.author.name),
			hue: 20 + 30 * Number(hue(message.author.id).slice(4)),
		},
	});
	if (whole) document.title = (n ? `(${n}) ` : '') + app.site.name;
	app.changed();
}

/** @param {any} f */
function event(f) {
	const [kind, what] = f.ev.split('.');
	const { data } = f;
	if (kind === 'message' && f.stream === 'public') {
		if (f.conv !== app.conv?.id) return void load();
		const fresh = app.messages.add(data, f.cmid);
		const theirs = data.author.kind === 'operator';
		if (theirs) app.typing = null;
		if (fresh && theirs && !what) {
			app.conv.unread = 0;
			if (app.looking && app.view?.el.id === 'chat') app.seen();
			else {
				count(app.unread + 1, data);
				if (app.sound) import('../shared/sound.js').then((s) => s.beep());
			}
		}
		if (fresh) app.conv.last_message = { seq: data.seq, text: data.text, at: data.at, author: data.author };
	} else if (kind === 'conversation') {
		if (f.conv !== app.conv?.id) {
			if (app.conv && app.conv.state !== 'closed' && !app.fresh) return;
			const waiting = [...app.messages.pending.values()];
			reset(data);
			waiting.forEach((i) => app.messages.wait(i));
		}
		change(what, data, f);
	} else if (kind === 'read' && f.conv === app.conv?.id) {
		const key = data.by.kind === 'operator' ? 'operator_read_seq' : 'customer_read_seq';
		app.conv[key] = Math.max(app.conv[key] ?? 0, data.seq);
		if (key[0] === 'c' && data.seq >= app.messages.last) count(0);
	} else if (kind === 'ticket') {
		app.tickets = [data.ticket, ...app.tickets.filter((x) => x.number !== data.ticket.number)];
	}
	app.changed();
}

/** @param {string} what @param {any} data @param {any} f */
function change(what, data, f) {
	const old = app.conv;
	app.conv = { ...old, ...data, operator: data.operator, queue_position: data.operator ? 0 : old.queue_position };
	/** @param {object} line */
	const line = (line) => {
		if (app.lines.some((l) => l.pos === f.pos)) return;
		app.lines.push({ pos: f.pos, after: data.public_seq || 1, at: f.ts, kind: what, ...line });
		storage.setItem(`balcao.lines.${data.id}`, JSON.stringify(app.lines.slice(-40)));
	};
	if (data.operator && data.operator.id !== old.operator?.id) line({ kind: 'joined', who: data.operator.name });
	else if (what === 'closed') line({ who: data.by?.kind === 'operator' ? data.by.name : '' });
	else if (what === 'transferred' || what === 'requeued') line({});
	if (what === 'ticketed') for (const n of data.tickets) if (!app.lines.some((l) => l.n === n)) line({ n });
	if (data.state === 'queued') place();
	if (data.state === 'closed') app.typing = null;
}

/** Our own place in the queue is not in events. */
async function place() {
	const c = await app.api.get(`/conversations/${app.conv.id}`).catch(() => null);
	if (c && c.id === app.conv?.id && app.conv.state === 'queued') app.conv = { ...app.conv, queue_position: c.queue_position, expected_wait_s: c.expected_wait_s };
	app.changed();
}

/** @param {any} f */
function volatile(f) {
	if (f.conv !== app.conv?.id) return;
	if (f.ev === 'typing') {
		app.typing = f.data.on ? (f.data.by ?? f.data.person) : null;
		clearTimeout(lapse);
		lapse = setTimeout(() => {
			app.typing = null;
			app.changed();
		}, 6000);
	} else if (f.ev === 'queue') app.conv = { ...app.conv, ...f.data };
	app.changed();
}
/** @type {any} */
let lapse;

/** @param {any} detail */
function outbox({ item, ok, gone }) {
	if (gone) app.messages.pending.delete(item.cmid);
	else if (ok) {
		if (!app.conv) reset({ id: ok.conv, state: 'queued', tickets: [] });
		if (ok.conv === app.conv.id) app.messages.settle(item, ok, { kind: 'visitor', id: app.me.id, name: app.me.name });
	} else if (item.refused === 'conv_closed') {
		// it was closed for too long: the same words open the next one
		app.live.discard(item.cmid);
		app.live.send({ text: item.text, files: item.files, new: { site, page: host.page } });
	} else if (!item.conv || item.conv === app.conv?.id) app.messages.wait(item);
	app.changed();
}

async function begin() {
	await meet((kind, focus) => {
		if (kind === 'open' && focus) app.view?.focus?.();
		if (app.view?.el.id === 'chat') app.seen();
	});
	app.me = JSON.parse(storage.getItem(KEY) ?? '{}');
	const [info] = await Promise.all([app.api.get(`/widget/site/${encodeURIComponent(site)}`), loadCatalogue(root.lang, ['widget'])]);
	app.site = info;
	root.style.setProperty('--hue', String(parseFloat(accent ?? '') || info.hue || 250));
	const { kind, id, name, email } = root.dataset;
	// a signed-in customer of the portal chats as that person, on every device the same
	if (kind === 'customer') app.me = { id, name, email, account: true };
	const live = new Live({ api: app.api, scope: app.me.account ? app.me.id : site, load, client: 'widget', storage });
	app.live = live;
	/** @type {[string, (d: any) => void][]} */
	const on = [['event', event], ['volatile', volatile], ['outbox', outbox], ['state', (d) => net(d.state, d.again)]];
	for (const [type, take] of on) live.addEventListener(type, (e) => take(/** @type {CustomEvent} */ (e).detail));
	for (const item of live.outbox.items()) app.messages.wait(item);
	if (app.me.token || app.me.account || app.messages.pending.size) app.become();
	else net('online');
	addEventListener('keydown', (e) => {
		if (e.key === 'Escape' && !e.defaultPrevented) app.close();
	});
	document.addEventListener('visibilitychange', () => app.view?.el.id === 'chat' && app.seen());
	const view = window.visualViewport;
	if (whole && view) view.onresize = () => root.style.setProperty('--height', `${view.height}px`);
	root.classList.toggle('whole', whole);
	app.home();
}

begin().catch((e) => {
	console.error(e);
	document.body.append(h('main', { class: 'sorry' }, h('p', null, e.detail || t('widget.sorry')), h('button', { class: 'button', onclick: () => location.reload() }, '↻')));
});
