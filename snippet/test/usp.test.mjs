// The US Privacy string, for those who still read it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Choice, View, plain } from './gpp-window.mjs';

const [GPP] = JSON.parse(readFileSync(new URL('gpp-strings.json', import.meta.url)));

function ask(view, ...call) {
  let answer = 'nothing';
  view.global.__uspapi(...call, (data, success) => { answer = [plain(data), success]; });
  return answer;
}

test('one string for each state', () => {
  for (const [sharing, uspString] of [['allowed', '1YNN'], ['denied', '1YYN'], ['waiting', '1YYN']]) {
    const view = new View().usp(new Choice(GPP, { sharing }));
    assert.deepEqual(ask(view, 'getUSPData', 1), [{ version: 1, uspString }, true]);
  }
});

test('other versions and commands fail, and what erases data is never called', () => {
  const view = new View().usp(new Choice(GPP));
  assert.deepEqual(ask(view, 'getUSPData', 2), [null, false]);
  assert.deepEqual(ask(view, 'nonsense', 1), [null, false]);
  for (const command of ['registerDeletion', 'performDeletion']) assert.equal(ask(view, command, 1), 'nothing');
});

test('frames', () => {
  const view = new View().usp(new Choice(GPP));
  assert.equal(view.body[0].name, '__uspapiLocator');
  const [{ answer }] = view.post({ __uspapiCall: { command: 'getUSPData', version: 1, callId: 7 } });
  assert.deepEqual(plain(answer), { __uspapiReturn: { returnValue: { version: 1, uspString: '1YNN' }, success: true, callId: 7 } });
});
