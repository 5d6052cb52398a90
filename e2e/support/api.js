// What a test prepares or looks up behind the browser's back, over the documented HTTP surface.
import { PASSWORD } from './server.js';

export class Api {
  #cookie = '';

  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers] */
  async call(method, path, body, headers = {}) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(this.#cookie ? { Cookie: this.#cookie } : {}),
        ...headers,
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const set = answer.headers.getSetCookie();
    if (set.length) this.#cookie = set.map((c) => c.split(';')[0]).join('; ');
    return text ? JSON.parse(text) : null;
  }

  /** @param {FormData} form @returns {Promise<any>} the file */
  async upload(form) {
    const answer = await fetch(`${this.url}/api/v1/files`, {
      method: 'POST',
      headers: { Cookie: this.#cookie },
      body: form,
    });
    if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** The answer itself, of any path. @param {string} path */
  raw(path) {
    return fetch(this.url + path, { headers: { Cookie: this.#cookie } });
  }

  /** @param {string} path */
  get(path) {
    return this.call('GET', path);
  }

  /** @param {string} path @param {unknown} [body] */
  post(path, body = {}) {
    return this.call('POST', path, body);
  }

  /** @param {string} path @param {unknown} body */
  patch(path, body) {
    return this.call('PATCH', path, body);
  }

  /** @param {string} email */
  async signIn(email) {
    await this.post('/session', { email, password: PASSWORD, remember: false });
    return this;
  }

  /** @param {{name: string, role?: string, locale?: string} & Record<string, unknown>} who */
  async account({ name, role = 'operator', locale = 'en', ...more }) {
    const email = `${name.split(' ')[0].toLowerCase()}@balcao.test`;
    return this.post('/accounts', { email, name, role, locale, password: PASSWORD, ...more });
  }
}
