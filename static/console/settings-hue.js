// The accent colour as one hue: a slider, a few good ones to pick, and what it looks like.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { field, input } from './field.js';

const GOOD = [250, 285, 330, 20, 145, 190];

/**
 * @param {{name: string, label: string, value: number, hint?: string, live?: boolean}} options `live` shows it on the whole page while it is tried
 */
export function hueField({ name, label, value, hint, live = false }) {
  const page = document.documentElement;
  let kept = page.style.getPropertyValue('--hue');
  const slider = input({
    type: 'range',
    name,
    min: 0,
    max: 359,
    step: 1,
    value: String(value ?? 250),
    class: 'hue-slider',
  });
  const sample = h(
    'span',
    { class: 'hue-sample' },
    h('span', { class: 'button button-primary' }, t('settings.hue.button')),
    h('span', { class: 'hue-soft' }, t('settings.hue.soft')),
  );
  const paint = () => {
    sample.style.setProperty('--hue', slider.value);
    if (live) page.style.setProperty('--hue', slider.value);
    for (const b of swatches.children)
      b.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (b).dataset.hue === slider.value));
  };
  const swatches = h(
    'span',
    { class: 'hue-swatches' },
    ...GOOD.map((hue) => {
      const button = h('button', {
        class: 'hue-swatch',
        type: 'button',
        'data-hue': String(hue),
        'aria-label': t('settings.hue.pick', { hue: String(hue) }),
      });
      button.style.setProperty('--hue', String(hue));
      button.addEventListener('click', () => {
        slider.value = String(hue);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      });
      return button;
    }),
  );
  let touched = false;
  slider.addEventListener('input', () => {
    touched = true;
    paint();
  });
  paint();
  const place = field({ name, label, control: slider, hint, wide: true });
  place.append(h('div', { class: 'hue-row' }, swatches, sample));
  // A colour that was only tried goes when the form does.
  if (live)
    requestAnimationFrame(function watch() {
      if (place.isConnected) setTimeout(() => requestAnimationFrame(watch), 300);
      else if (kept) page.style.setProperty('--hue', kept);
    });
  return {
    place,
    touched: () => touched,
    keep: () => {
      kept = slider.value;
    },
  };
}
