// Files beside a text: a button in the page's own language, the chosen ones by name, also by paste and drop into the text.
import { h, icon } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';

export function dressFiles() {
  for (const input of document.querySelectorAll('input[type="file"]:not([data-picture])'))
    dress(/** @type {HTMLInputElement} */ (input));
}

/** "38 kB" @param {number} bytes */
const size = (bytes) => {
  const [n, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(lang(), { style: 'unit', unit, maximumFractionDigits: n < 10 ? 1 : 0 }).format(n);
};

/** The browser's own control says its words in the browser's language; it stays beneath and sends the files. @param {HTMLInputElement} input */
function dress(input) {
  const box = input.closest('.answer');
  /** @type {File[]} */
  let chosen = [];
  const list = h('ul', { class: 'files chosen', hidden: true });
  const button = h(
    'button',
    { type: 'button', class: 'button attach', onclick: () => input.click() },
    icon('paperclip'),
    input.ariaLabel,
  );

  /** @param {File[]} files */
  const put = (files) => {
    chosen = files;
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    list.hidden = !files.length;
    list.replaceChildren(...files.map(row));
  };
  /** @param {File} file */
  const row = (file) =>
    h(
      'li',
      { class: 'chip-file' },
      icon('file'),
      h('span', null, `${file.name} · ${size(file.size)}`),
      h(
        'button',
        { type: 'button', 'aria-label': t('portal.file.remove', { name: file.name }), onclick: () => drop(file) },
        icon('close'),
      ),
    );
  /** @param {File} file */
  const drop = (file) => {
    put(chosen.filter((f) => f !== file));
    button.focus();
  };
  const add = (/** @type {FileList | null | undefined} */ files) => {
    if (!files?.length) return false;
    put([...chosen, ...files]);
    return true;
  };

  input.hidden = true;
  input.before(button);
  input.closest('.answer-tools')?.before(list);
  // what is chosen joins what is there; a choice given up leaves it
  input.addEventListener('change', () => add(input.files) || put(chosen));
  box?.addEventListener(
    'paste',
    (e) => add(/** @type {ClipboardEvent} */ (e).clipboardData?.files) && e.preventDefault(),
  );
  box?.addEventListener(
    'dragover',
    (e) => /** @type {DragEvent} */ (e).dataTransfer?.types.includes('Files') && e.preventDefault(),
  );
  box?.addEventListener('drop', (e) => add(/** @type {DragEvent} */ (e).dataTransfer?.files) && e.preventDefault());
}
