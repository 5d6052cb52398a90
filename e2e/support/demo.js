// The demo as somebody starts it: the server with its made-up people, and the sample site beside it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { binary } from './server.js';

export class Demo {
  url = '';
  site = '';

  /** @param {string} lang */
  static async start(lang) {
    const demo = new Demo();
    const args = ['demo', '--listen', '127.0.0.1:0', '--site', 'localhost:0', '--lang', lang, '--log-level', 'warn'];
    demo.child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((/** @type {(v?: any) => void} */ done, fail) => {
      createInterface({ input: demo.child.stdout }).on('line', (line) => {
        demo.url ||= /^ {2}Operators' console +(http:\S+)\/console$/.exec(line)?.[1] ?? '';
        demo.site ||= /^ {2}The vendor's product +(http:\S+)\/product$/.exec(line)?.[1] ?? '';
        if (demo.url && demo.site) done();
      });
      demo.child.once('exit', (code) => fail(new Error(`balcao demo: exit ${code}`)));
    });
    return demo;
  }

  async stop() {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }
}
