// A shop with the snippet in its head, and the installation that it calls: two origins of one small server on this machine.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { GPP, names, places } from '../served.mjs';

const DIST = new URL('../../snippet/dist/', import.meta.url);
const WORDS = new URL('../../snippet/words/', import.meta.url);
const TITLE = 'Your Privacy Choices';
export const SINCE = '2026-11-23T14:02:11.120Z';
const LOOKS = `
  body { margin: 0; font: 16px/1.5 Georgia, serif; color: #222; background: #fff; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; }
  main, footer { padding: 2rem; }
  footer { background: #f2efe9; font-size: 14px; }
  footer a { display: inline-block; padding-block: .25rem; color: #444; margin-inline-end: 1.5rem; }
`;

/** What a recipient's frame does: it looks for the window that has the locator, and asks there. */
const FRAME = `<!doctype html><html lang="en"><title>frame</title><script>
  window.answers = [];
  addEventListener('message', ({ data }) => answers.push(data));
  window.ask = (locator, message) => {
    const has = (view) => { try { return view.frames[locator]; } catch { return false; } };
    let at = window;
    while (!has(at) && at !== top) at = at.parent;
    at.postMessage(message, '*');
  };
</script>`;

/** Asked before the full file can have come. */
const ASK_EARLY = "window.heard = []; __gpp('addEventListener', ({ eventName }) => heard.push(eventName)); __gpp('ping', ({ gppString }) => heard.push(gppString));";

export class Site {
  /** Everything that was told, in order. */
  visits = [];
  /** The kinds of identifiers by which the one visitor is opted out. */
  covers = new Set();
  /** `well`, or `dead`: every call is cut. */
  mood = 'well';

  static async open() {
    const site = new Site();
    site.snippet = await readFile(new URL('refrain.js', DIST), 'utf8');
    site.core = await readFile(new URL('refrain-core.js', DIST), 'utf8');
    site.words = Object.fromEntries(await Promise.all(['es', 'ar'].map(async (tag) => [tag, JSON.parse(await readFile(new URL(`${tag}.json`, WORDS), 'utf8'))])));
    site.server = http.createServer((request, response) => site.#answer(request, response));
    site.server.listen(0);
    await once(site.server, 'listening');
    const { port } = site.server.address();
    site.shop = `http://127.0.0.1:${port}`;
    site.installation = `http://localhost:${port}`;
    return site;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The address of a page of the shop; `what` says how it is made, see `#page`. */
  page(what = {}) {
    return `${this.shop}/?${new URLSearchParams(what)}`;
  }

  get settings() {
    return {
      url: this.installation, domain: '', hold: places('ads.example'), restrict: [], clear: names(), report: {},
      link: 'choices', gpp: GPP, language: 'en', business: 'Analytical Socks', words: this.words,
    };
  }

  #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.shop);
    const what = Object.fromEntries(searchParams);
    if (pathname === '/refrain.js') {
      const settings = { ...this.settings, ...JSON.parse(what.settings ?? '{}') };
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(`${this.snippet}${JSON.stringify(settings)});`);
    }
    if (pathname === '/v1/visits') return this.#visit(request, response);
    if (pathname === '/') return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...this.#policy(what) }).end(this.#page(what));
    if (pathname === '/frame') return response.writeHead(200, { 'content-type': 'text/html' }).end(FRAME);
    return response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><html lang="en"><title>${pathname}</title><h1>${pathname}</h1>`);
  }

  /** As the contract of the server has it: whoever opts out is opted out from then on, for all that is told of them. */
  async #visit(request, response) {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (this.mood === 'dead') return request.socket.destroy();
    const visit = JSON.parse(body);
    this.visits.push(visit);
    const isOut = visit.signal || visit.act === 'opt_out' || this.covers.size > 0;
    if (isOut) for (const kind of ['browser', ...visit.identifiers.map((one) => one.kind)]) this.covers.add(kind);
    const headers = { 'content-type': 'application/json', 'access-control-allow-origin': this.shop, 'access-control-allow-credentials': 'true' };
    return response.writeHead(200, headers).end(JSON.stringify({
      sharing: isOut ? 'denied' : 'allowed',
      reason: visit.signal ? 'preference_signal' : isOut ? 'opted_out' : 'no_opt_out',
      since: isOut ? SINCE : null,
      receipt_url: isOut ? `${this.installation}/receipts/7K2M-4QXD-9PFA-HJ3C` : null,
      covers: [...this.covers],
    }));
  }

  #policy({ policy }) {
    return policy ? { 'content-security-policy': policy } : {};
  }

  /** `lang`, `head` and `footer` (markup), `style`, `nonce`, `account`, `settings`, `script` (`none`, `inline`); else, what most sites have. */
  #page({ lang = 'en', dir = lang === 'ar' ? 'rtl' : 'ltr', head = '', footer, style = '', nonce = '', account, settings, script }) {
    const link = `<refrain-link><a href="${this.installation}/privacy-choices">${TITLE}</a></refrain-link>`;
    const address = `/refrain.js${settings ? `?settings=${encodeURIComponent(settings)}` : ''}`;
    const core = script === 'inline' ? `<script nonce="${nonce}">${this.core}${JSON.stringify(this.settings)});${ASK_EARLY}</script>` : '';
    const person = account ? ` data-account="${account}" data-proof="00"` : '';
    return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Analytical Socks</title>${head}${core}${script === 'none' ? '' : `<script ${script === 'inline' ? 'async ' : ''}nonce="${nonce}" src="${address}"${person}></script>`}<style nonce="${nonce}">${LOOKS}${style}</style></head>
<body><main><h1>Analytical Socks</h1><p>Socks for people who think with their feet.</p></main>
<footer><a href="/imprint">Imprint</a> ${footer ?? link} <a href="/returns">Returns</a></footer></body></html>`;
  }
}
