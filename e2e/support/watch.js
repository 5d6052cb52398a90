// Whatever a page complains about fails the test: scripts, resources, the content policy.

/** Runs in every frame before its own scripts. */
function reportViolations() {
  addEventListener('securitypolicyviolation', (e) => {
    console.error(
      `content policy: ${e.violatedDirective} refused ${e.blockedURI} (${e.sourceFile}:${e.lineNumber} ${e.sample})`,
    );
  });
}

/** What the browser itself says while a test has taken the line or the server away. */
const BROKEN = /net::ERR_|WebSocket connection to .* failed|status of 50[23]/;

export class Watch {
  /** @type {string[]} */
  complaints = [];
  /** A test that breaks the line says so before it does. */
  broken = false;
  /** Answers a test provokes on purpose. @type {RegExp[]} */
  expected = [];

  /** @param {import('@playwright/test').BrowserContext} context @param {string} who */
  async over(context, who) {
    await context.addInitScript(reportViolations);
    context.on('console', (message) => {
      if (message.type() === 'error') this.note(`${who}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (e) => this.note(`${who}: ${e.error().stack ?? e.error()}`));
    context.on('response', (r) => {
      if (r.status() >= 500) this.note(`${who}: ${r.request().method()} ${r.url()} answered ${r.status()}`);
    });
  }

  /** @param {string} complaint */
  note(complaint) {
    if (this.broken && (BROKEN.test(complaint) || / answered 50[23]$/.test(complaint))) return;
    if (this.expected.some((e) => e.test(complaint))) return;
    this.complaints.push(complaint);
  }
}
