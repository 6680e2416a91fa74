// The example, built and served by Next.js, in a real browser. Nothing leaves the machine: the browser is answered here.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launch } from '../../browser/chromium.mjs';
import { REFRAIN, snippet } from './installation.mjs';

const PIXEL = 'https://connect.facebook.net/en_US/fbevents.js';
const FRAME = 'https://www.facebook.com/plugins/page.php';
const KEY = 'a-key';
const PROOF = createHmac('sha256', KEY).update('account:ada-17').digest('hex');

const cwd = fileURLToPath(new URL('../nextjs/', import.meta.url));
const env = { ...process.env, REFRAIN_URL: REFRAIN, REFRAIN_SITE_KEY: KEY, NEXT_TELEMETRY_DISABLED: '1' };
const next = ['node_modules/next/dist/bin/next'];
const servers = [];
let browser, shop;

/** Serves what was built; returns its address, and what it complains of. */
async function serve(env, stderr = 'inherit') {
  const server = spawn(process.execPath, [...next, 'start', '--port', '0', '--hostname', '127.0.0.1'], { cwd, env, stdio: ['ignore', 'pipe', stderr] });
  servers.push(server);
  const complaints = [];
  server.stderr?.on('data', (text) => complaints.push(`${text}`));
  for await (const said of createInterface(server.stdout)) {
    const address = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
    if (address) return { address, complaints };
  }
  throw new Error(`it did not start: ${complaints}`);
}

before(async () => {
  execFileSync(process.execPath, [...next, 'build'], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  ({ address: shop } = await serve(env));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  for (const server of servers) server.kill();
});

/** A visitor: what was asked of the installation and of the recipient, and what went wrong in the page. */
async function visitor({ cookies = {}, script = (route) => route.fulfill({ contentType: 'text/javascript', body: snippet }), answer }) {
  const context = await browser.newContext();
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: shop })));
  const seen = { pixels: 0, visits: [], wrong: [] };
  const frames = [];
  // Whatever is not answered here goes nowhere.
  await context.route((url) => url.origin !== shop, (route) => route.abort());
  await context.route(PIXEL, (route) => (seen.pixels++, route.fulfill({ contentType: 'text/javascript', body: '' })));
  await context.route(FRAME, (route) => (frames.push(route.request().url()), route.fulfill({ contentType: 'text/html', body: 'our page' })));
  await context.route(`${REFRAIN}/refrain.js`, script);
  await context.route(`${REFRAIN}/v1/visits`, async (route) => {
    seen.visits.push(route.request().postDataJSON());
    const headers = { 'access-control-allow-origin': shop, 'access-control-allow-credentials': 'true' };
    await route.fulfill({ headers, json: await answer });
  });
  const page = await context.newPage();
  page.on('console', (said) => said.type() === 'error' && seen.wrong.push(said.text()));
  page.on('pageerror', (error) => seen.wrong.push(error.message));
  return { page, seen, frames };
}

const HELD = `script[data-src="${PIXEL}"]`;
const isThere = (page, what) => page.waitForSelector(what, { state: 'attached' });

/** Leads through the shop without loading a page anew, there and back. */
async function lookAround(page) {
  await isThere(page, HELD);
  await page.click('text=More socks');
  await page.waitForSelector('h1:text-is("More socks")');
  await page.click('main a');
  await page.waitForSelector('h1:text-is("Socks")');
}

/** A promise that the test keeps when it is ready. */
function deferred() {
  let resolve;
  const promise = new Promise((keep) => (resolve = keep));
  return { promise, resolve };
}

const decision = (sharing) => ({ sharing, reason: 'no_opt_out', since: null, receipt_url: null, covers: [] });

test('the server names who is logged in, with the proof, and nobody else', async () => {
  const page = async (cookie) => (await fetch(shop, { headers: { cookie } })).text();
  const head = (html) => html.match(/<head>.*<\/head>/)[0];
  assert.ok(head(await page('')).includes(`<script src="${REFRAIN}/refrain.js"></script>`));
  assert.ok(head(await page('session=example-of-ada')).includes(`<script src="${REFRAIN}/refrain.js" data-account="ada-17" data-proof="${PROOF}"></script>`));
  assert.ok(!(await page('session=forged')).includes('data-proof'));
});

test('a tag runs once where sharing is allowed, however one moves', async () => {
  const { page, seen } = await visitor({});
  const asked = page.waitForRequest(PIXEL);
  await page.goto(shop);
  await asked;
  await lookAround(page);
  assert.deepEqual(seen, { pixels: 1, visits: [], wrong: [] });
});

test('a tag never runs after an opt-out, however one moves', async () => {
  const { page, seen } = await visitor({ cookies: { refrain_choice: 'out' }, answer: decision('denied') });
  await page.goto(shop);
  await lookAround(page);
  assert.equal(await page.evaluate(() => window.refrain.status().sharing), 'denied');
  // The server is told once, so that it renews the cookie, and not again on the next page.
  const once = { signal: false, identifiers: [] };
  assert.deepEqual(seen, { pixels: 0, visits: [once], wrong: [] });
  await page.reload();
  await lookAround(page);
  assert.deepEqual(seen, { pixels: 0, visits: [once], wrong: [] });
});

