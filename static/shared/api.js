// HTTP with the API: JSON in and out, refusals as ApiError.
import { lang } from './i18n.js';

/** A refusal of the server (problem+json), or status 0 when it could not be reached. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {any} problem
   * @param {number} [retryAfter] seconds
   */
  constructor(status, problem, retryAfter) {
    super(problem?.detail || problem?.title || `HTTP ${status}`);
    this.status = status;
    this.code = /** @type {string} */ (problem?.code ?? (status ? 'internal' : 'network'));
    this.detail = /** @type {string} */ (problem?.detail ?? problem?.title ?? '');
    this.field = /** @type {string | undefined} */ (problem?.field);
    this.requestId = /** @type {string | undefined} */ (problem?.request_id);
    this.retryAfter = retryAfter;
    this.problem = problem ?? {};
  }
}

/** @typedef {{signal?: AbortSignal, headers?: Record<string, string>, raw?: boolean}} Options `raw` gives the Response */

export class Api {
  /** @param {() => string | undefined} [token] bearer token; none = the session cookie */
  constructor(token = () => undefined) {
    this.token = token;
  }

  /** The query may be an object: empty values are left out.
   * @param {string} path @param {Record<string, any> | null} [query] @param {Options} [options] @returns {Promise<any>} */
  get(path, query, options) {
    const q = new URLSearchParams(Object.entries(query ?? {}).filter(([, v]) => v != null && v !== ''));
    return this.call('GET', q.size ? `${path}${path.includes('?') ? '&' : '?'}${q}` : path, undefined, options);
  }
  /** @param {string} path @param {any} [body] @param {Options} [options] @returns {Promise<any>} */
  post(path, body = {}, options) {
    return this.call('POST', path, body, options);
  }
  /** @param {string} path @param {any} body @param {Options} [options] @returns {Promise<any>} */
  patch(path, body, options) {
    return this.call('PATCH', path, body, options);
  }

  /** @param {string} path below /api/v1 unless it names /api or /files itself */
  url(path) {
    return /^\/(api|files)\//.test(path) ? path : `/api/v1${path}`;
  }

  /** A refusal, for those who ask without `call`. @param {number} status @param {any} problem @param {number} [retryAfter] */
  refusal(status, problem, retryAfter) {
    return new ApiError(status, problem, retryAfter);
  }

  headers() {
    const token = this.token();
    /** @type {Record<string, string>} */
    const headers = { 'Accept-Language': lang() };
    if (token) headers.Authorization = `Bearer ${token}`;
    return headers;
  }

  /** @param {string} method @param {string} path @param {any} [body] @param {Options} [options] @returns {Promise<any>} */
  async call(method, path, body, { signal, headers, raw } = {}) {
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(this.url(path), {
        method,
        headers: { ...this.headers(), ...(body && { 'Content-Type': 'application/json' }), ...headers },
        signal,
        body: body && JSON.stringify(body),
      });
    } catch (e) {
      if (signal?.aborted) throw e;
      throw new ApiError(0, null);
    }
    if (!answer.ok) throw await refusal(answer);
    return raw ? answer : answer.status === 204 ? null : answer.json();
  }
}

/** @param {Response} answer */
async function refusal(answer) {
  const problem = await answer.json().catch(() => null);
  return new ApiError(answer.status, problem, Number(answer.headers.get('Retry-After')) || undefined);
}

/** The API as the signed-in person of the page. */
export const api = /* @__PURE__ */ new Api();
