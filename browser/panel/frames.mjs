// Recipients' frames ask the window above them, in a real browser: with nothing before the snippet, and with a stub.
import { until } from '../live/verdict.mjs';
import { Visitor } from './visitor.mjs';

/** As the reference stub answers frames itself, and puts up the locator. */
const STUB = `<script>
  window.heard = [];
  window.__gpp = (...call) => {
    if (!call.length) return __gpp.queue;
    if (call[0] === 'events') return __gpp.events;
    if (call[0] === 'addEventListener') __gpp.events.push({ id: __gpp.events.length + 1, callback: call[1] });
    else __gpp.queue.push(call);
  };
  __gpp.queue = [];
  __gpp.events = [];
  addEventListener('message', ({ data, source }) => {
    if (data.__gppCall) __gpp(data.__gppCall.command, (returnValue, success) => source.postMessage({ __gppReturn: { returnValue, success, callId: data.__gppCall.callId } }, '*'), data.__gppCall.parameter);
  });
  addEventListener('DOMContentLoaded', () => { const frame = document.createElement('iframe'); frame.name = '__gppLocator'; document.body.append(frame); });
  __gpp('addEventListener', ({ eventName, data }) => heard.push([eventName, data]));
  __gpp('ping', ({ gppString }) => heard.push(['ping', gppString]));
</script>`;
const OUT = 'DBABLA~CVQVAAAAAACA.QA';
const NOT_OUT = 'DBABLA~CVQqAAAAAACA.QA';

export async function frames({ verdict, browser, site }) {
  for (const [name, head] of [['without a stub', ''], ['with a stub', STUB]]) {
    site.covers.clear();
    const visitor = await Visitor.arrive(browser, site, { head, footer: `<refrain-link></refrain-link><iframe title="ad" src="${site.installation}/frame"></iframe>` });
    const frame = visitor.page.frame({ url: `${site.installation}/frame` });
    const ask = async (locator, message) => {
      await frame.evaluate(([where, what]) => window.ask(where, what), [locator, message]);
      await until(() => frame.evaluate(() => window.answers.length > 0));
      return frame.evaluate(() => window.answers.splice(0));
    };
    const field = { __gppCall: { command: 'getField', parameter: 'usnat.SaleOptOut', callId: 'a' } };
    verdict.same(`${name}: one answer`, await ask('__gppLocator', field), [{ __gppReturn: { returnValue: 2, success: true, callId: 'a' } }]);
    const usp = JSON.stringify({ __uspapiCall: { command: 'getUSPData', version: 1, callId: 7 } });
    const expected = { __uspapiReturn: { returnValue: { version: 1, uspString: '1YNN' }, success: true, callId: 7 } };
    verdict.same(`${name}: text for text`, (await ask('__uspapiLocator', usp)).map((text) => JSON.parse(text)), [expected]);
    verdict.same(`${name}: one locator`, await visitor.page.locator('iframe[name=__gppLocator]').count(), 1);

    await ask('__gppLocator', { __gppCall: { command: 'addEventListener', callId: 'b' } });
    await visitor.open();
    await visitor.find('button.main').click();
    await visitor.standing('since');
    await visitor.page.keyboard.press('Escape');
    const heard = () => frame.evaluate(() => window.answers.map(({ __gppReturn: { returnValue } }) => [returnValue.eventName, returnValue.data, returnValue.pingData.gppString]));
    await until(async () => (await heard()).length >= 5);
    verdict.same(`${name}: a change is heard`, await heard(), [
      ['cmpDisplayStatus', 'visible', NOT_OUT], ['signalStatus', 'not ready', NOT_OUT], ['sectionChange', 'usnat', OUT], ['signalStatus', 'ready', OUT],
      ['cmpDisplayStatus', 'hidden', OUT],
    ]);
    if (head) {
      const first = (await visitor.page.evaluate(() => window.heard)).slice(0, 3);
      verdict.same('the stub hands over', first, [['ping', NOT_OUT], ['cmpStatus', 'loaded'], ['signalStatus', 'ready']]);
    }
    verdict.none(`${name}: a fault`, visitor.faults);
    await visitor.leave();
  }
}

/** The core stands in the head, and the full file comes when it comes: what was asked before is answered, and one link is one link. */
export async function inline({ verdict, browser, site }) {
  for (const footer of ['<refrain-link></refrain-link>', undefined]) {
    site.covers.clear();
    const visitor = await Visitor.arrive(browser, site, { script: 'inline', ...footer && { footer } });
    verdict.same('what was asked early is answered', await visitor.page.evaluate(() => window.heard), ['listenerRegistered', NOT_OUT, 'cmpStatus', 'signalStatus']);
    verdict.same('one link', await visitor.page.locator('refrain-link a').count(), 1);
    await visitor.open();
    await visitor.find('button.main').click();
    verdict.check('one press', (await visitor.standing('since')).startsWith('Opt-Out Request Honored'));
    verdict.same('told once', site.visits.splice(0).filter(({ act }) => act).length, 1);
    verdict.none('a fault', visitor.faults);
    await visitor.leave();
  }
}
