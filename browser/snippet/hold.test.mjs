// Every way of asking a held host: with the choice against it nobody is asked, and without it everybody is, or the test
// would show nothing.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { places } from '../served.mjs';
import { ADS, SHOP, Web, served } from './rig.mjs';
import { FULL, WAYS, WRITING } from './ways.mjs';

const web = new Web();
before(() => web.start());
after(() => web.stop());

const quoted = (way, at) => `try { (${way})((ending = '') => 'http://www.${ADS}/${at}' + ending) } catch (error) { console.warn(error) }`;

/** Asks in all of the ways on one page; returns those that asked, and what the snippet says it held. */
async function asked(snippet, ways, cookies) {
  const names = Object.keys(ways);
  const head = Object.entries(WRITING).map(([name, way]) => `<script>${quoted(way, `way${names.indexOf(name)}/`).replaceAll('</', '<\\/')}</script>`);
  web.put(`${SHOP}/`, `<!doctype html><head><script>${await served(snippet)}</script>${head.join('')}</head><body></body>`);
  const page = await web.visit(`${SHOP}/`, { cookies });
  for (const [at, name] of names.entries()) if (!WRITING[name]) await page.evaluate(`${quoted(ways[name], `way${at}/`)};0`);
  await web.settled(page);
  const { held } = await page.evaluate(() => window.refrain.status());
  await page.context().close();
  return { asked: names.filter((_, at) => web.asks.some((one) => one.includes(`/way${at}/`))), held };
}

const OUT = [{ name: 'refrain_choice', value: 'out', domain: `.${SHOP}`, path: '/' }];

for (const [snippet, ways] of [['refrain-core', WAYS], ['refrain', { ...WAYS, ...FULL }]]) {
  test(`${snippet} holds every way of asking`, async () => {
    const all = { ...ways, ...WRITING };
    assert.deepEqual((await asked(snippet, all)).asked, Object.keys(all), 'without a choice each of them asks');
    assert.deepEqual(await asked(snippet, all, OUT), { asked: [], held: [`www.${ADS}`, `www.${ADS}.`] });
  });
}

test('what is to be fetched when the page has gone is held, where pages can do that', async () => {
  const [shop, ads] = ['shop.localhost', 'ads.localhost'];
  const settings = { hold: places(ads), domain: '' };
  web.put(`${shop}/`, `<!doctype html><script>${await served('refrain-core', settings)}</script>`);
  const later = async (cookies) => {
    const page = await web.visit(`${shop}/`, { cookies });
    await page.evaluate((url) => { fetchLater(url, { activateAfter: 0 }); }, `http://${ads}/later`);
    await web.settled(page);
    await page.context().close();
    return web.asked.includes(`${ads}/later`);
  };
  assert.equal(await later([]), true, 'without a choice it is fetched');
  assert.equal(await later([{ name: 'refrain_choice', value: 'out', domain: shop, path: '/' }]), false);
});
