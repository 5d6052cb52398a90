// A person's mark: initials on a hue that follows from the id.
import { h } from './dom.js';

/**
 * First and last initial of a name: "Marina da Rocha" → MR.
 * @param {string} name
 */
export function initials(name) {
  const words = (name || '').match(/\S+/g) ?? ['?'];
  return words
    .filter((_, i) => !i || i === words.length - 1)
    .map((w) => [...w][0])
    .join('')
    .toUpperCase();
}

/**
 * One of 12 hues in degrees, always the same for an id.
 * @param {string} id
 */
export function hue(id) {
  let n = 7;
  for (const c of id || '') n = (Math.imul(n, 31) + c.charCodeAt(0)) >>> 0;
  return 20 + 30 * (n % 12);
}

/**
 * The avatar; decoration beside the name, so hidden from readers.
 * @param {{id?: string, name?: string, picture?: string}} person
 * @param {number} [size] 20, 24, 32, 36 or 40
 * @param {'online' | 'away' | 'offline' | ''} [state] adds a dot
 */
export const avatar = ({ id, name, picture }, size = 32, state = '') =>
  h(
    `span.avatar.avatar-${size}`,
    { style: `--h:${hue(id)}`, 'aria-hidden': 'true' },
    picture ? h('img', { src: picture, alt: '' }) : initials(name),
    state && h(`span.dot.dot-${state}`),
  );
