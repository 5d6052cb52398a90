// Keeps the shown page in step: an event about its ticket or chat has the server draw it again.
// The server stays the only one that knows how a page looks; what is being typed is not touched.
import { api } from '../shared/api.js';
import { t } from '../shared/i18n.js';
import { Live } from '../shared/live.js';
import { dressTimes } from './times.js';

export function follow() {
	const subject = /** @type {HTMLElement} */ (document.querySelector('[data-live]')).dataset;
	let wanted = false;
	const redraw = soon(() => draw().catch(() => {}));
	const live = new Live({ api, client: 'portal', scope: `portal.${subject.me}`, load: async () => void (wanted ? redraw() : (wanted = true)) });
	live.addEventListener('event', (e) => {
		const frame = /** @type {CustomEvent} */ (e).detail;
		const ticket = String(frame.ticket ?? frame.data?.ticket?.number ?? '');
		const conv = frame.conv ?? '';
		if (subject.live === 'all' || (subject.ticket && subject.ticket === ticket) || (conv && subject.convs?.split(' ').includes(conv))) redraw();
	});
	const state = document.createElement('div');
	state.className = 'live-state';
	state.setAttribute('role', 'status');
	state.hidden = true;
	document.body.append(state);
	live.addEventListener('state', (e) => {
		const now = /** @type {CustomEvent} */ (e).detail.state;
		state.hidden = now !== 'offline';
		state.textContent = state.hidden ? '' : t('portal.offline');
	});
	live.start();
}

/** The page as the server draws it now; XMLHttpRequest parses it, so no text of ours becomes markup. @returns {Promise<Document>} */
const fetchPage = () =>
	new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.responseType = 'document';
		request.open('GET', location.href);
		request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject(request.status));
		request.onerror = reject;
		request.send();
	});

async function draw() {
	const page = await fetchPage();
	for (const part of document.querySelectorAll('[data-part]')) {
		const fresh = page.querySelector(`[data-part="${/** @type {HTMLElement} */ (part).dataset.part}"]`);
		if (!fresh) continue;
		for (const fold of part.querySelectorAll('details[open][id]')) fresh.querySelector(`#${CSS.escape(fold.id)}`)?.setAttribute('open', '');
		dressTimes(fresh);
		part.replaceWith(document.adoptNode(fresh));
	}
}

/** At most once in 300 ms, the last call always served. @param {() => void} act */
function soon(act) {
	let waiting = false;
	return () => {
		if (waiting) return;
		waiting = true;
		setTimeout(() => {
			waiting = false;
			act();
		}, 300);
	};
}
