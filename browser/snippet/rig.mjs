// A web of one server that answers for every host, and remembers who was asked for what.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { launch } from '../chromium.mjs';
import { GPP, names, places } from '../served.mjs';

export const SHOP = 'shop.example';
export const ADS = 'ads.example';
const PRIVACY = 'privacy.shop.example';
const DIST = new URL('../../snippet/dist/', import.meta.url);

export const SETTINGS = {
  url: `http://${PRIVACY}`, domain: SHOP, hold: places(ADS), restrict: [], clear: names(), report: {}, link: 'choices',
  gpp: GPP, language: 'en', business: 'Analytical Socks',
};

/** The snippet as the server sends it. */
export async function served(name, settings = {}) {
  return `${await readFile(new URL(`${name}.js`, DIST), 'utf8')}${JSON.stringify({ ...SETTINGS, ...settings })});`;
}

const ALLOWED = { sharing: 'allowed', reason: 'no_opt_out', since: null, receipt_url: null, covers: [] };
export const DENIED = { sharing: 'denied', reason: 'opted_out', since: '2026-11-23T14:02:11.120Z', receipt_url: 'http://privacy.shop.example/receipts/x', covers: ['browser'] };

/** How many frames a page may take to come to something. */
const PATIENCE = 300;
const TYPES = { js: 'text/javascript', html: 'text/html', gif: 'image/gif' };

export class Web {
  /** What was asked, as `host/path`. */
  asked = [];
  visits = [];
  pages = new Map();
  headers = {};
  /** What the privacy server says of a visit; `undefined` where it is down. */
  answer = ({ act, signal }) => (act || signal ? DENIED : ALLOWED);

  async start() {
    this.server = createServer((request, response) => this.serve(request, response));
    await new Promise((started) => this.server.listen(0, '127.0.0.1', started));
    this.browser = await launch(`--host-resolver-rules=MAP * 127.0.0.1:${this.server.address().port}`);
    return this;
  }

  async stop() {
    await this.browser.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  serve(request, response) {
    const { host } = request.headers;
    const path = request.url;
    this.asked.push(`${host}${path}`);
    if (host === PRIVACY) return this.hear(request, response);
    const page = this.pages.get(`${host}${path}`);
    const type = page?.type ?? TYPES[path.split('?')[0].split('.').pop()] ?? 'text/html';
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*', ...(host === SHOP ? this.headers : {}) });
    // What is there later is sent later.
    return Promise.resolve(page?.body).then((body = '') => response.end(body));
  }

  async hear(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const said = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    this.visits.push(said);
    const answer = await this.answer(said);
    if (!answer) return request.socket.destroy();
    response.writeHead(200, {
      'content-type': 'application/json', 'access-control-allow-origin': request.headers.origin ?? '*', 'access-control-allow-credentials': 'true',
    });
    return response.end(JSON.stringify(answer));
  }

  put(address, body, type) {
    this.pages.set(address, { body, type });
  }

  /** Opens a page in a browser of its own. What goes wrong in it is kept in `problems`. */
  async visit(address, { cookies = [], context, signal } = {}) {
    context ??= await this.browser.newContext();
    await context.addCookies(cookies);
    const page = await context.newPage();
    // Not every Chromium has a signal to switch; the page cannot tell this one from the browser's own.
    if (signal) await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }));
    page.problems = [];
    page.on('pageerror', (error) => page.problems.push(`${error}`));
    this.asked.length = 0;
    await page.goto(`http://${address}`);
    return page;
  }

  /** Waits until `holds` does in the page; unlike the driver's own way it needs no leave of the page's policy to evaluate text. */
  async until(page, holds, given) {
    for (let frames = 0; frames < PATIENCE; frames++) {
      if (await page.evaluate(holds, given)) return;
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    throw Error(`it never came to be that ${holds}`);
  }

  /** Waits until what the page has asked so far has arrived: a request that nobody holds goes behind it. */
  async settled(page) {
    for (let turn = 0; turn < 3; turn++) {
      await page.evaluate(() => new Promise((arrived) => { requestIdleCallback(() => fetch('/last').then(arrived)); }));
    }
  }

  /** What was asked of the recipient. */
  get asks() {
    return this.asked.filter((one) => one.split('/')[0].replace(/\.$/, '').endsWith(ADS));
  }
}