test('a frame that was released, and held again, goes with its page', async () => {
  const { page, seen, frames } = await visitor({ answer: decision('denied') });
  await page.goto(shop);
  for (const sharing of ['allowed', 'denied']) {
    await page.click('text=More socks');
    const frame = await page.waitForSelector(sharing === 'allowed' ? `iframe[src="${FRAME}"]` : `iframe[data-src="${FRAME}"]`, { state: 'attached' });
    assert.deepEqual([await frame.getAttribute('title'), await frame.getAttribute('width')], ['Our page', '340']);
    if (sharing === 'allowed') {
      await page.evaluate(() => window.refrain.optOut());
      await page.waitForSelector(`iframe[data-src="${FRAME}"]:not([src])`, { state: 'attached' });
    }
    await page.click('main a');
    await page.waitForSelector('h1:text-is("Socks")');
    assert.equal(await page.locator('iframe[title="Our page"]').count(), 0);
  }
  assert.deepEqual([frames, seen.wrong], [[FRAME], []]);
});

test('the page waits for a slow installation, and nothing is asked meanwhile', async () => {
  const { promise: late, resolve: answer } = deferred();
  const { page, seen } = await visitor({ script: async (route) => (await late, route.fulfill({ contentType: 'text/javascript', body: snippet })) });
  await page.addInitScript(() => {
    window.ran = new Set();
    document.addEventListener('load', ({ target }) => window.ran.add(target.src), true);
  });
  const asked = page.waitForRequest(`${REFRAIN}/refrain.js`);
  const loaded = page.goto(shop);
  await asked;
  // Everything that Next.js loads beside the line has run. Before the first frame there is none to poll by.
  await page.waitForFunction(() => [...document.scripts].every((one) => !one.async || window.ran.has(one.src)), null, { polling: 20 });
  assert.equal(await page.locator(HELD).count(), 0);
  assert.equal(seen.pixels, 0);
  const pixel = page.waitForRequest(PIXEL);
  answer();
  await Promise.all([loaded, pixel]);
  assert.deepEqual(seen.wrong, []);
});

test('with a dead installation the shop works, the link leads to the page, and the tag stays held', async () => {
  const { page, seen } = await visitor({ script: (route) => route.abort() });
  await page.goto(shop);
  await lookAround(page);
  assert.equal(await page.getAttribute('refrain-link a', 'href'), `${REFRAIN}/privacy-choices`);
  assert.equal(seen.pixels, 0);
});

for (const [sharing, pixels] of [['allowed', 1], ['denied', 0]]) {
  test(`for a person who is logged in the tag waits for the answer: ${sharing}`, async () => {
    const { promise: answer, resolve } = deferred();
    const { page, seen } = await visitor({ cookies: { session: 'example-of-ada' }, answer });
    const asked = page.waitForRequest(`${REFRAIN}/v1/visits`);
    await page.goto(shop, { waitUntil: 'domcontentloaded' });
    await asked;
    await isThere(page, HELD);
    assert.equal(await page.evaluate(() => window.refrain.status().sharing), 'waiting');
    assert.equal(seen.pixels, 0);
    const settled = page.evaluate(() => new Promise((resolve) => document.addEventListener('refrain:choice', resolve, { once: true })).then(() => {}));
    resolve({ ...decision(sharing), since: sharing === 'denied' ? '2026-11-23T14:02:11.120Z' : null });
    await settled;
    await lookAround(page);
    assert.equal(seen.pixels, pixels);
    assert.deepEqual(seen.visits[0].identifiers[0], { kind: 'account', value: 'ada-17', proof: PROOF });
    assert.deepEqual(seen.wrong, []);
  });
}

test('without the key there is no proof, and with the other title the link has it', async () => {
  const { REFRAIN_SITE_KEY, ...keyless } = env;
  const { address, complaints } = await serve({ ...keyless, REFRAIN_LINK: 'do_not_sell' }, 'pipe');
  for (let visits = 0; visits < 2; visits++) {
    const html = await (await fetch(address, { headers: { cookie: 'session=example-of-ada' } })).text();
    assert.ok(html.includes('data-account="ada-17"') && !html.includes('data-proof'));
    assert.ok(html.includes('>Do Not Sell or Share My Personal Information</a>'));
  }
  assert.equal(complaints.join('').match(/REFRAIN_SITE_KEY is not set/g)?.length, 1);
});

test('the link keeps its icon through hydration, and opens the panel in place', async () => {
  const { page, seen } = await visitor({});
  await page.goto(shop);
  await lookAround(page);
  assert.equal(await page.locator('refrain-link svg').count(), 1);
  await page.click('refrain-link a');
  assert.equal(new URL(page.url()).pathname, '/');
  assert.deepEqual(seen.wrong, []);
});
