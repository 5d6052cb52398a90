// The API as the console uses it: all methods, and changes that only hold for the version that was seen.
import { Api } from '../shared/api.js';

/** @typedef {import('../shared/api.js').Options & {etag?: string}} Options `etag` = If-Match */

/** @type {WeakMap<object, string>} */
const etags = new WeakMap();

export class StaffApi extends Api {
  /** Every item of a list, page by page. @param {string} path @param {Record<string, any>} [query] @returns {Promise<any[]>} */
  async all(path, query) {
    const items = [];
    for (let cursor = ''; ; ) {
      const page = await this.get(path, { ...query, limit: 200, cursor });
      items.push(...page.items);
      if (!page.next) return items;
      cursor = page.next;
    }
  }

  /** @param {string} path @param {any} body @param {Options} [options] @returns {Promise<any>} */
  put(path, body, options) {
    return this.call('PUT', path, body, options);
  }

  /** @param {string} path @param {any} body @param {Options} [options] @returns {Promise<any>} */
  patch(path, body, options) {
    return this.call('PATCH', path, body, options);
  }

  /** @param {string} path @param {any} [body] @param {Options} [options] @returns {Promise<any>} */
  delete(path, body, options) {
    return this.call('DELETE', path, body, options);
  }

  /** The ETag that came with an answer. @param {object} answer */
  etag(answer) {
    return etags.get(answer);
  }

  /** @param {string} method @param {string} path @param {any} [body] @param {Options} [options] @returns {Promise<any>} */
  async call(method, path, body, { etag, raw, ...options } = {}) {
    const headers = { ...options.headers, ...(etag && { 'If-Match': etag }) };
    const answer = await super.call(method, path, body, { ...options, headers, raw: true });
    if (raw) return answer;
    if (answer.status === 204) return null;
    const data = await answer.json();
    const tag = answer.headers.get('ETag');
    if (tag && data) etags.set(data, tag);
    return data;
  }
}

/** The API as the signed-in person of the page. */
export const api = new StaffApi();
