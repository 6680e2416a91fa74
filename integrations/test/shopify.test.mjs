// The theme app extension, rendered as Shopify renders it, and the hand-over in a page that has Shopify's and our own interface.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import vm from 'node:vm';
import { Liquid } from 'liquidjs';

const folder = fileURLToPath(new URL('../shopify/', import.meta.url));
const URL_ = 'https://privacy.shop.example';
const KEY = 'a-key';

const liquid = new Liquid({ root: `${folder}blocks`, extname: '.liquid' });
// What Shopify's Liquid has and the language itself has not.
liquid.registerFilter('hmac_sha256', (text, key) => createHmac('sha256', key).update(String(text)).digest('hex'));
liquid.registerFilter('asset_url', (name) => `//cdn.example/${name}`);
const schemas = {};
liquid.registerTag('schema', {
  parse(tag, rest) {
    this.text = '';
    for (let token = rest.shift(); token.name !== 'endschema'; token = rest.shift()) this.text += token.getText();
  },
  render(context) {
    schemas[context.getSync(['block', 'type'])] = JSON.parse(this.text);
  },
});

const render = (type, settings, { customer, key } = {}) => {
  const globals = { customer, app: { metafields: { refrain: { site_key: { value: key } } } } };
  return liquid.renderFileSync(type, { block: { type, settings, shopify_attributes: '' } }, { globals }).trim();
};

const HAND_OVER = '<script src="//cdn.example/refrain-shopify.js" defer></script>';
const line = (text) => text.replaceAll(/\s+/g, ' ').replaceAll('" >', '">').replaceAll('> <', '><');
const proof = createHmac('sha256', KEY).update('account:17').digest('hex');

for (const [name, settings, person, expected] of [
  ['nobody is logged in', { url: URL_ }, { key: KEY }, `<script src="${URL_}/refrain.js"></script>${HAND_OVER}`],
  [
    'a customer is logged in',
    { url: `${URL_}/` },
    { customer: { id: 17 }, key: KEY },
    `<script src="${URL_}/refrain.js" data-account="17" data-proof="${proof}"></script>${HAND_OVER}`,
  ],
  ['there is no key', { url: URL_ }, { customer: { id: 17 } }, `<script src="${URL_}/refrain.js"></script>${HAND_OVER}`],
  ['there is no address', { url: '' }, { customer: { id: 17 }, key: KEY }, ''],
  ['the address is none', { url: '"><b>' }, {}, `<script src="&#34;&gt;&lt;b&gt;/refrain.js"></script>${HAND_OVER}`],
]) {
  test(`the line when ${name}`, () => assert.equal(line(render('refrain', settings, person)), expected));
}

for (const [words, text] of [
  ['choices', 'Your Privacy Choices'],
  ['do_not_sell', 'Do Not Sell or Share My Personal Information'],
]) {
  test(`the link says ${text}`, () => {
    const link = `<refrain-link><a href="${URL_}/privacy-choices">${text}</a></refrain-link>`;
    assert.equal(render('refrain-link', { url: URL_, words }).replace('<refrain-link >', '<refrain-link>'), link);
  });
}

test('the blocks go where Shopify can put them', () => {
  assert.equal(schemas.refrain.target, 'compliance_head');
  assert.equal(schemas['refrain-link'].target, 'section');
  // Shopify refuses longer names.
  for (const { name } of Object.values(schemas)) assert.ok(name.length <= 25, name);
});

