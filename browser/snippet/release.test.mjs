// What other people's pages do to held elements, and what is remembered where little can be.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { names } from '../served.mjs';
import { ADS, DENIED, SHOP, Web, served } from './rig.mjs';

const web = new Web();
before(() => web.start());
after(() => web.stop());

const OUT = [{ name: 'refrain_choice', value: 'out', domain: `.${SHOP}`, path: '/' }];

async function shop({ settings, attributes = '', head = '', body = '' } = {}) {
  web.put(`${SHOP}/`, `<!doctype html><head><script>ran = []</script><script ${attributes}>${await served('refrain', settings)}</script>${head}</head><body>${body}</body>`);
}

test('a script that never runs stops those behind it only for a while', async () => {
  const marked = (text) => `<script type="text/plain" data-refrain="sharing">ran.push('${text}')</script>`;
  await shop({ body: `<p></p>${marked('first')}` });
  const page = await web.visit(`${SHOP}/`);
  await page.clock.install();
  await page.reload();
  await web.until(page, () => window.ran.includes('first'));
  // What comes as markup is never run by a browser, and says so in no event.
  await page.evaluate(([ads, later]) => {
    document.querySelector('p').innerHTML = `<script type="text/plain" data-refrain="sharing" data-src="http://${ads}/never.js"></script>`;
    document.body.append(document.createRange().createContextualFragment(later));
  }, [ADS, marked('second')]);
  await web.settled(page);
  assert.deepEqual(await page.evaluate(() => window.ran), ['first']);
  await page.clock.fastForward(10_000);
  await web.until(page, () => window.ran.includes('second'));
  assert.deepEqual(page.problems, []);
});

test('a script that is late is waited for, whatever those before it have taken', async () => {
  const marked = (src) => `<script type="text/plain" data-refrain="sharing" data-src="http://${ADS}/${src}.js"></script>`;
  let come;
  web.put(`${ADS}/late.js`, new Promise((resolve) => { come = resolve; }), 'text/javascript');
  for (const name of ['soon', 'after']) web.put(`${ADS}/${name}.js`, `ran.push('${name}')`, 'text/javascript');
  await shop({ body: '' });
  const page = await web.visit(`${SHOP}/`);
  await page.clock.install();
  await page.reload();
  const add = (markup) => page.evaluate((markup) => document.body.append(document.createRange().createContextualFragment(markup)), markup);
  await add(marked('soon'));
  await web.until(page, () => window.ran.includes('soon'));
  await page.clock.fastForward(6000);
  await add(marked('late') + marked('after'));
  // The patience with the first one ends, not that with the one that loads now.
  await page.clock.fastForward(6000);
  await web.settled(page);
  assert.deepEqual(await page.evaluate(() => window.ran), ['soon']);
  come("ran.push('late')");
  await web.until(page, () => window.ran.includes('after'));
  assert.deepEqual(await page.evaluate(() => window.ran), ['soon', 'late', 'after']);
});

test('nothing is put into a page that is still being read', async () => {
  let come;
  web.put(`${SHOP}/late.js`, new Promise((resolve) => { come = resolve; }), 'text/javascript');
  await shop({ body: '<p>first</p><script src="/late.js"></script><p>last</p>' });
  const page = await (await web.browser.newContext()).newPage();
  const read = page.goto(`http://${SHOP}/`);
  await page.waitForSelector('p');
  const children = () => page.evaluate(() => [...document.body.children].map(({ localName, name }) => name || localName));
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  assert.deepEqual(await children(), ['p', 'script']);
  come('');
  await read;
  await web.until(page, () => '__gppLocator' in frames && '__uspapiLocator' in frames);
  assert.deepEqual(await children(), ['p', 'script', 'p', '__gppLocator', '__uspapiLocator']);
});

test('a frame stays the element that the page made, when it is released and when it is silenced', async () => {
  await shop({ body: `<div><iframe id="held" data-refrain="sharing" data-src="http://${ADS}/held.html"></iframe></div>` });
  const page = await web.visit(`${SHOP}/`, { cookies: OUT });
  await page.evaluate(() => { window.frame = document.querySelector('#held'); });
  await page.context().addCookies([{ ...OUT[0], value: 'in' }]);
  const load = page.waitForRequest(`http://${ADS}/held.html`);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await load;
  const isTheSame = () => page.evaluate(() => window.frame === document.querySelector('div > iframe'));
  assert.ok(await isTheSame());
  web.asked.length = 0;
  await page.evaluate(() => { window.refrain.optOut(); });
  assert.ok(await isTheSame());
  assert.equal(await page.evaluate(() => window.frame.src), '');
  // A page that made it can take it away.
  await page.evaluate(() => document.querySelector('div').removeChild(window.frame));
  await web.settled(page);
  assert.deepEqual([web.asks, page.problems], [[], []]);
});

test('an opt-out that the server reveals clears what tags left, and is told once', async () => {
  const settings = { clear: names('_ads*'), report: { _ads_id: 'ads' } };
  await shop({ settings, attributes: 'data-account="ada-17" data-proof="f00"' });
  const { answer } = web;
  web.answer = () => DENIED;
  web.visits.length = 0;
  const page = await web.visit(`${SHOP}/`, { cookies: [{ ...OUT[0], name: '_ads_id', value: 'A1' }] });
  await web.until(page, () => window.refrain.status().sharing === 'denied');
  await web.until(page, () => !document.cookie.includes('_ads_id'));
  assert.equal(web.visits.length, 1);
  web.answer = answer;
});

test('an act that was never heard is not told once the person has opted in again', async () => {
  await shop();
  const { answer } = web;
  web.answer = () => undefined;
  const page = await web.visit(`${SHOP}/`);
  await page.evaluate(() => window.refrain.optOut().catch(() => {}));
  web.answer = answer;
  web.visits.length = 0;
  await page.context().addCookies([{ ...OUT[0], value: 'in' }]);
  const next = await web.visit(`${SHOP}/`, { context: page.context() });
  await web.settled(next);
  assert.deepEqual([web.visits, await next.evaluate(() => window.refrain.status().sharing)], [[], 'allowed']);
});

test('a site under another domain than the cookies keeps the choice for itself', async () => {
  await shop({ settings: { domain: 'elsewhere.example' } });
  const page = await web.visit(`${SHOP}/`);
  await page.evaluate(() => window.refrain.optOut());
  const next = await web.visit(`${SHOP}/`, { context: page.context() });
  assert.equal(await next.evaluate(() => window.refrain.status().sharing), 'denied');
});

test('a page that is open when everything is cleared lets nothing through', async () => {
  await shop();
  const page = await web.visit(`${SHOP}/`);
  await page.evaluate(() => window.refrain.optOut());
  await page.evaluate(() => localStorage.clear());
  await page.context().clearCookies();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  assert.equal(await page.evaluate(() => window.refrain.status().sharing), 'denied');
  const next = await web.visit(`${SHOP}/`, { context: page.context() });
  assert.equal(await next.evaluate(() => window.refrain.status().sharing), 'denied', 'and remembers it again');
});
