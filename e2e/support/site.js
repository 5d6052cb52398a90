// A stranger's page on another site: localhost against the server's 127.0.0.1, so browsers call the frame third-party.
import { createServer } from 'node:http';

/** @param {string} server @param {string} lang */
const page = (server, lang) => `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Risk Manager</title>
<link rel="icon" href="data:,">
<style>body { font: 16px/1.5 sans-serif; color: #111; background: #fff; }</style>
<script async src="${server}/widget.js" data-site="default" data-lang="${lang}"></script>
</head>
<body>
<header><h1>Risk Manager</h1></header>
<main><p>128 risks, last looked at today.</p></main>
</body>
</html>`;

export class Site {
  /** @param {() => string} server the address of the support server */
  constructor(server) {
    this.http = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (url.pathname === '/favicon.ico') return response.writeHead(204).end();
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(page(server(), url.searchParams.get('lang') ?? 'en'));
    });
  }

  async start() {
    await new Promise((/** @type {(v?: unknown) => void} */ done) => this.http.listen(0, '127.0.0.1', () => done()));
    return this;
  }

  get url() {
    return `http://localhost:${/** @type {import('node:net').AddressInfo} */ (this.http.address()).port}`;
  }

  stop() {
    this.http.closeAllConnections();
    this.http.close();
  }
}
