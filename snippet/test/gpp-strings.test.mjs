// Every string that can be written, against the reference library. The server makes them: its own test holds what it makes against
// the same table.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Choice, View, plain } from './gpp-window.mjs';

const NAMES = { 7: 'usnat', 8: 'usca' };
const TABLE = JSON.parse(readFileSync(new URL('gpp-strings.json', import.meta.url)));

function said(gpp, status) {
  let ping;
  new View().ours(new Choice(gpp, status)).global.__gpp('ping', (data) => { ping = data; });
  return ping;
}

test('the strings that are written down in the notes on signals', () => {
  for (const [section, sharing, signal, expected] of [
    [7, 'denied', true, 'DBABLA~CVQVAAAAAACA.YA'],
    [7, 'denied', false, 'DBABLA~CVQVAAAAAACA.QA'],
    [7, 'allowed', false, 'DBABLA~CVQqAAAAAACA.QA'],
    [8, 'denied', true, 'DBABBg~BUUAAACA.YA'],
    [8, 'allowed', false, 'DBABBg~BUoAAACA.QA'],
    [8, 'waiting', false, 'DBABBg~BUUAAACA.QA'],
  ]) {
    const gpp = TABLE.find((one) => one.section === section && one.mspa[0] === 2);
    assert.equal(said(gpp, { sharing, signal }).gppString, expected);
  }
});

test('the library reads every string as the fields that are told beside it, and writes the same', () => {
  assert.equal(TABLE.length, 6);
  const api = new View().library();
  for (const gpp of TABLE) {
    for (const sharing of ['allowed', 'denied', 'waiting']) {
      for (const signal of [false, true]) {
        const name = NAMES[gpp.section];
        const { gppString, parsedSections } = said(gpp, { sharing, signal });
        api.setGppString(gppString);
        const read = plain(api.getSection(name));
        assert.deepEqual(plain(parsedSections[name]), read, gppString);
        const { GpcSegmentType, Gpc, ...core } = read;
        assert.deepEqual(JSON.parse(JSON.stringify(parsedSections[name])), [core, { SubsectionType: GpcSegmentType, Gpc }], gppString);
        // Any change makes the library write the string itself.
        api.setFieldValue(name, 'SaleOptOut', core.SaleOptOut);
        assert.equal(api.getGppString(), gppString);
      }
    }
  }
});
