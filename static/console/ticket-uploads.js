// Files of a reply while it is written: each with its progress, removable, a failed one says so and can be tried again.

import { h } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { upload } from '../shared/upload.js';
import { app } from './app-context.js';
import { icon } from './marks.js';
import { sizeText } from './ticket-files.js';

export class Uploads {
  /** @type {{file: File, id?: string, part: number, failed?: string, stop: AbortController}[]} */
  items = [];

  /** @param {() => void} onchange */
  constructor(onchange) {
    this.onchange = onchange;
    this.list = h('ul', { class: 'tc-files', hidden: true });
  }

  get running() {
    return this.items.some((x) => !x.id && !x.failed);
  }

  ids() {
    return this.items.flatMap((x) => (x.id ? [x.id] : []));
  }

  clear() {
    this.items = [];
    this.paint();
  }

  add(/** @type {File[]} */ files) {
    for (const file of files) this.start({ file, part: 0, stop: new AbortController() });
  }

  /** @param {Uploads["items"][number]} item */
  async start(item) {
    if (!this.items.includes(item)) this.items.push(item);
    this.paint();
    try {
      const done = await upload(app.api, item.file, {
        signal: item.stop.signal,
        onProgress: (/** @type {number} */ part) => {
          item.part = part;
          this.paint();
        },
      });
      item.id = done.id;
    } catch (error) {
      item.failed = /** @type {any} */ (error).detail || t('tickets.upload_failed');
    }
    this.paint();
    this.onchange();
  }

  paint() {
    this.list.hidden = !this.items.length;
    this.list.replaceChildren(...this.items.map((item) => this.line(item)));
  }

  /** @param {Uploads["items"][number]} item */
  line(item) {
    const remove = () => {
      item.stop.abort();
      this.items = this.items.filter((x) => x !== item);
      this.paint();
      this.onchange();
    };
    const retry = () => {
      item.failed = undefined;
      item.stop = new AbortController();
      this.start(item);
    };
    const state = item.failed ? item.failed : item.id ? sizeText(item.file.size) : `${Math.round(item.part * 100)} %`;
    return h(
      'li',
      { class: item.failed ? 'failed' : '' },
      icon(item.failed ? 'alert' : 'file', 16),
      h('span', { class: 'file-name' }, item.file.name),
      h('span', { class: 'file-size' }, state),
      item.failed ? h('button', { class: 'link', type: 'button', onclick: retry }, t('tickets.retry')) : null,
      h(
        'button',
        {
          class: 'icon-button small',
          type: 'button',
          'aria-label': t('tickets.remove_file', { name: item.file.name }),
          onclick: remove,
        },
        icon('close', 16),
      ),
    );
  }
}
