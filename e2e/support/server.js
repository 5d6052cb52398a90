// The real program on a folder of its own: started, killed and started again on the same port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const binary = process.env.BALCAO_BINARY ?? join(import.meta.dirname, '..', '..', 'bin', 'balcao');

/** Opens every account of the tests. */
export const PASSWORD = 'Right-Angle-42';
export const ADMIN = 'ada@balcao.test';

/** Runs a command to its end. @param {string[]} args @param {string} [input] */
async function run(args, input = '') {
  const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const out of [child.stdout, child.stderr]) out.on('data', (b) => (said += b));
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`balcao ${args.join(' ')}: exit ${code}\n${said}`);
  return said;
}

export class Server {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  child;
  port = 0;
  /** Everything it wrote to standard error. */
  log = '';
  /** What it printed to standard output. @type {string[]} */
  lines = [];

  /** A fresh data folder; with an administrator unless the first start itself is looked at. @param {{empty?: boolean}} [options] */
  static async make({ empty = false } = {}) {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run make build`);
    const server = new Server();
    server.folder = await mkdtemp(join(tmpdir(), 'balcao-e2e-'));
    if (!empty)
      await run(
        ['admin', 'create', '--data', server.folder, '--email', ADMIN, '--name', 'Ada Monteiro', '--password-stdin'],
        PASSWORD,
      );
    await server.start();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it on the port it had before, if it had one. */
  async start() {
    const more = process.env.BALCAO_ASSETS ? ['--assets', process.env.BALCAO_ASSETS] : [];
    const child = spawn(
      binary,
      ['serve', '--data', this.folder ?? '', '--listen', `127.0.0.1:${this.port}`, '--log-level', 'warn', ...more],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.child = child;
    child.stderr.on('data', (b) => (this.log += b));
    const lines = createInterface({ input: child.stdout });
    const address = new Promise((/** @type {(port: number) => void} */ done, fail) => {
      lines.on('line', (line) => {
        this.lines.push(line);
        const port = /^listening on http:\/\/[^ ]*:(\d+)$/.exec(line)?.[1];
        if (port) done(Number(port));
      });
      child.once('exit', (code) => fail(new Error(`balcao serve: exit ${code}\n${this.log}`)));
    });
    this.port = await address;
  }

  /** As an operating system or a power cut ends it. */
  kill() {
    return this.#end('SIGKILL');
  }

  /** As an administrator stops it. */
  stop() {
    return this.#end('SIGTERM');
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async remove() {
    await this.kill();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }
}
