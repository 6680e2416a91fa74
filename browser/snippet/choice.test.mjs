// What stands, what is told of it, and what happens on a page where tags run already.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { names } from '../served.mjs';
import { ADS, DENIED, SHOP, Web, served } from './rig.mjs';

const web = new Web();
before(() => web.start());
after(() => web.stop());

const TAGS = `
  <script type="text/plain" data-refrain="sharing" data-src="http://${ADS}/first.js"></script>
  <script type="text/plain" data-refrain="sharing">ran.push('second')</script>
  <script type="text/plain" data-refrain="sharing" data-type="module">ran.push('third')</script>
  <iframe data-refrain="sharing" data-src="http://${ADS}/frame.html"></iframe>
  <img alt="" data-refrain="sharing" data-src="http://${ADS}/pixel.gif">`;
const OUT = [{ name: 'refrain_choice', value: 'out', domain: `.${SHOP}`, path: '/' }];

const ran = (page) => page.evaluate(() => window.ran);
const status = (page) => page.evaluate(() => window.refrain.status());
const released = (page) => web.until(page, () => window.ran.includes('third'));

async function shop({ settings, attributes = '', head = '', body = TAGS, snippet = 'refrain', nonce = '' } = {}) {
  web.put(`${ADS}/first.js`, "ran.push('first')");
  const script = `<script ${nonce} ${attributes}>${await served(snippet, settings)}</script>`;
  web.put(`${SHOP}/`, `<!doctype html><head><script ${nonce}>ran = []</script>${script}${head}</head><body>${body}</body>`);
}

test('marked tags run in order where sharing is allowed, under a policy that wants a nonce', async () => {
  web.headers = { 'content-security-policy': "script-src 'nonce-abc' 'strict-dynamic'" };
  await shop({ nonce: 'nonce="abc"', body: TAGS.replaceAll('<script', '<script nonce="abc"') });
  const page = await web.visit(`${SHOP}/`);
  web.headers = {};
  await released(page);
  assert.deepEqual(await ran(page), ['first', 'second', 'third']);
  await web.until(page, () => document.querySelector('iframe[data-src]').src && document.querySelector('img').src);
  assert.deepEqual(page.problems, []);
  assert.equal(web.visits.length, 0, 'there was nothing to tell');
});

test('an opt-out holds them, and two acts on the page of the server release them on the one that waits', async () => {
  await shop();
  const page = await web.visit(`${SHOP}/`, { cookies: OUT });
  await page.evaluate((ads) => document.head.append(Object.assign(document.createElement('script'), { src: `http://${ads}/later.js` })), ADS);
  await web.settled(page);
  assert.deepEqual([await ran(page), web.asks, (await status(page)).reason], [[], [], 'opted_out']);
  await page.context().addCookies([{ ...OUT[0], value: 'in' }]);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await released(page);
  await web.settled(page);
  assert.ok(web.asks.includes(`${ADS}/later.js`));
});

test('one act silences what runs, clears what it left, tells it once, and a second tab follows', async () => {
  const settings = { clear: names('_ads*'), report: { _ads_id: 'ads' } };
  await shop({ settings, body: `<iframe src="http://${ADS}/frame.html"></iframe>` });
  web.put(`${ADS}/worker.js`, 'postMessage(1)');
  const page = await web.visit(`${SHOP}/`);
  const second = await web.visit(`${SHOP}/`, { context: page.context() });
  await page.evaluate(() => {
    document.cookie = '_ads_id=A1; Domain=shop.example; Path=/';
    document.cookie = 'plain; Path=/';
    document.cookie = '_ads_more=1';
    localStorage._ads_id = localStorage.mine = 'kept';
    window.told = [];
    document.addEventListener('refrain:choice', ({ detail }) => window.told.push(detail.sharing));
  });
  web.visits.length = 0;
  const after = await page.evaluate(() => window.refrain.optOut({ email: 'ada@example.com' }));
  assert.deepEqual([after.sharing, after.receipt_url, after.covers], ['denied', DENIED.receipt_url, DENIED.covers]);
  assert.deepEqual(web.visits, [{
    signal: false, act: 'opt_out', identifiers: [{ kind: 'email', value: 'ada@example.com' }, { kind: 'ads', value: 'A1' }],
  }]);
  assert.deepEqual(await page.evaluate(() => [document.cookie, { ...localStorage }.mine, localStorage._ads_id, document.querySelector('iframe[data-src]').src, window.told[0]]),
    ['plain; refrain_choice=out', 'kept', undefined, '', 'denied']);
  assert.equal((await status(second)).sharing, 'denied');
  await web.settled(page);
  const third = await web.visit(`${SHOP}/`, { context: page.context() });
  await web.settled(third);
  assert.equal(web.visits.length, 1, 'a repeat tells nothing');
  assert.deepEqual([...page.problems, ...second.problems, ...third.problems], []);
});

