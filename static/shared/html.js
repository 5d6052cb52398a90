// The one door for markup: only html that the server has sanitised comes in, and only as it is known to be.

const ALLOWED = new Set('A B BLOCKQUOTE BR CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR I IMG LI MARK OL P PRE S SPAN STRONG TABLE TBODY TD TH THEAD TR UL'.split(' '));
const KEPT = new Set(['href', 'title', 'class', 'alt', 'src', 'start', 'colspan', 'rowspan', 'lang', 'dir']);

/** @type {any} */
const trusted = /** @type {any} */ (globalThis).trustedTypes;
const policy = trusted ? trusted.createPolicy('balcao', { createHTML: (/** @type {string} */ s) => s }) : { createHTML: (/** @type {string} */ s) => s };

/**
 * Shows html of the server in el. What a server should never have let through is taken out once more; links open a new window.
 * @template {Element} T
 * @param {T} el
 * @param {string} html
 * @returns {T}
 */
export function setHTML(el, html) {
	const box = document.createElement('template');
	box.innerHTML = policy.createHTML(html);
	for (const node of [...box.content.querySelectorAll('*')]) {
		if (!ALLOWED.has(node.tagName)) node.replaceWith(node.textContent ?? '');
		for (const { name, value } of [...node.attributes]) {
			const url = name === 'href' || name === 'src';
			if (!KEPT.has(name) || (url && !/^(https?:|mailto:|blob:|[/#])/i.test(value))) node.removeAttribute(name);
		}
		if (node.tagName === 'A') {
			node.setAttribute('target', '_blank');
			node.setAttribute('rel', 'noopener noreferrer nofollow');
		}
	}
	el.replaceChildren(box.content);
	return el;
}
