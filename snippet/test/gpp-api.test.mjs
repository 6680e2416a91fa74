// `__gpp` beside `@iabgpp/cmpapi` on the same calls: the same answers, and where not, why not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runInContext } from 'node:vm';
import { Choice, View, plain } from './gpp-window.mjs';

const [GPP] = JSON.parse(readFileSync(new URL('gpp-strings.json', import.meta.url)));
const CALLS = [
  ['ping'],
  ['ping', 'ignored'],
  ['hasSection', 'usnat'], ['hasSection', 'usca'], ['hasSection', 'nonsense'], ['hasSection'],
  ['getSection', 'usnat'], ['getSection', 'usca'], ['getSection', 'nonsense'], ['getSection'],
  ['getField', 'usnat.Version'], ['getField', 'usnat.SaleOptOut'], ['getField', 'usnat.SensitiveDataProcessing'], ['getField', 'usnat.Gpc'],
  ['getField', 'usnat.GpcSegmentType'], ['getField', 'usnat.Nothing'], ['getField', 'usnat.toString'], ['getField', 'usca.SaleOptOut'],
  ['getField', 'usnat'], ['getField', 'usnat.SaleOptOut.more'], ['getField'],
  ['addEventListener'], ['addEventListener'], ['removeEventListener', 1000], ['removeEventListener', 1000], ['removeEventListener', 1], ['removeEventListener'],
  ['nonsense'], [5], [undefined], [null],
];

/** A stub as the specification wants it: it takes listeners, and keeps every other call. */
const STUB = `
  window.heard = [];
  window.__gpp = (command, callback, parameter, version) => {
    if (command === undefined) return __gpp.queue;
    if (command === 'events') return __gpp.events;
    if (command !== 'addEventListener') return void __gpp.queue.push([command, callback, parameter, version]);
    __gpp.events.push({ id: __gpp.events.length + 1, callback, parameter });
    callback({ eventName: 'listenerRegistered', listenerId: __gpp.events.length, data: true }, true);
  };
  __gpp.queue = [];
  __gpp.events = [];
  __gpp('addEventListener', (event) => heard.push(event));
`;
const heardBy = (view) => plain(view.global.heard.splice(0));