test('of two choices that hosts above and below have set, the opt-out counts', async () => {
  await shop();
  const older = { name: 'refrain_choice', value: 'in', domain: SHOP, path: '/' };
  for (const cookies of [[older, ...OUT], [...OUT, older]]) {
    const page = await web.visit(`${SHOP}/`, { cookies });
    assert.equal((await status(page)).sharing, 'denied');
  }
  web.visits.length = 0;
  const page = await web.visit(`${SHOP}/`, { cookies: [{ ...older, domain: SHOP }] });
  assert.equal((await page.evaluate(() => window.refrain.optOut())).sharing, 'denied');
  assert.equal(web.visits[0].act, 'opt_out');
});

test('an image that has not come yet does not come after the opt-out', async () => {
  const far = (name) => `<img alt="" loading="lazy" style="display:block;margin-top:9000px" src="http://${ADS}/${name}.gif">`;
  await shop({ body: `<img alt="" src="http://${ADS}/there.gif">${far('held')}` });
  const scrolled = async (act) => {
    const page = await web.visit(`${SHOP}/`);
    await web.until(page, () => document.querySelector('img').complete);
    await page.evaluate(act);
    await page.evaluate(() => document.querySelector('[loading]').scrollIntoView());
    await web.settled(page);
    return [web.asks, await page.evaluate(() => document.querySelector('img').src)];
  };
  const there = `http://${ADS}/there.gif`;
  assert.deepEqual(await scrolled(() => {}), [[`${ADS}/there.gif`, `${ADS}/held.gif`], there], 'without a choice it comes');
  assert.deepEqual(await scrolled(() => window.refrain.optOut().then(() => 0)), [[`${ADS}/there.gif`], there]);
});

test('an act that the server did not hear is in force at once, and told on the next page', async () => {
  await shop();
  const { answer } = web;
  web.visits.length = 0;
  web.answer = () => undefined;
  const page = await web.visit(`${SHOP}/`);
  await released(page);
  assert.equal(await page.evaluate(() => window.refrain.optOut().catch(() => 'failed')), 'failed');
  assert.equal((await status(page)).sharing, 'denied');
  web.answer = answer;
  web.visits.length = 0;
  const next = await web.visit(`${SHOP}/`, { context: page.context() });
  await web.until(next, () => window.refrain.status().since);
  assert.deepEqual(web.visits, [{ signal: false, act: 'opt_out', identifiers: [] }]);
  assert.ok(await next.evaluate(() => parseInt(localStorage.refrain_told, 10) > 0));
});

for (const [name, heard, expected] of [
  ['allowed', { sharing: 'allowed', since: null }, 'allowed'],
  ['opted out', DENIED, 'denied'],
  ['not known yet, because the server is starting', { sharing: 'denied', reason: 'starting', since: null }, 'waiting'],
  ['not told, because the server is dead', undefined, 'waiting'],
]) {
  test(`the tags wait for the account's choice, which is ${name}`, async () => {
    await shop({ attributes: 'data-account="ada-17" data-proof="f00"' });
    const { answer } = web;
    let go;
    const asked = new Promise((resolve) => { web.answer = (said) => { resolve(said); return new Promise((later) => { go = () => later(heard); }); }; });
    const page = await web.visit(`${SHOP}/`);
    assert.deepEqual((await asked).identifiers, [{ kind: 'account', value: 'ada-17', proof: 'f00' }]);
    assert.deepEqual([(await status(page)).sharing, (await status(page)).reason, web.asks], ['waiting', 'account', []]);
    go();
    await web.until(page, (wanted) => window.refrain.status().sharing === wanted, expected);
    await (expected === 'allowed' ? released(page) : web.settled(page));
    web.answer = answer;
    assert.equal(web.asks.length > 0, expected === 'allowed');
    assert.equal(web.visits.length > 0, true);
  });
}

test('the signal is honoured and told once, and that it vanishes takes nothing back', async () => {
  await shop({ settings: { report: { _ads_id: 'ads' } } });
  web.visits.length = 0;
  const page = await web.visit(`${SHOP}/`, { signal: true, cookies: [{ ...OUT[0], name: '_ads_id', value: 'A1' }] });
  await web.until(page, () => window.refrain.status().since);
  assert.deepEqual(web.visits, [{ signal: true, identifiers: [{ kind: 'ads', value: 'A1' }] }]);
  assert.equal((await status(page)).reason, 'preference_signal');
  const next = await web.visit(`${SHOP}/`, { context: page.context() });
  await web.settled(next);
  assert.deepEqual([(await status(next)).reason, web.asks], ['opted_out', []]);
});

