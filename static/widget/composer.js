// Where one writes: text and files, both kept as a draft until they are sent.
import { h } from '../shared/dom.js';
import { app } from './app.js';
import { site, storage } from './host.js';
import { glyph, tool, w } from './parts.js';

/**
 * @param {object} options
 * @param {string} options.key whose draft this is
 * @param {string} [options.hint]
 * @param {boolean} [options.form] a field of a form: the form has the button
 * @param {(text: string, files: any[]) => any} options.send false = keep what was written
 * @param {() => void} [options.sent] the draft is gone
 * @param {(on: boolean, text: string) => void} [options.typing]
 */
export function composer({ key, hint = w('write'), form, send, sent: after, typing }) {
  const draftKey = `balcao.draft.${site}.${key}`;
  const draft = JSON.parse(storage.getItem(draftKey) ?? '{}');
  /** @type {import('./files.js').Upload[]} */
  let files = (draft.files ?? []).map((/** @type {any} */ f) => ({ ...f, file: f }));
  let busy = false;
  const phone = matchMedia('(pointer: coarse)').matches;

  const input = h('textarea', {
    id: form ? 'f-text' : 'text',
    class: form ? 'input' : '',
    rows: form ? 5 : 1,
    value: draft.text ?? '',
    maxLength: 16000,
    placeholder: form ? '' : hint,
    'aria-label': form ? null : hint,
    enterKeyHint: phone ? 'enter' : 'send',
    autocomplete: 'off',
  });
  const pick = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    onchange: () => take(pick.files).then(() => (pick.value = '')),
  });
  const tray = h('ul', { class: 'tray' });
  const go = tool('send', w('send'), () => submit(), { class: 'tool go' });
  const error = h('p', { class: 'error', role: 'alert' });
  const status = h('span', { class: 'sr', role: 'status' });
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
  const keep = () => {
    const done = files.filter((f) => f.file).map((f) => f.file);
    if (input.value || done.length) storage.setItem(draftKey, JSON.stringify({ text: input.value, files: done }));
    else storage.removeItem(draftKey);
  };
  const grow = () => {
    if (form || CSS.supports('field-sizing', 'content')) return;
    input.style.height = '0';
    input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
  };
  const update = () => {
    if (files.length || tray.childElementCount) app.part('files').then((f) => f.tray(tray, files, box));
    tray.hidden = !files.length;
    go.classList.toggle('ready', !!input.value.trim() || files.some((f) => f.file));
    go.setAttribute('aria-disabled', String(!ready()));
    keep();
    grow();
  };
  const ready = () => (input.value.trim() || files.some((f) => f.file)) && !files.some((f) => !f.file && !f.error);

  /** @param {Iterable<File> | null} list */
  async function take(list) {
    const files = [...(list ?? [])];
    (await app.part('files')).add(files, box);
  }

  /** Sends what is written; true while there is nothing that could be. */
  function submit() {
    if (busy) return false;
    if (!ready()) {
      if (form && !input.value.trim()) {
        error.textContent = w('missing');
        input.focus();
      }
      return true;
    }
    hand();
    return false;
  }

  async function hand() {
    const text = input.value.trim();
    error.textContent = '';
    const sent = files.filter((f) => f.file);
    typing?.(false, '');
    busy = true;
    try {
      if (
        (await send(
          text,
          sent.map((f) => f.file),
        )) === false
      )
        return;
    } catch (/** @type {any} */ e) {
      error.textContent = e.detail || w('not-sent');
      return;
    } finally {
      busy = false;
    }
    input.value = '';
    files = files.filter((f) => !sent.includes(f));
    update();
    if (el.isConnected && !form) input.focus();
    after?.();
  }

  input.addEventListener('input', () => {
    update();
    typing?.(!!input.value, input.value);
  });
  input.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    if (e.key !== 'Enter' || e.isComposing || (form ? !(e.ctrlKey || e.metaKey) : e.shiftKey || phone)) return;
    e.preventDefault();
    submit();
  });
  input.addEventListener('paste', (/** @type {ClipboardEvent} */ e) => {
    const list = e.clipboardData?.files;
    if (!list?.length) return;
    e.preventDefault();
    take(list);
  });

  const clip = form
    ? h(
        'p',
        { class: 'add' },
        h('button', { type: 'button', class: 'button', onclick: () => pick.click() }, glyph('clip'), w('add-files')),
        h('small', null, w('up-to', { size: Math.round(max / 2 ** 20) })),
      )
    : tool('clip', w('add-files'), () => pick.click());
  const el = form
    ? h(
        'div',
        { class: 'field' },
        h('label', { htmlFor: 'f-text' }, w('message')),
        input,
        error,
        tray,
        clip,
        pick,
        status,
      )
    : h(
        'div',
        { class: 'composer' },
        tray,
        error,
        h('div', { class: 'box', onclick: () => input.focus() }, clip, input, go),
        pick,
        status,
      );
  update();
  return { el, input, submit, take, empty: () => !input.value && !files.length };
}

/** Lets files be dropped anywhere on el. @param {HTMLElement} el @param {(files: FileList) => void} take */
export function droppable(el, take) {
  /** @param {DragEvent} e */
  const over = (e) => {
    if (!e.dataTransfer?.types.includes('Files')) return;
    e.preventDefault();
    el.classList.toggle('drop', e.type === 'dragover');
    if (e.type === 'drop') take(e.dataTransfer.files);
  };
  for (const type of ['dragover', 'drop']) el.addEventListener(type, /** @type {any} */ (over));
  el.addEventListener('dragleave', () => el.classList.remove('drop'));
}
