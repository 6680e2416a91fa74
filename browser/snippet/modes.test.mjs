// The restricted modes are the first that a tag's own queue hears, whatever the page does before its tag loads.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { SHOP, Web, served } from './rig.mjs';

const web = new Web();
before(() => web.start());
after(() => web.stop());

/** The pages' own beginnings of the tags, as short as their shape allows. */
const BEGINNINGS = `<script>
  window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  gtag('config', 'AW-1');
  for (const name of ['fbq', 'pintrk']) {
    const call = window[name] = function (...given) { call.queue.push(given); };
    call.queue = [];
    call('init', '1');
  }
  window.uetq = window.uetq || [];
  uetq.push('event', 'view');
  window.ttq = window.ttq || [];
  ttq.load = (id, options) => { ttq.loaded = { id, ...options }; };
  ttq.page = () => { ttq.paged = true; };
  window.googletag = window.googletag || { cmd: [] };
  googletag.settings = [];
  googletag.pubads = () => ({ setPrivacySettings: (settings) => googletag.settings.push(settings) });
  googletag.cmd.push(() => googletag.settings.push('shown'));
  ttq.load('T1');
  ttq.page();
</script>`;

const heard = (page) => page.evaluate(() => ({
  google: window.dataLayer.map((one) => [...one]), meta: window.fbq.queue, pinterest: window.pintrk.queue, microsoft: [...window.uetq],
  tiktok: { ...window.ttq.loaded },
}));

async function visit(cookies) {
  const settings = { restrict: ['google', 'meta', 'microsoft', 'pinterest', 'tiktok', 'nobody'] };
  web.put(`${SHOP}/`, `<!doctype html><head><script>${await served('refrain', settings)}</script>${BEGINNINGS}</head><body></body>`);
  const page = await web.visit(`${SHOP}/`, { cookies });
  assert.deepEqual(page.problems, []);
  return page;
}

const denied = { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied' };

test('a person who opted out is in the restricted modes before the first hit', async () => {
  const page = await visit([{ name: 'refrain_choice', value: 'out', domain: `.${SHOP}`, path: '/' }]);
  assert.deepEqual(await heard(page), {
    google: [['consent', 'default', denied], ['set', { restricted_data_processing: true }], ['config', 'AW-1']],
    meta: [['dataProcessingOptions', ['LDU'], 1, 1000], ['init', '1']],
    pinterest: [['set', { opt_out_type: 'LDP' }], ['init', '1']],
    microsoft: ['consent', 'default', { ad_storage: 'denied' }, 'event', 'view'],
    tiktok: { id: 'T1', limited_data_use: true },
  });
});

test('the Publisher Tag is restricted before it shows anything', async () => {
  const page = await visit([{ name: 'refrain_choice', value: 'out', domain: `.${SHOP}`, path: '/' }]);
  const done = () => page.evaluate(() => { for (const run of window.googletag.cmd.splice(0)) run(); return window.googletag.settings; });
  assert.deepEqual(await done(), [{ restrictDataProcessing: true }, 'shown']);
  // Off is said once the person has opted in again.
  await page.context().addCookies([{ name: 'refrain_choice', value: 'in', domain: `.${SHOP}`, path: '/' }]);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await web.until(page, () => window.refrain.status().sharing === 'allowed');
  assert.deepEqual((await done()).at(-1), { restrictDataProcessing: false });
  const { google, meta, microsoft } = await heard(page);
  const granted = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' };
  assert.deepEqual(google.slice(-2), [['consent', 'update', granted], ['set', { restricted_data_processing: false }]]);
  assert.deepEqual(meta.at(-1), ['dataProcessingOptions', [], 1, 1000]);
  assert.deepEqual(microsoft.slice(-3), ['consent', 'update', { ad_storage: 'granted' }]);
});

test('without a choice nothing is said, and an opt-out is heard by what runs', async () => {
  const page = await visit([]);
  const before = await heard(page);
  assert.deepEqual([before.google, before.meta, before.tiktok], [[['config', 'AW-1']], [['init', '1']], { id: 'T1' }]);
  await page.evaluate(() => { window.refrain.optOut(); });
  await page.evaluate(() => { window.ttq.instance('T1').track('seen'); });
  const { google, meta, microsoft } = { ...await page.evaluate(() => ({
    google: window.dataLayer.map((one) => [...one]), meta: window.fbq.queue, microsoft: [...window.uetq],
  })) };
  assert.deepEqual(google.slice(1), [['consent', 'update', denied], ['set', { restricted_data_processing: true }]]);
  assert.deepEqual(meta.at(-1), ['dataProcessingOptions', ['LDU'], 1, 1000]);
  assert.deepEqual(microsoft.slice(-3), ['consent', 'update', { ad_storage: 'denied' }]);
});
