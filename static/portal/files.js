// Files by paste and drop into the text, beside the button.

export function dressFiles() {
  for (const input of document.querySelectorAll('input[type="file"]')) dress(/** @type {HTMLInputElement} */ (input));
}

/** @param {HTMLInputElement} input */
function dress(input) {
  const box = input.closest('.answer');
  const add = (/** @type {FileList | undefined} */ files) => {
    if (!files?.length) return false;
    const all = new DataTransfer();
    for (const file of [...(input.files ?? []), ...files]) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };
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
