// Every string that can be written, against the reference library.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Choice, View, plain } from './gpp-window.mjs';

const NAMES = { 7: 'usnat', 8: 'usca' };

/** Section, MSPA stance, choice and signal: all of them. */
function* everything() {
  for (const section of [7, 8]) {
    for (const covered of [1, 2]) {
      for (const optOutMode of [0, 1, 2]) {
        for (const providerMode of [0, 1, 2]) {
          for (const sharing of ['allowed', 'denied', 'waiting']) {
            for (const signal of [false, true]) yield { gpp: { section, mspa: [covered, optOutMode, providerMode] }, status: { sharing, signal } };
          }
        }
      }
    }
  }
}

function said({ gpp, status }) {
  let ping;
  new View().ours(new Choice(gpp, status)).global.__gpp('ping', (data) => { ping = data; });
  return ping;
}

test('the strings that are written down in the notes on signals', () => {
  const mspa = [2, 0, 0];
  for (const [section, sharing, signal, expected] of [
    [7, 'denied', true, 'DBABLA~CVQVAAAAAACA.YA'],
    [7, 'denied', false, 'DBABLA~CVQVAAAAAACA.QA'],
    [7, 'allowed', false, 'DBABLA~CVQqAAAAAACA.QA'],
    [8, 'denied', true, 'DBABBg~BUUAAACA.YA'],
    [8, 'allowed', false, 'DBABBg~BUoAAACA.QA'],
    [8, 'waiting', false, 'DBABBg~BUUAAACA.QA'],
  ]) assert.equal(said({ gpp: { section, mspa }, status: { sharing, signal } }).gppString, expected);
});

test('the library reads every string as the fields that are told beside it, and writes the same', () => {
  const api = new View().library();
  for (const one of everything()) {
    const name = NAMES[one.gpp.section];
    const { gppString, parsedSections } = said(one);
    api.setGppString(gppString);
    const read = plain(api.getSection(name));
    assert.deepEqual(plain(parsedSections[name]), read, gppString);
    const { GpcSegmentType, Gpc, ...core } = read;
    assert.deepEqual(JSON.parse(JSON.stringify(parsedSections[name])), [core, { SubsectionType: GpcSegmentType, Gpc }], gppString);
    // Any change makes the library write the string itself.
    api.setFieldValue(name, 'SaleOptOut', core.SaleOptOut);
    assert.equal(api.getGppString(), gppString);
  }
});
