// Drawings of 24 by 24, in strokes; the late part brings more.
const SVG = 'http://www.w3.org/2000/svg';

export const ICONS = {
  clip: 'M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7',
  send: 'M12 19.5v-15M5.5 11L12 4.5l6.5 6.5',
  down: 'M12 4.5v15M5.5 13l6.5 6.5 6.5-6.5',
  back: 'M14.5 6l-6 6 6 6',
  close: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
  dots: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7v5l3.2 2',
  check: 'M4.5 12.5l5 5 10-11',
  read: 'M1.5 13l4.5 4.5L15 7M11 16.5l1 1L21.5 7',
  alert: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5v5.2M12 16.2v.1',
  news: 'M4 10v4h3l8.5 4.5v-13L7 10zM7 14l1 5.5h3L10 15.5M18.5 9.5a3.5 3.5 0 0 1 0 5',
};

/** An icon, without a label of its own. @param {string} name @param {number} [size] 20 or 16 */
export function glyph(name, size = 20) {
  const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS(SVG, tag));
  svg.setAttribute('class', `icon icon-${size}`);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', /** @type {any} */ (ICONS)[name]);
  svg.append(path);
  return svg;
}
