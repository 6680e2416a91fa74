// The web on this machine: one TLS server plays every host, and writes down whatever it is asked. Its log is the only judge.
import { EventEmitter, once } from 'node:events';
import https from 'node:https';
import { Proxy } from './proxy.mjs';
import * as recipients from './recipients.mjs';
import * as shop from './shop.mjs';

const DEADLINE_MS = 5_000;
const QUIET_MS = 200;
export const PRIVACY = 'privacy.shop.example';

const belongs = (host, domain) => host === domain || host.endsWith(`.${domain}`);
const isHeld = (host) => recipients.HELD.some((domain) => belongs(host, domain));

export class Web {
  log = [];
  #written = new EventEmitter();

  /** `site` is the installation whose snippet the shop has. */
  static async open({ key, cert }, site) {
    const web = new Web();
    web.site = site;
    web.privacy = new Proxy(site.port, (entry) => web.#write(entry));
    web.server = https.createServer({ key, cert }, (request, response) => web.#answer(request, response));
    web.server.on('secureConnection', ({ servername }) => web.#write({ kind: 'connection', host: servername || '' }));
    // Whoever hangs up in the middle of a handshake has asked nothing.
    web.server.on('tlsClientError', () => {});
    web.server.on('upgrade', (request, socket) => {
      web.#write(read('socket', request));
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    web.server.listen(0, '127.0.0.1');
    await once(web.server, 'listening');
    web.#written.setMaxListeners(0);
    return web;
  }

  /** What makes Chromium find every host here, and nothing anywhere else. */
  get arguments() {
    return [`--host-resolver-rules=MAP * 127.0.0.1:${this.server.address().port}`, '--ignore-certificate-errors'];
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Waits until what was written after `from` satisfies; whether it did. */
  until(from, satisfies) {
    const so = () => satisfies(this.log.slice(from));
    if (so()) return true;
    return new Promise((resolve) => {
      const done = (answer) => {
        clearTimeout(timer);
        this.#written.off('entry', look);
        resolve(answer);
      };
      const look = () => so() && done(true);
      const timer = setTimeout(() => done(false), DEADLINE_MS);
      this.#written.on('entry', look);
    });
  }

  /** Waits until nothing more is asked for a moment: what is late shall be seen. */
  async quiet() {
    for (let seen = -1; seen < this.log.length;) {
      seen = this.log.length;
      await new Promise((resolve) => { setTimeout(resolve, QUIET_MS); });
    }
  }

  /** What the recipients were asked after `from`; a connection alone tells them of a visit too. */
  held(from) {
    return this.log.slice(from).filter(({ host }) => isHeld(host));
  }

  #write(entry) {
    this.log.push(entry);
    this.#written.emit('entry');
  }

  #answer(request, response) {
    const entry = read('request', request);
    this.#write(entry);
    if (entry.host === PRIVACY) return this.privacy.answer(request, response, entry);
    request.resume();
    const { status = 200, type = 'text/plain', headers = {}, body } = this.#page(entry);
    const all = { 'content-type': type, 'access-control-allow-origin': '*', ...headers };
    return response.writeHead(status, all).end(body);
  }

  #page(entry) {
    if (belongs(entry.host, 'shop.example') || entry.path === '/manager.js') return shop.answer(entry, this.site);
    // A copy in the browser's cache would hide a later request from the log.
    if (isHeld(entry.host) || belongs(entry.host, recipients.UNHELD)) return { ...recipients.answer(entry), headers: { 'cache-control': 'no-store' } };
    return { status: 404 };
  }
}

function read(kind, request) {
  const { pathname: path, search } = new URL(request.url, 'https://any.example');
  const { host, cookie, 'sec-gpc': signal } = request.headers;
  return { kind, host, method: request.method, path, moment: search.slice(1), cookie, signal };
}
