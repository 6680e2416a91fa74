// The way to the snippet's real server, as a site's own proxy is one; it can be slow, dead or broken.
import http from 'node:http';

const SLOW_MS = 5_000;

export class Proxy {
  /** How the server seems from outside: `well`, `slow`, `dead` (every connection is cut), `broken` (500 and a web page). */
  mood = 'well';

  /** `port` is the real server's, `write` the log; every visitor comes from an address of their own. */
  constructor(port, write) {
    Object.assign(this, { port, write, visitor: 0 });
  }

  /** Those who come from now on are somebody else, as far as an address tells. */
  nextVisitor() {
    this.visitor = (this.visitor + 1) % 250;
  }

  async answer(request, response, entry) {
    if (this.mood === 'dead') return request.socket.destroy();
    if (this.mood === 'broken') return response.writeHead(500, { 'content-type': 'text/html' }).end('<!doctype html><title>Broken</title>');
    if (this.mood === 'slow') await new Promise((resolve) => { setTimeout(resolve, SLOW_MS); });
    return this.#carry(request, response, entry);
  }

  #carry(request, response, entry) {
    const { method, url, headers } = request;
    const forwarded = { ...headers, 'x-forwarded-for': `198.51.100.${this.visitor + 1}`, 'x-forwarded-proto': 'https' };
    const onward = http.request({ host: '127.0.0.1', port: this.port, method, path: url, headers: forwarded }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      let body = '';
      answer.on('data', (part) => { body += part; });
      answer.on('end', () => this.write({ kind: 'answer', host: entry.host, method, path: entry.path, status: answer.statusCode, body: body.slice(0, 500) }));
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.on('data', (part) => { entry.body = (entry.body ?? '') + part; });
    request.pipe(onward);
  }
}