test('the full file adds its parts to a core that is there already', async () => {
  web.put(`${SHOP}/full.js`, await served('refrain'), 'text/javascript');
  await shop({ snippet: 'refrain-core', head: '<script>first = refrain; asked = []; __gpp("ping", (data) => asked.push(data))</script><script async src="/full.js"></script>' });
  const page = await web.visit(`${SHOP}/`, { cookies: OUT });
  await web.until(page, () => window.asked?.length && window.__uspapi && !!customElements.get('refrain-link'));
  assert.ok(await page.evaluate(() => window.first === window.refrain));
  await page.evaluate((ads) => { new EventSource(`http://${ads}/events`); }, ADS);
  await web.settled(page);
  assert.deepEqual([web.asks, page.problems], [[], []]);
});

const FULL = '<script async src="/full.js"></script>';

test('what a tag opened before the full file came is closed by the opt-out', async () => {
  await shop({ snippet: 'refrain-core', body: `<script src="http://www.${ADS}/tag.js"></script>` });
  web.put(`www.${ADS}/tag.js`, `
    const program = "onmessage = ({ data }) => fetch('http://www.${ADS}/' + data, { mode: 'no-cors' }).finally(() => postMessage(data))";
    const worker = new Worker(URL.createObjectURL(new Blob([program])));
    worker.onmessage = ({ data }) => { window.heard = data; };
    ask = (path) => worker.postMessage(path);
    socket = new WebSocket('ws://www.${ADS}/socket');`, 'text/javascript');
  const page = await web.visit(`${SHOP}/`);
  await page.evaluate(() => window.ask('before'));
  await web.until(page, () => window.heard === 'before');
  assert.ok(web.asked.includes(`www.${ADS}/before`), 'without a choice it asks');
  await page.evaluate(() => { window.refrain.optOut().catch(() => {}); window.ask('after'); });
  await web.settled(page);
  assert.equal(web.asked.includes(`www.${ADS}/after`), false);
  assert.ok(await page.evaluate(() => window.socket.readyState >= WebSocket.CLOSING));
  assert.deepEqual((await status(page)).held, [], 'what ran while it might is not held');
});

test('an act before the full file has come is told when it is there', async () => {
  web.put(`${SHOP}/full.js`, await served('refrain'), 'text/javascript');
  await shop({ snippet: 'refrain-core', head: `<script>told = refrain.optOut({ email: 'ada@example.com' })</script>${FULL}` });
  web.visits.length = 0;
  const page = await web.visit(`${SHOP}/`);
  assert.equal((await page.evaluate(() => window.told)).receipt_url, DENIED.receipt_url);
  assert.deepEqual(web.visits, [{ signal: false, identifiers: [{ kind: 'email', value: 'ada@example.com' }], act: 'opt_out' }]);
});

test('where the full file does not come the act fails, and stands until it does', async () => {
  await shop({ snippet: 'refrain-core' });
  web.visits.length = 0;
  const page = await web.visit(`${SHOP}/`);
  assert.equal(await page.evaluate(() => window.refrain.optOut().catch(({ message }) => message)), 'refrain.js did not load');
  assert.deepEqual([(await status(page)).sharing, web.visits], ['denied', []]);
  web.put(`${SHOP}/full.js`, await served('refrain'), 'text/javascript');
  await shop({ snippet: 'refrain-core', head: FULL });
  const act = { signal: false, identifiers: [], act: 'opt_out' };
  const next = await web.visit(`${SHOP}/`, { context: page.context() });
  await web.until(next, () => window.refrain.status().since);
  assert.deepEqual(web.visits, [act], 'the next page tells it');
  await page.evaluate((full) => document.head.append(document.createRange().createContextualFragment(full)), FULL);
  await web.until(page, () => !!window.__uspapi);
  await page.evaluate(() => window.refrain.optOut());
  assert.deepEqual(web.visits, [act, act], 'where it comes late it is asked all the same');
});

test('without the full file the link leads to the page', async () => {
  await shop({ snippet: 'refrain-core' });
  const page = await web.visit(`${SHOP}/`);
  await page.evaluate(() => window.refrain.open());
  await page.waitForURL('http://privacy.shop.example/privacy-choices');
});

test('a page that may keep nothing works, and what fails there is held', async () => {
  await shop({ body: '' });
  web.put(`${SHOP}/around`, `<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>`);
  const page = await web.visit(`${SHOP}/around`);
  const [, frame] = page.frames();
  assert.equal((await frame.evaluate(() => window.refrain.status())).sharing, 'allowed');
  await frame.evaluate(() => { window.refrain.optOut().catch(() => {}); });
  await web.until(frame, () => window.refrain.status().sharing === 'denied');
  assert.deepEqual(page.problems, []);
});