/** A page of a shop: what Shopify was told, in order, and ways to move both sides. */
function page({ sharing, said = '', mark, failure }) {
  const told = [];
  const stored = new Map(mark ? [['refrain_shopify', mark]] : []);
  const document = new EventTarget();
  let watcher;
  const consent = { sale_of_data: said };
  const customerPrivacy = {
    currentVisitorConsent: () => consent,
    setTrackingConsent(words, done) {
      told.push(words);
      consent.sale_of_data = words.sale_of_data ? 'yes' : 'no';
      document.dispatchEvent(new Event('visitorConsentCollected'));
      done();
    },
  };
  const page = {
    told,
    optOuts: 0,
    mark: () => stored.get('refrain_shopify'),
    move(next) {
      sharing = next;
      watcher?.({ sharing });
    },
    decline: () => customerPrivacy.setTrackingConsent({ sale_of_data: false }, () => {}),
  };
  const window = {
    Shopify: {
      loadFeatures(features, loaded) {
        assert.equal(JSON.stringify(features), '[{"name":"consent-tracking-api","version":"0.1"}]');
        if (!failure) this.customerPrivacy = customerPrivacy;
        loaded(failure);
      },
    },
    refrain: {
      status: () => ({ sharing }),
      watch: (change) => (watcher = change)({ sharing }),
      optOut: () => (page.optOuts++, page.move('denied')),
    },
  };
  const localStorage = {
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => stored.set(name, value),
    removeItem: (name) => stored.delete(name),
  };
  const quiet = { warn: () => page.warned = true };
  vm.runInNewContext(readFileSync(`${folder}assets/refrain-shopify.js`, 'utf8'), { window, document, localStorage, console: quiet });
  // The words come from another realm.
  page.toldShopify = () => told.map(({ sale_of_data }) => sale_of_data);
  return page;
}

for (const [name, state, expected] of [
  ['an opt-out', { sharing: 'denied' }, [false]],
  ['an opt-out that Shopify knows', { sharing: 'denied', said: 'no' }, []],
  ['no opt-out', { sharing: 'allowed' }, []],
  ['an account that is waited for', { sharing: 'waiting', said: 'no', mark: 'no' }, []],
  ['an opt-in after our own no', { sharing: 'allowed', said: 'no', mark: 'no' }, [true]],
  ["an opt-in after a no of Shopify's own", { sharing: 'allowed', said: 'no', mark: 'heard' }, []],
]) {
  test(`Shopify is told of ${name}: ${JSON.stringify(expected)}`, () => assert.deepEqual(page(state).toldShopify(), expected));
}

test('a change on the page is handed over, and only what is ours is taken back', () => {
  const shop = page({ sharing: 'allowed' });
  for (const sharing of ['denied', 'allowed', 'allowed']) shop.move(sharing);
  assert.deepEqual(shop.toldShopify(), [false, true]);
  assert.equal(shop.optOuts, 0);
});

test("a no on Shopify's own page is an opt-out, and is not taken back for us", () => {
  const shop = page({ sharing: 'allowed' });
  shop.decline();
  assert.equal(shop.optOuts, 1);
  shop.move('allowed');
  assert.deepEqual(shop.toldShopify(), [false]);
});

for (const [name, state, optOuts, mark] of [
  ["of Shopify's own", { sharing: 'allowed', said: 'no' }, 1, 'heard'],
  ["of Shopify's own, while an account is waited for", { sharing: 'waiting', said: 'no' }, 1, 'heard'],
  ['that is known already', { sharing: 'denied', said: 'no' }, 0, 'heard'],
  ['that was told before', { sharing: 'allowed', said: 'no', mark: 'heard' }, 0, 'heard'],
  ['of our own', { sharing: 'denied', said: 'no', mark: 'no' }, 0, 'no'],
  ['of our own that is taken back', { sharing: 'allowed', said: 'no', mark: 'no' }, 0, undefined],
  ['that was told before and does not stand any more', { sharing: 'allowed', said: 'yes', mark: 'heard' }, 0, undefined],
]) {
  test(`at the start of a page a no ${name} makes ${optOuts} opt-outs`, () => {
    const shop = page(state);
    assert.deepEqual([shop.optOuts, shop.mark()], [optOuts, mark]);
  });
}

test("a no of Shopify's own does not undo a later opt-in, unless it is said anew", () => {
  const shop = page({ sharing: 'denied', said: 'no' });
  shop.move('allowed');
  const next = page({ sharing: 'allowed', said: 'no', mark: shop.mark() });
  assert.equal(next.optOuts, 0);
  next.decline();
  assert.deepEqual([next.optOuts, next.mark()], [1, 'heard']);
});

test('whoever builds the shop hears that Shopify could not be told', () => {
  assert.ok(page({ sharing: 'denied', failure: new Error('blocked') }).warned);
});