/** Two windows with the same stub: in one the snippet, in the other the library, driven as a site would drive it. */
function both(status = {}) {
  const [ours, theirs] = [new View(), new View()];
  for (const view of [ours, theirs]) runInContext(STUB, view.global);
  const choice = new Choice(GPP, status);
  ours.ours(choice);
  const api = theirs.library();
  const write = ({ sharing, signal }) => {
    const out = sharing === 'allowed' ? 2 : 1;
    for (const field of ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut']) api.setFieldValue('usnat', field, out);
    api.setFieldValue('usnat', 'Gpc', signal);
  };
  for (const field of ['SharingNotice', 'SaleOptOutNotice', 'SharingOptOutNotice', 'TargetedAdvertisingOptOutNotice']) api.setFieldValue('usnat', field, 1);
  api.setFieldValue('usnat', 'MspaCoveredTransaction', 2);
  write(choice.now);
  api.setSupportedAPIs(['7:usnat']);
  api.setApplicableSections([7]);
  // The library can only be told one thing after the other; a site that knows all at once has said all of it by now.
  api.cmpApiContext.signalStatus = choice.now.sharing === 'waiting' ? 'not ready' : 'ready';
  api.setCmpStatus('loaded');
  if (choice.now.sharing !== 'waiting') api.setSignalStatus('ready');
  return { ours, theirs, choice, api, write };
}

test('the same answers to the same calls, before and after a change', () => {
  const { ours, theirs, choice, api, write } = both();
  for (const [round, status] of [['before', {}], ['after', { sharing: 'denied', signal: true }]]) {
    if (round === 'after') {
      choice.becomes(status);
      api.setSignalStatus('not ready');
      write(choice.now);
      api.fireSectionChange('usnat');
      api.setSignalStatus('ready');
    }
    for (const call of CALLS) assert.deepEqual(ours.ask(...call), theirs.ask(...call), `${round}: ${call}`);
    assert.deepEqual(heardBy(ours), heardBy(theirs), `${round}: what a listener of the stub's heard`);
  }
});

test('a change is announced, made and confirmed, in this order, and once', () => {
  const { ours, theirs, choice, api, write } = both();
  heardBy(ours);
  heardBy(theirs);
  choice.becomes({ sharing: 'denied' });
  choice.becomes({ sharing: 'denied' });
  api.setSignalStatus('not ready');
  write(choice.now);
  api.fireSectionChange('usnat');
  api.setSignalStatus('ready');
  const heard = heardBy(ours);
  assert.deepEqual(heard.map(({ eventName, data, pingData }) => [eventName, data, pingData.gppString]), [
    ['signalStatus', 'not ready', 'DBABLA~CVQqAAAAAACA.QA'],
    ['sectionChange', 'usnat', 'DBABLA~CVQVAAAAAACA.QA'],
    ['signalStatus', 'ready', 'DBABLA~CVQVAAAAAACA.QA'],
  ]);
  assert.deepEqual(heard, heardBy(theirs));
});

test('what is not known yet is not ready, and reads as opted out until it is', () => {
  const { ours, theirs, choice } = both({ sharing: 'waiting' });
  assert.deepEqual(ours.ask('ping'), theirs.ask('ping'));
  assert.equal(ours.ask('ping')[0].signalStatus, 'not ready');
  heardBy(ours);
  choice.becomes({ sharing: 'allowed' });
  assert.deepEqual(heardBy(ours).map(({ eventName, data }) => [eventName, data]), [['sectionChange', 'usnat'], ['signalStatus', 'ready']]);
  choice.becomes({ sharing: 'waiting' });
  choice.becomes({ sharing: 'denied' });
  assert.deepEqual(heardBy(ours).map(({ eventName, data }) => [eventName, data]), [['signalStatus', 'not ready'], ['sectionChange', 'usnat'], ['signalStatus', 'ready']]);
});

test('the panel is told apart from the choice', () => {
  const { ours, theirs, api } = both();
  heardBy(ours);
  heardBy(theirs);
  for (const display of ['visible', 'hidden']) {
    ours.global.ours.panelIs(display);
    api.setCmpDisplayStatus(display);
  }
  assert.deepEqual(heardBy(ours), heardBy(theirs));
});

test('differences: queued calls, inherited names, listeners that throw', () => {
  const answers = [];
  const view = new View();
  runInContext(STUB, view.global);
  view.global.__gpp('hasSection', (...answer) => answers.push(answer), 'usnat');
  view.ours(new Choice(GPP));
  // The library answers them while it has no section yet.
  assert.deepEqual(answers, [[true, true]]);

  // The library takes it for a command, and throws into the page's own code.
  assert.deepEqual(view.ask('toString'), [null, false]);

  // The library lets it keep the later listeners from hearing.
  view.global.__gpp('addEventListener', (event) => { if (event.eventName !== 'listenerRegistered') throw new Error('of the page'); });
  const heard = [];
  view.global.__gpp('addEventListener', ({ eventName }) => heard.push(eventName));
  view.global.ours.panelIs('visible');
  assert.deepEqual(heard, ['listenerRegistered', 'cmpDisplayStatus']);
});

test('some write into what they get: it is theirs alone', () => {
  const view = new View().ours(new Choice(GPP));
  const before = view.ask('getSection', 'usnat');
  view.global.__gpp('getSection', (section) => {
    Object.assign(section[0], { SaleOptOut: 3 }).SensitiveDataProcessing[0] = 3;
    section.SensitiveDataProcessing[0] = 3;
  }, 'usnat');
  assert.deepEqual(view.ask('getSection', 'usnat'), before);
});

test('frames find the window and are answered, as text to text and as an object to an object', () => {
  const view = new View().ours(new Choice(GPP));
  assert.deepEqual(view.body.map(({ localName, name, style }) => [localName, name, style.display]), [['iframe', '__gppLocator', 'none']]);
  const call = { __gppCall: { command: 'getField', parameter: 'usnat.SaleOptOut', version: '1.1', callId: 'a-1' } };
  const expected = { __gppReturn: { returnValue: 2, success: true, callId: 'a-1' } };
  assert.deepEqual(plain(view.post(call)), [{ answer: expected, options: { targetOrigin: '*' } }]);
  assert.deepEqual(JSON.parse(view.post(JSON.stringify(call))[0].answer), expected);
  for (const other of ['{', 'text', null, undefined, 7, {}, { __tcfapiCall: {} }]) assert.deepEqual(view.post(other), []);
});

test('a frame is answered once where a stub listened before', () => {
  const view = new View();
  view.listeners.push(({ data: { __gppCall: { command } }, source }) => view.global.__gpp(command, (data) => source.postMessage(data)));
  view.ours(new Choice(GPP));
  assert.equal(view.post({ __gppCall: { command: 'ping', callId: 1 } }).length, 1);
});

test('what a frame listens to, it hears', () => {
  const choice = new Choice(GPP);
  const view = new View().ours(choice);
  const answers = view.post({ __gppCall: { command: 'addEventListener', callId: 1 } });
  choice.becomes({ sharing: 'denied' });
  assert.deepEqual(answers.map(({ answer }) => answer.__gppReturn.returnValue.eventName), ['listenerRegistered', 'signalStatus', 'sectionChange', 'signalStatus']);
});
