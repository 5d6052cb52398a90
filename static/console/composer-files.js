// Files on their way: by button, paste or drop, with progress, each can be taken out.

import { fill, h, icon } from '../shared/dom.js';
import { upload } from '../shared/upload.js';
import { app } from './app-context.js';
import { sayError } from './dialog.js';
import { size } from './message-body.js';

const MOST = 10;
const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {{name: string, size: number, part: number, done?: any, error?: string, file?: File, stop?: AbortController, el?: HTMLElement}} Upload */

export class ComposerFiles {
  /** @type {Upload[]} */
  uploads = [];

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    const input = h('input', {
      type: 'file',
      multiple: true,
      hidden: true,
      onchange: () => {
        this.add([...input.files]);
        input.value = '';
      },
    });
    const label = app.t('console.attach_file');
    this.button = h(
      'span',
      null,
      h(
        'button',
        { class: 'icon-button', type: 'button', title: label, 'aria-label': label, onclick: () => input.click() },
        icon('paperclip'),
      ),
      input,
    );
    this.list = h('ul', { class: 'composer-files', 'aria-label': app.t('console.files') });
    this.drop = dropArea((files) => this.add(files));
  }

  end() {
    this.drop();
    for (const u of this.uploads) u.stop?.abort();
  }

  /** Those the server has. */
  get ready() {
    return this.uploads.filter((u) => u.done).map((u) => u.done);
  }

  get busy() {
    return this.uploads.some((u) => !u.done && !u.error);
  }

  clear() {
    this.uploads = this.uploads.filter((u) => !u.done);
    this.#render();
  }

  /** @param {any[]} files that the server has already */
  restore(files) {
    this.uploads.push(...files.map((f) => ({ name: f.name, size: f.size, part: 1, done: f })));
    this.#render();
  }

  /** @param {File[]} files */
  add(files) {
    const room = MOST - this.uploads.length;
    if (files.length > room) app.toast(app.t('console.too_many_files', { count: MOST }), { tone: 'bad' });
    for (const file of files.slice(0, room))
      this.#upload({ name: file.name || 'image.png', size: file.size, part: 0, file });
  }

  /** @param {Upload} u */
  async #upload(u) {
    if (!this.uploads.includes(u)) this.uploads.push(u);
    Object.assign(u, { error: undefined, part: 0, stop: new AbortController() });
    this.#render();
    try {
      u.done = await upload(app.api, /** @type {File} */ (u.file), {
        signal: u.stop?.signal,
        onProgress: (part) => this.#progress(u, part),
      });
      app.announce(app.t('console.file_ready', { name: u.name }));
    } catch (error) {
      if (u.stop?.signal.aborted) return;
      u.error = sayError(error);
      app.announce(`${u.name}: ${u.error}`, true);
    }
    this.#render();
  }

  /** @param {Upload} u @param {number} part */
  #progress(u, part) {
    u.part = part;
    u.el?.querySelector('rect')?.setAttribute('width', `${Math.round(u.part * 100)}%`);
  }

  /** @param {Upload} u */
  #remove(u) {
    u.stop?.abort();
    this.uploads = this.uploads.filter((x) => x !== u);
    this.#render();
  }

  #render() {
    const { t } = app;
    this.list.hidden = !this.uploads.length;
    fill(
      this.list,
      this.uploads.map(
        (u) =>
          (u.el = h(
            'li',
            { class: `upload ${u.error ? 'failed' : ''}` },
            icon(u.error ? 'alert' : 'file'),
            h('span', { class: 'ellipsis' }, u.name),
            h('span', { class: 'muted' }, u.error ?? size(u.size)),
            u.error &&
              u.file &&
              h('button', { class: 'text-link', type: 'button', onclick: () => this.#upload(u) }, t('console.retry')),
            h(
              'button',
              {
                class: 'icon-button',
                type: 'button',
                'aria-label': t('console.remove_file', { name: u.name }),
                onclick: () => this.#remove(u),
              },
              icon('close', 'icon-16'),
            ),
            !u.done && !u.error && meter(u),
          )),
      ),
    );
    this.changed();
  }
}

/** @param {Upload} u */
function meter(u) {
  const svg = document.createElementNS(SVG, 'svg');
  const bar = document.createElementNS(SVG, 'rect');
  svg.setAttribute('class', 'meter');
  svg.setAttribute('role', 'progressbar');
  svg.setAttribute('aria-label', u.name);
  bar.setAttribute('height', '4');
  bar.setAttribute('width', `${Math.round(u.part * 100)}%`);
  svg.append(bar);
  return svg;
}

/**
 * Files dropped anywhere on the open chat belong to its composer.
 * @param {(files: File[]) => void} take
 * @returns {() => void} ends it
 */
function dropArea(take) {
  const view = document.getElementById('view');
  const has = (/** @type {DragEvent} */ e) => e.dataTransfer?.types.includes('Files');
  const over = (/** @type {DragEvent} */ e) => {
    if (!has(e)) return;
    e.preventDefault();
    view?.classList.add('dropping');
  };
  const leave = (/** @type {DragEvent} */ e) => !e.relatedTarget && view?.classList.remove('dropping');
  const drop = (/** @type {DragEvent} */ e) => {
    if (!has(e)) return;
    e.preventDefault();
    view?.classList.remove('dropping');
    take([...(e.dataTransfer?.files ?? [])]);
  };
  view?.addEventListener('dragover', over);
  view?.addEventListener('dragleave', leave);
  view?.addEventListener('drop', drop);
  return () => {
    view?.removeEventListener('dragover', over);
    view?.removeEventListener('dragleave', leave);
    view?.removeEventListener('drop', drop);
  };
}
