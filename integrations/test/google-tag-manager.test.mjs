// The template's own tests, run outside Google's editor on a stand-in of its sandbox that refuses what was not permitted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const file = readFileSync(new URL('../google-tag-manager/template.tpl', import.meta.url), 'utf8');
const parts = Object.fromEntries(
  file
    .split(/^___([A-Z_]+)___$/m)
    .slice(1)
    .reduce((pairs, text, index, all) => (index % 2 ? pairs : [...pairs, [text, all[index + 1].trim()]]), []),
);
const code = parts.SANDBOXED_JS_FOR_WEB_TEMPLATE;

/** What was permitted, by the name of the permission. */
const permitted = Object.fromEntries(
  JSON.parse(parts.WEB_PERMISSIONS).map(({ instance: { key, param } }) => [key.publicId, param[0].value.listItem.map(plain)]),
);

/** A value as the editor stores it. */
function plain({ type, string, boolean, mapKey, mapValue }) {
  if (type === 1) return string;
  if (type === 8) return boolean;
  return Object.fromEntries(mapKey.map((key, index) => [plain(key), plain(mapValue[index])]));
}

const mayUse = (name, way) => permitted.access_globals.some(({ key, [way]: may }) => key === name && may);
const mayWrite = (state) =>
  Object.keys(state).every((type) => type === 'wait_for_update' || permitted.access_consent.some(({ consentType, write }) => consentType === type && write));
/** In the host of such a pattern a star stands for anything. */
const matches = (pattern, address) => new RegExp(`^${pattern.replaceAll('.', '\\.').replace('*', '[^/]+')}$`).test(address);

/** What each interface asks for before it does anything. */
const ASKS = {
  addConsentListener: (type) => permitted.access_consent.some(({ consentType, read }) => consentType === type && read),
  callInWindow: (name) => mayUse(name, 'execute'),
  copyFromWindow: (name) => mayUse(name, 'read'),
  createQueue: (name) => mayUse(name, 'read') && mayUse(name, 'write'),
  gtagSet: (values) => Object.keys(values).every((key) => permitted.write_data_layer.includes(key)),
  injectScript: (address) => permitted.inject_script.some((pattern) => matches(pattern, address)),
  makeNumber: () => true,
  setDefaultConsentState: mayWrite,
  updateConsentState: mayWrite,
};

/** As much of Google's test interface as the template's tests use. */
function sandbox() {
  const calls = {};
  const mocks = { makeNumber: Number };
  const record = (name, act) => (...values) => {
    (calls[name] ??= []).push(values);
    return act?.(...values);
  };
  const require = (name) => {
    assert.ok(name in ASKS, `there is no ${name}`);
    return record(name, (...values) => {
      assert.ok(ASKS[name](...values), `${name}(${JSON.stringify(values[0])}) was not permitted`);
      return mocks[name]?.(...values);
    });
  };
  return {
    mock: (name, act) => (mocks[name] = act),
    runCode(data) {
      const whole = { ...data, gtmOnSuccess: record('gtmOnSuccess'), gtmOnFailure: record('gtmOnFailure') };
      new Function('require', 'data', `'use strict';${code}`)(require, whole);
    },
    assertThat: (found) => ({ isEqualTo: (expected) => assert.deepEqual(found, expected) }),
    assertApi: (name) => ({
      wasCalled: () => assert.ok(calls[name], `${name} was not called`),
      wasNotCalled: () => assert.deepEqual(calls[name], undefined),
      wasCalledWith: (...expected) => assert.deepEqual(calls[name]?.at(-1), expected),
    }),
  };
}

const [scenarios, setup] = parts.TESTS.split(/^setup: \|-$/m);
for (const [, name, act] of scenarios.matchAll(/^- name: (.+)\n  code: \|-\n((?: {4}.*\n?)+)/gm)) {
  test(name, () => {
    const interfaces = sandbox();
    new Function(...Object.keys(interfaces), `'use strict';${setup}${act}`)(...Object.values(interfaces));
  });
}

test('every scenario was read', () => assert.equal([...scenarios.matchAll(/^- name: .+\n  code: \|-\n {4}/gm)].length, scenarios.match(/- name:/g).length));

test('the sections are those that the gallery asks for, in its order', () => {
  assert.deepEqual(Object.keys(parts), [
    'TERMS_OF_SERVICE', 'INFO', 'TEMPLATE_PARAMETERS', 'SANDBOXED_JS_FOR_WEB_TEMPLATE', 'WEB_PERMISSIONS', 'TESTS', 'NOTES',
  ]);
  const info = JSON.parse(parts.INFO);
  assert.deepEqual([info.type, info.containerContexts], ['TAG', ['WEB']]);
});

test('every field that the code reads is one, and the other way round', () => {
  const read = [...code.matchAll(/\bdata\.(\w+)/g)].map(([, name]) => name).filter((name) => !name.startsWith('gtm'));
  assert.deepEqual(new Set(read), new Set(JSON.parse(parts.TEMPLATE_PARAMETERS).map(({ name }) => name)));
});

test('the address is one that may be loaded from', () => {
  const [{ valueValidators: [{ args: [pattern] }] }] = JSON.parse(parts.TEMPLATE_PARAMETERS);
  for (const [address, isOne] of [
    ['https://privacy.shop.example', true],
    ['https://privacy.shop.example/', false],
    ['https://privacy.shop.example/x', false],
    ['http://privacy.shop.example', false],
    ['javascript://x', false],
  ]) {
    assert.equal(new RegExp(pattern).test(address), isOne, address);
    if (isOne) assert.ok(ASKS.injectScript(`${address}/refrain.js`));
  }
});

test('the code is of the language that the sandbox knows', () => {
  for (const [what, pattern] of [
    ['new', /\bnew\b/], ['this', /\bthis\b/], ['class', /\bclass\b/], ['window', /\bwindow\b/i], ['async', /\basync\b|\bawait\b/],
    ['spread', /\.\.\./], ['optional chaining', /\?\.|\?\?/], ['a regular expression', /[=(,]\s*\/[^/*]/], ['template text', /`/],
  ]) {
    const without = code.replace(/\/\*[^]*?\*\/|\/\/.*|'[^']*'|\w+InWindow|\w+FromWindow/g, '');
    assert.doesNotMatch(without, pattern, what);
  }
});
