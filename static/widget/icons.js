// Drawings of 24 by 24, in strokes.
const SVG = 'http://www.w3.org/2000/svg';

const FACE = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.5v.1M15 9.5v.1M8';

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
  next: 'M9.5 6l6 6-6 6',
  ticket: 'M3.5 6h17v4a2 2 0 0 0 0 4v4h-17v-4a2 2 0 0 0 0-4zM14.5 6.5v2M14.5 11v2M14.5 15.5v2',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5v5h5M9 12.5h6M9 16h6',
  save: 'M12 4v11.5M7 11l5 4.7 5-4.7M4.5 20h15',
  news: 'M4 10v4h3l8.5 4.5v-13L7 10zM7 14l1 5.5h3L10 15.5M18.5 9.5a3.5 3.5 0 0 1 0 5',
  mail: 'M3.5 5.5h17v13h-17zM4 7l8 6 8-6',
  // from very bad to very good
  mood1: `${FACE}.5 16.5a4 4 0 0 1 7 0M7.5 8l2.5 1.2M16.5 8L14 9.2`,
  mood2: `${FACE}.5 16.3a4.5 4.5 0 0 1 7 0`,
  mood3: `${FACE}.5 15.5h7`,
  mood4: `${FACE}.5 14.5a4.5 4.5 0 0 0 7 0`,
  mood5: `${FACE} 13.5h8a4 4 0 0 1-8 0z`,
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
