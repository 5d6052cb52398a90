// Speaks protocol.md, version 1: one connection, events in order, unsent messages sent again until they have their `ok`.
import { Outbox, PATIENCE } from './outbox.js';

/** @typedef {import('./outbox.js').Item} Item */
/** @typedef {'connecting' | 'online' | 'polling' | 'offline' | 'stopped'} State */

/**
 * @typedef {object} Options
 * @property {any} api an Api with the caller's credential
 * @property {string} scope id of the principal: whose unsent messages these are
 * @property {(state: any, first: boolean) => any} load reads everything anew from `state` of the snapshot (null if there is none); events wait until it is done
 * @property {string} [client]
 * @property {any} [storage] as outbox.js describes it
 */

const AGAIN = new Set(['rate_limited', 'busy', 'readonly', 'internal', 'network']);
const sleep = (/** @type {number} */ ms) => new Promise((r) => setTimeout(r, ms));

/**
 * Dispatches CustomEvents: `state` {state, code?, again?} · `event` (the frame, durable, in order) · `volatile` (the frame) ·
 * `outbox` {item, ok?, gone?} · `err` (the frame). start() once; stop() for good.
 */
export class Live extends EventTarget {
	/** @param {Options} options */
	constructor({ api, scope, load, client = 'web', storage }) {
		super();
		this.api = api;
		this.load = load;
		this.client = client;
		this.scope = scope;
		this.outbox = new Outbox(scope, storage);
		/** @type {State} */
		this.state = 'connecting';
		/** @type {any} who the server says we are */
		this.self = null;
		/** @type {any} */
		this.limits = {};
		/** @type {{epoch?: string, pos: number}} */
		this.at = { pos: 0 };
		this.ready = false;
		this.watched = new Set();
		try {
			this.tabs = new BroadcastChannel(`balcao.${scope}`);
			this.tabs.onmessage = (e) => this.#changed(e.data, false);
		} catch {
			// alone then
		}
	}

	/** @type {WebSocket | null} */ #ws = null;
	/** @type {any[] | null} events that wait for load() */ #held = null;
	/** @type {(() => void) | null} ends the current pause */ #wake = null;
	/** @type {Map<string, (answer: any) => void>} */ #asked = new Map();
	/** @type {Map<string, any>} frames to be said once connected */ #due = new Map();
	#lanes = new Set();
	#n = 0;
	#heard = 0;
	#tries = 0;
	#round = 0;
	#broken = 0;
	#badTickets = 0;
	#running = false;
	#first = true;
	#drain = 0;
	/** @type {Map<string, number>} when typing was last said */ #typed = new Map();
	#beat = 25;

