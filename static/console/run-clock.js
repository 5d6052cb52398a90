// <run-clock since="…">: a running clock, all of them on one tick a second.

import { duration } from '../shared/time.js';

/** @type {Set<RunClock>} */
const running = new Set();
let timer = 0;

/** The server's time minus this machine's, so that a wrong clock here shows no wrong wait. */
let skew = 0;

/** @param {string} ts the server's time of a frame that just came */
export function noteServerTime(ts) {
  const off = Date.parse(ts) - Date.now();
  if (Number.isFinite(off)) skew = Math.abs(off) < 2000 ? 0 : off;
}

/** Seconds since then by the server's clock. @param {string} since */
export const secondsSince = (since) => Math.max(0, (Date.now() + skew - Date.parse(since)) / 1000);

export class RunClock extends HTMLElement {
  static observedAttributes = ['since'];

  connectedCallback() {
    running.add(this);
    this.show();
    if (!timer) timer = setInterval(() => running.forEach((c) => void c.show()), 1000);
  }

  disconnectedCallback() {
    running.delete(this);
    if (running.size) return;
    clearInterval(timer);
    timer = 0;
  }

  attributeChangedCallback() {
    this.show();
  }

  show() {
    const since = this.getAttribute('since');
    const text = since ? duration(secondsSince(since)) : '';
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define('run-clock', RunClock);
