// Where one writes: text and files, both kept as a draft until they are sent.

import { h, set } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { app } from './app.js';
import { site, storage } from './host.js';
import { use } from './later.js';
import { tool } from './parts.js';

/**
 * @param {object} options
 * @param {string} options.key whose draft this is
 * @param {string} [options.hint]
 * @param {Record<string, any>} [options.field] props of the field
 * @param {(parts: any) => HTMLElement} [options.frame] lays it out as part of a form, which has the button
 * @param {(text: string, files: any[]) => any} options.send false = keep what was written
 * @param {() => void} [options.sent] the draft is gone
 * @param {(on: boolean, text: string) => void} [options.typing]
 */
export function composer({ key, hint = t('widget.write'), field, frame, send, sent: after, typing }) {
  const draftKey = `balcao.draft.${site}.${key}`;
  const draft = JSON.parse(storage.getItem(draftKey) ?? '{}');
  /** @type {import('./files.js').Upload[]} */
  let files = (draft.files ?? []).map((/** @type {any} */ f) => ({ ...f, file: f }));
  let busy = false;
  const phone = matchMedia('(pointer: coarse)').matches;

  const input = h('textarea', {
    id: 'text',
    rows: 1,
    value: draft.text ?? '',
    maxLength: 16000,
    autocomplete: 'off',
    enterKeyHint: phone ? 'enter' : 'send',
    ...(field ?? { placeholder: hint, ariaLabel: hint }),
  });
  const pick = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    onchange: () => {
      take(pick.files);
      pick.value = '';
    },
  });
  const tray = h('ul.tray');
  const go = tool('send', t('widget.send'), () => submit(), { class: 'tool go' });
  const error = h('p.error', { role: 'alert' });
  const status = h('span.sr', { role: 'status' });
  const max = app.site.max_file_bytes ?? 100e6;

  const box = {
    max,
    status,
    /** @param {import('./files.js').Upload} f */
    push: (f) => files.push(f),
    /** @param {import('./files.js').Upload} f */
    drop: (f) => {
      files = files.filter((x) => x !== f);
      input.focus();
    },
    update: () => update(),
  };
  const uploaded = () => files.filter((f) => f.file).map((f) => f.file);
  const keep = () => {
    const done = uploaded();
    if (input.value || done.length) storage.setItem(draftKey, JSON.stringify({ text: input.value, files: done }));
    else storage.removeItem(draftKey);
  };
  const grow = () => {
    if (frame || CSS.supports('field-sizing', 'content')) return;
    input.style.height = '0';
    input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
  };
  const update = () => {
    if (files.length || tray.firstChild) use((late) => late.tray(tray, files, box));
    tray.hidden = !files.length;
    go.classList.toggle('ready', written());
    go.ariaDisabled = !ready();
    keep();
    grow();
  };
  const written = () => !!input.value.trim() || uploaded().length > 0;
  const ready = () => written() && files.every((f) => f.file || f.error);

  /** @param {Iterable<File> | null} list */
  const take = (list) => {
    const picked = [...(list ?? [])]; // the field is emptied at once
    use((late) => late.add(picked, box));
  };

  /** Sends what is written; true while there is nothing that could be. */
  function submit() {
    if (!busy && ready()) hand();
    return !busy;
  }

  async function hand() {
    const text = input.value.trim();
    error.textContent = '';
    const sent = uploaded();
    typing?.(false, '');
    busy = true;
    try {
      if ((await send(text, sent)) === false) return;
    } catch (/** @type {any} */ e) {
      error.textContent = e.detail || t('widget.not-sent');
      return;
    } finally {
      busy = false;
    }
    input.value = '';
    files = files.filter((f) => !sent.includes(f.file));
    update();
    if (el.isConnected && !frame) input.focus();
    after?.();
  }

  set(input, {
    oninput() {
      update();
      typing?.(!!input.value, input.value);
    },
    onkeydown(/** @type {KeyboardEvent} */ e) {
      if (e.key !== 'Enter' || e.isComposing || (frame ? !(e.ctrlKey || e.metaKey) : e.shiftKey || phone)) return;
      e.preventDefault();
      submit();
    },
    onpaste(/** @type {ClipboardEvent} */ e) {
      const list = e.clipboardData?.files;
      if (!list?.length) return;
      e.preventDefault();
      take(list);
    },
  });

  /** Files dragged over a view may be dropped on it. @param {DragEvent} e */
  function drag(e) {
    if (!e.dataTransfer?.types.includes('Files')) return;
    e.preventDefault();
    const el = /** @type {HTMLElement} */ (e.currentTarget);
    el.classList.add('drop');
    el.ondragleave = () => el.classList.remove('drop');
    el.ondrop = (e) => {
      e.preventDefault();
      el.classList.remove('drop');
      take(e.dataTransfer?.files ?? []);
    };
  }

  const el = frame
    ? frame({ input, error, tray, pick, status, max })
    : h(
        'div.composer',
        tray,
        error,
        h(
          'div.box',
          { onclick: () => input.focus() },
          tool('clip', t('widget.add-files'), () => pick.click()),
          input,
          go,
        ),
        pick,
        status,
      );
  update();
  return { el, input, submit, drag, error, empty: () => !input.value && !files.length };
}
