// Builds elements from text only: nothing here can turn a string into markup.

/** @typedef {Node | string | number | false | null | undefined | Child[]} Child */

const SVG = 'http://www.w3.org/2000/svg';

/** Where versioned assets live, as the page says. */
export const assets = () => document.documentElement.dataset.assets ?? '/assets/dev/';

/**
 * Makes an element: h('p.line', {title}, 'Hello'). Props may be left out. Their keys: `on…` listens, `class`, `dataset`,
 * a property the element has, else an attribute; true sets it empty, false/null/undefined leaves it out.
 * A button that does something by itself does not send its form.
 * @param {string} tag with its classes
 * @param {...(Child | Record<string, any>)} inside props, children
 * @returns {any}
 */
export function h(tag, ...inside) {
  const [name, ...classes] = tag.split('.');
  const el = document.createElement(name);
  if (classes[0]) el.className = classes.join(' ');
  const props = /** @type {any} */ (inside[0]);
  if (props?.constructor === Object) {
    if (props.onclick) /** @type {any} */ (el).type = 'button';
    set(el, /** @type {any} */ (inside.shift()));
  }
  el.append(...flat(/** @type {Child[]} */ (inside)));
  return el;
}

/**
 * Sets props as `h` does.
 * @param {any} el
 * @param {Record<string, any>} props
 */
export function set(el, props) {
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith('on')) el.addEventListener(key.slice(2).toLowerCase(), value);
    else if (key === 'class') el.className = value || '';
    else if (key === 'dataset') Object.assign(el.dataset, value);
    else if (key in el && !/-|^(list|form|role)$/.test(key)) el[key] = value ?? '';
    else if (value === true) el.setAttribute(key, '');
    else if (value == null || value === false) el.removeAttribute(key);
    else el.setAttribute(key, value);
  }
}

/**
 * Replaces what the element holds.
 * @param {Element | DocumentFragment} el
 * @param {...Child} children
 */
export function fill(el, ...children) {
  el.replaceChildren(...flat(children));
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function flat(children) {
  return /** @type {any[]} */ (children)
    .flat(9)
    .filter((c) => c != null && c !== false)
    .map((c) => (c instanceof Node ? c : String(c)));
}

/**
 * An icon of the sprite; unlabelled, so the button around it needs its own name.
 * @param {string} name
 * @param {string | number} [more] a class beside `icon`, or the size: 16 or 24 (20 is plain)
 * @param {string} [sprite] '' = in the page itself
 * @returns {SVGElement}
 */
export function icon(name, more = '', sprite = `${assets()}shared/icons.svg`) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  svg.setAttribute('class', `icon ${typeof more === 'number' ? `icon-${more}` : more}`.trim());
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `${sprite}#${name}`);
  svg.append(use);
  return svg;
}
