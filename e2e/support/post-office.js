// A mail server on this machine that takes everything and keeps it: enough of SMTP (RFC 5321) for one that sends.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Quoted-printable (RFC 2045) or base64, as the part says. @param {string} head @param {string} body */
function decoded(head, body) {
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/transfer-encoding: quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

export class PostOffice {
  /** @type {{to: string, text: string}[]} */
  took = [];

  static async open() {
    const office = new PostOffice();
    office.server = createServer((socket) => office.#serve(socket)).listen(0, '127.0.0.1');
    await once(office.server, 'listening');
    office.port = /** @type {import('node:net').AddressInfo} */ (office.server.address()).port;
    return office;
  }

  /** @param {import('node:net').Socket} socket */
  #serve(socket) {
    let [rest, to, mail] = ['', '', /** @type {string[] | undefined} */ (undefined)];
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (mail && line !== '.') mail.push(line.replace(/^\.\./, '.'));
        else if (mail) {
          this.took.push({ to, text: this.#plain(mail.join('\r\n')) });
          mail = undefined;
          socket.write('250 taken\r\n');
        } else if (/^RCPT/i.test(line)) {
          to = /<(.*)>/.exec(line)?.[1] ?? '';
          socket.write('250 yes\r\n');
        } else if (/^DATA/i.test(line)) {
          mail = [];
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 yes\r\n');
      }
    });
  }

  /** The plain text of a mail. @param {string} raw */
  #plain(raw) {
    const boundary = /boundary="?([^"\r\n;]+)/i.exec(raw)?.[1];
    const parts = boundary ? raw.split(`--${boundary}`) : [raw];
    const part = parts.find((p) => /content-type: text\/plain/i.test(p)) ?? '';
    const at = part.indexOf('\r\n\r\n');
    return decoded(part.slice(0, at), part.slice(at + 4));
  }

  /** Waits for a mail to that address and returns its text. @param {string} to */
  async mailTo(to) {
    for (let i = 0; i < 200; i++) {
      const found = this.took.find((m) => m.to === to);
      if (found) return found.text;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no mail to ${to}; there are ${this.took.map((m) => m.to).join(', ') || 'none'}`);
  }

  close() {
    this.server?.close();
  }
}