	start() {
		if (this.#running) return;
		this.#running = true;
		const check = () => this.#check();
		addEventListener('online', check);
		addEventListener('offline', check);
		document.addEventListener('visibilitychange', check);
		this.timer = setInterval(() => this.#tick(), 5000);
		for (const item of this.outbox.items()) this.#patience(item);
		this.#run();
	}

	/** Ends for good. @param {number | string} [code] why */
	stop(code) {
		if (!this.#running) return;
		this.#running = false;
		clearInterval(this.timer);
		this.#ws?.close(1000);
		this.#wake?.();
		this.#say('stopped', { code });
	}

	/** Keeps a message until the server has it, and sends it as soon as it can. @param {any} draft {conv | new, stream?, text, files?, reply_to?} @returns {Item} */
	send(draft) {
		const item = this.outbox.add(draft);
		this.#patience(item);
		this.#changed({ item });
		this.#pump();
		return item;
	}

	/** Tries an unsent message at once. @param {string} cmid */
	retry(cmid) {
		const item = this.outbox.get(cmid);
		if (!item) return;
		const next = { ...item, at: Date.now(), refused: undefined, detail: undefined };
		this.outbox.put(next);
		this.#patience(next);
		this.#changed({ item: next });
		this.#wake?.();
		this.#pump();
	}

	/** Takes an unsent message back; its text is the caller's again. @param {string} cmid */
	discard(cmid) {
		const item = this.outbox.get(cmid);
		this.outbox.remove(cmid);
		if (item) this.#changed({ item, gone: true });
		return item;
	}

	/** @param {string} conv @param {string} stream @param {number} seq */
	read(conv, stream, seq) {
		if (this.state === 'polling') this.api.post(`/conversations/${conv}/read`, { stream, seq }).catch(() => {});
		else this.#tell(`read ${conv} ${stream}`, { t: 'read', conv, stream, seq });
	}

	/** Says typing at most every 3 s while it goes on. @param {string} conv @param {boolean} on @param {string} [text] */
	typing(conv, on, text) {
		const now = Date.now();
		const said = this.#typed.get(conv) ?? 0;
		if (on ? now - said < 3000 : !said) return;
		this.#typed.set(conv, on ? now : 0);
		this.#frame({ t: 'typing', conv, on, ...(text === undefined ? {} : { text }) });
	}

	/** @param {string} conv */
	watch(conv) {
		this.watched.add(conv);
		this.#frame({ t: 'watch', conv });
	}

	/** @param {string} conv */
	unwatch(conv) {
		this.watched.delete(conv);
		this.#frame({ t: 'unwatch', conv });
	}

	/** @param {'online' | 'away' | 'offline'} state */
	presence(state) {
		this.#tell('presence', { t: 'presence', state });
	}

	async #run() {
		while (this.#running) {
			let pause = 0;
			try {
				if (!this.at.epoch) await this.#refresh();
				if (typeof WebSocket === 'undefined' || this.#broken > 2) await this.#poll();
				else pause = await this.#socket();
			} catch (/** @type {any} */ e) {
				if (e.status === 401 || e.status === 403 || e.status === 404) return this.stop(e.code);
				if (e.status === undefined) console.error(e);
				this.#broken = 0;
				pause = (e.retryAfter ?? 0) * 1000;
			}
			if (!this.#running) return;
			this.#lost();
			await this.#pause(Math.max(pause, Math.random() * Math.min(30_000, 500 * 2 ** this.#tries++)));
		}
	}

	/** One socket from ticket to close; gives the pause the server asked for. @returns {Promise<number>} */
	async #socket() {
		const { ticket } = await this.api.post('/live/ticket');
		return new Promise((done) => {
			const url = new URL('/live', location.href);
			url.protocol = url.protocol.replace('http', 'ws');
			const ws = new WebSocket(url, 'balcao.v1');
			this.#ws = ws;
			this.#n = this.#drain = 0;
			this.#heard = Date.now();
			let welcomed = false;
			ws.onopen = () => ws.send(JSON.stringify({ t: 'hello', ticket, client: { name: this.client, version: '1' }, ...(this.at.epoch ? { resume: this.at } : {}) }));
			ws.onmessage = ({ data }) => {
				this.#heard = Date.now();
				const frame = JSON.parse(data);
				if (frame.t === 'welcome') welcomed = true;
				this.#receive(frame);
			};
			ws.onclose = ({ code }) => {
				if (this.#ws === ws) this.#ws = null;
				this.#broken = welcomed || code >= 4000 ? 0 : this.#broken + 1;
				this.#badTickets = code === 4500 ? this.#badTickets + 1 : 0;
				if (code >= 4500 && this.#badTickets !== 1) this.stop(code);
				done(this.#drain);
			};
		});
	}

	/** @param {any} f */
	#receive(f) {
		if (f.t === 'welcome') {
			this.self = f.self;
			this.limits = f.limits ?? {};
			this.#beat = f.heartbeat_s ?? 25;
			this.at.epoch ??= f.epoch;
		} else if (f.t === 'event') {
			if (f.n !== ++this.#n) return this.#cut();
			this.#event(f);
		} else if (f.t === 'synced') {
			this.#reach(f.pos);
			this.#synced('online');
		} else if (f.t === 'reset') {
			this.#held ??= [];
			this.#refresh().catch(() => this.#cut());
		} else if (f.t === 'ok' || (f.t === 'err' && f.cmid)) {
			this.#asked.get(f.cmid)?.(f);
		} else if (f.t === 'volatile' || f.t === 'err') {
			this.#emit(f.t, f);
		} else if (f.t === 'heartbeat') {
			if (f.n !== this.#n) return this.#cut();
			this.#reach(f.pos);
		} else if (f.t === 'drain') {
			this.#drain = f.reconnect_after_ms ?? 0;
		}
	}

	/** @param {any} f */
	#event(f) {
		if (this.#held) return void this.#held.push(f);
		this.#reach(f.pos);
		this.#emit('event', f);
	}

	/** @param {number} pos */
	#reach(pos) {
		// while load() runs the place stays: what is held has not been taken in yet
		if (!this.#held && pos > this.at.pos) this.at = { ...this.at, pos };
	}

	/** Reads the snapshot, then lets the app load while events are held. */
	async #refresh() {
		this.#held ??= [];
		const round = ++this.#round;
		const snapshot = await this.api.get('/live/snapshot');
		this.at = { epoch: snapshot.epoch, pos: snapshot.pos };
		const first = this.#first;
		this.#first = false;
		// the socket need not wait for this
		(async () => {
			for (let n = 0; this.#running && round === this.#round; n++) {
				try {
					await this.load(snapshot.state, first);
					break;
				} catch (/** @type {any} */ e) {
					if (e.status === 401) return this.stop(e.code);
					if (e.status === undefined) console.error(e);
					await sleep(Math.min(30_000, 500 * 2 ** n));
				}
			}
			if (round !== this.#round) return; // a later reset took over
			const held = this.#held ?? [];
			this.#held = null;
			for (const f of held) if (f.pos > this.at.pos) this.#event(f);
		})();
	}

	async #poll() {
		const until = Date.now() + 300_000;
		while (this.#running && Date.now() < until) {
			const a = await this.api.get('/live/events', { ...this.at, wait: this.ready ? 25 : 0 });
			if (a.reset) await this.#refresh();
			for (const f of a.items ?? []) if (f.pos > this.at.pos || this.#held) this.#event(f);
			if (!a.reset) this.#reach(a.pos);
			if (!this.ready) this.#synced('polling');
		}
		this.#broken = 2; // one more try with a socket
	}

	/** @param {State} state */
	#synced(state) {
		const again = this.#tries > 0 || this.state === 'offline';
		this.#tries = 0;
		this.ready = true;
		this.#say(state, { again });
		for (const conv of this.watched) this.#frame({ t: 'watch', conv });
		for (const f of this.#due.values()) this.#frame(f);
		this.#due.clear();
		this.#pump();
	}

	#lost() {
		this.ready = false;
		for (const answer of this.#asked.values()) answer(null);
		this.#asked.clear();
		this.#say('offline', {});
	}

	/** Sends what waits: every conversation's stream by itself, one message at a time, whichever tab comes first. */
	#pump() {
		if (!this.ready) return;
		for (const { lane, refused } of this.outbox.items()) {
			if (refused || this.#lanes.has(lane)) continue;
			this.#lanes.add(lane);
			const work = () => this.#work(lane);
			const locks = globalThis.navigator?.locks;
			(locks ? locks.request(`balcao.${this.scope}.${lane}`, work).catch(work) : work()).finally(() => this.#lanes.delete(lane));
		}
	}

	/** @param {string} lane */
	async #work(lane) {
		while (this.ready) {
			const item = this.outbox.items().find((i) => i.lane === lane && !i.refused);
			if (!item) break;
			const answer = await this.#transmit(item);
			if (!answer) return;
			if (answer.t === 'ok') {
				this.outbox.remove(item.cmid);
				this.#changed({ item, ok: answer });
				if (!item.conv) {
					this.outbox.opened(lane, answer.conv);
					setTimeout(() => this.#pump());
				}
			} else if (AGAIN.has(answer.code)) {
				await sleep(answer.retry_after_ms ?? 1000 + Math.random() * 2000);
			} else if (this.outbox.get(item.cmid)) {
				const next = { ...item, refused: answer.code, detail: answer.detail };
				this.outbox.put(next);
				this.#changed({ item: next });
			}
		}
	}

	/** @param {Item} item @returns {Promise<any>} ok, err, or null when the connection broke */
	async #transmit({ cmid, conv, stream, text, files, reply_to, new: fresh }) {
		const body = { cmid, stream, text, files: files?.map((f) => f.id), reply_to };
		if (this.state === 'polling') {
			try {
				const m = await this.api.post(conv ? `/conversations/${conv}/messages` : '/conversations', { ...body, ...(conv ? {} : fresh) });
				const message = m.message ?? m;
				return { t: 'ok', cmid, conv: message.conv ?? m.id, stream, seq: message.seq ?? m.last_message?.seq ?? 1, mid: message.mid, ts: message.at };
			} catch (/** @type {any} */ e) {
				return e.status === 0 ? null : { t: 'err', code: e.code, detail: e.detail, retry_after_ms: e.retryAfter && e.retryAfter * 1000 };
			}
		}
		return new Promise((resolve) => {
			const slow = setTimeout(() => this.#cut(), 15_000);
			this.#asked.set(cmid, (answer) => {
				clearTimeout(slow);
				this.#asked.delete(cmid);
				resolve(answer);
			});
			if (!this.#frame({ t: 'send', ...body, ...(conv ? { conv } : { new: fresh }) })) this.#asked.get(cmid)?.(null);
		});
	}

	/** Says it now, or as the last word of its kind once connected. @param {string} key @param {any} frame */
	#tell(key, frame) {
		if (!this.#frame(frame)) this.#due.set(key, frame);
	}

	/** @param {any} frame @returns {boolean} whether it was handed to a live socket */
	#frame(frame) {
		if (!this.ready || this.#ws?.readyState !== 1) return false;
		this.#ws.send(JSON.stringify(frame));
		return true;
	}

	/** This connection is not sound any more. */
	#cut() {
		const ws = this.#ws;
		ws?.close(4000);
		// a dead line never answers the close: go on without it
		ws?.onclose?.(new CloseEvent('close', { code: 4000 }));
		if (ws) ws.onclose = ws.onmessage = null;
	}

	/** Something changed outside: try now, or see whether the line still answers. */
	#check() {
		this.#wake?.();
		if (!this.ready || !this.#ws) return;
		const asked = Date.now();
		this.#frame({ t: 'ping', n: asked % 1e6 });
		setTimeout(() => this.#heard < asked && this.#ws && this.#cut(), 4000);
	}

	#tick() {
		const quiet = Date.now() - this.#heard;
		if (this.#ws && quiet > (this.#ws.readyState === 1 && this.ready ? this.#beat * 1200 + 12_000 : 20_000)) this.#cut();
	}

	/** @param {number} ms */
	#pause(ms) {
		return new Promise((/** @type {(v?: any) => void} */ done) => {
			const timer = setTimeout(done, ms);
			this.#wake = () => {
				clearTimeout(timer);
				this.#wake = null;
				// several at once must not become a storm
				setTimeout(done, 100);
			};
		});
	}

	/** @param {Item} item */
	#patience(item) {
		setTimeout(
			() => {
				const now = this.outbox.get(item.cmid);
				if (now && now.at === item.at) this.#changed({ item: now }, false);
			},
			Math.max(0, item.at + PATIENCE - Date.now()) + 20,
		);
	}

	/** @param {{item: Item, ok?: any, gone?: boolean}} detail @param {boolean} [tell] the other tabs too */
	#changed(detail, tell = true) {
		this.#emit('outbox', detail);
		if (tell) this.tabs?.postMessage(detail);
		else if (!detail.ok && !detail.gone) this.#pump();
	}

	/** @param {State} state @param {object} detail */
	#say(state, detail) {
		if (this.state === state) return;
		this.state = state;
		this.#emit('state', { state, ...detail });
	}

	/** @param {string} type @param {any} detail */
	#emit(type, detail) {
		this.dispatchEvent(new CustomEvent(type, { detail }));
	}
}
