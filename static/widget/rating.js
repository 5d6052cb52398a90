// After the end: how was it?

/** @param {typeof import('./kit.js').kit} kit @param {() => void} transcript @param {() => void} done */
export default function rating({ app, glyph, h, w }, transcript, done) {
	const { id } = app.conv;
	const comment = h('textarea', { id: 'comment', class: 'input', rows: 2, maxLength: 4000 });
	const error = h('p', { class: 'error', role: 'alert' });
	const send = async (/** @type {Event} */ e) => {
		e.preventDefault();
		const score = Number(new FormData(/** @type {any} */ (e.target)).get('score'));
		if (!score) {
			error.textContent = w('choose');
			return;
		}
		try {
			const conv = await app.api.post(`/conversations/${id}/rating`, { score, comment: comment.value.trim() });
			if (conv?.id === app.conv?.id) app.conv = { ...app.conv, ...conv };
			app.conv.rating ??= { score };
			done();
		} catch (/** @type {any} */ e) {
			error.textContent = e.detail || w('sorry');
		}
	};
	return h(
		'form',
		{ class: 'rating', onsubmit: send },
		h('fieldset', null, h('legend', null, w('how')), h('div', { class: 'moods' }, [1, 2, 3, 4, 5].map((n) => h('label', null, h('input', { type: 'radio', name: 'score', value: n, class: 'sr' }), h('span', { class: 'mood' }, glyph('face'), glyph(`mood${n}`)), h('small', null, w(`score${n}`)))))),
		h('label', { htmlFor: 'comment' }, w('better'), ' ', h('small', null, w('optional'))),
		comment,
		error,
		h('p', { class: 'two' }, h('button', { class: 'button primary' }, w('rate')), h('button', { type: 'button', class: 'button quiet', onclick: done }, w('skip'))),
		h('p', { class: 'ways' }, h('button', { type: 'button', class: 'link', onclick: transcript }, glyph('save', 16), w('transcript')), h('button', { type: 'button', class: 'link', onclick: done }, w('again'))),
	);
}
