// Uploads one file. fetch cannot tell how far an upload is, so this is an XMLHttpRequest.

/**
 * @param {import('./api.js').Api} api
 * @param {File} file
 * @param {{onProgress?: (part: number) => void, signal?: AbortSignal}} options progress is told as 0–1
 * @returns {Promise<any>} the file object
 */
export function upload(api, file, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append('file', file);
    const x = new XMLHttpRequest();
    x.open('POST', api.url('/files'));
    for (const [k, v] of Object.entries(api.headers())) x.setRequestHeader(k, v);
    x.responseType = 'json';
    x.upload.onprogress = (e) => onProgress?.(e.loaded / (e.total || 1));
    x.onload = () =>
      x.status < 300
        ? resolve(x.response)
        : reject(api.refusal(x.status, x.response, Number(x.getResponseHeader('Retry-After'))));
    x.onerror = x.onabort = () => reject(api.refusal(0, null));
    signal?.addEventListener('abort', () => x.abort());
    x.send(form);
  });
}
