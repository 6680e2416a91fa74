// A browser that sends Global Privacy Control: honoured without a press, shown in passing, and in the shop no tag.
import { sendSignal } from '../chromium.mjs';
import { OPT_OUT } from './consumer.mjs';
import { Visitor } from './visitor.mjs';
import { LANGUAGES } from './words.mjs';

const HONORED = 'Opt-Out Request Honored';

export async function signal(part, browser, language) {
  const native = await sendSignal(browser, false);
  part.verdict.note(native ? 'the signal is Chromium\'s own' : 'the signal is a header and a property set by the test, as this Chromium has none of its own');
  const arrive = () => Visitor.arrive(browser, part, { width: 1280, locale: LANGUAGES[language] });
  const turn = (visitor, on) => (native ? sendSignal(browser, on) : pretend(visitor, on));
  const visitor = await arrive();
  await turn(visitor, true);
  await honored(part, visitor, language);
  await shop(part, visitor, language);
  await visitor.leave();
  await switchedOnLater(part, await arrive(), turn);
}

/** A signal set by the test. */
async function pretend({ context }, on) {
  await context.setExtraHTTPHeaders(on ? { 'Sec-GPC': '1' } : {});
  await context.addInitScript((on) => {
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => on, configurable: true });
  }, on);
}

async function honored({ verdict, demo }, visitor, language) {
  await visitor.page.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.shifted += entry.value; })
      .observe({ type: 'layout-shift', buffered: true });
  });
  await visitor.go(demo.choices);
  verdict.same('the request carries the signal', (await visitor.response.request().allHeaders())['sec-gpc'], '1');
  verdict.check('the page says so', (await visitor.text('.status h2')).startsWith(HONORED), await visitor.text('.status h2'));
  verdict.same('nothing to press, nothing to leave', [await visitor.count(OPT_OUT), await visitor.count('.back')], [0, 0]);
  verdict.none('stands in the way', await visitor.page.evaluate(inTheWay));
  verdict.same('nothing moved', await visitor.page.evaluate(shiftedSoFar), 0);
  verdict.same('no cookie: nothing was chosen here', await visitor.cookies(), []);
  await visitor.look(`choices-signal.${language}`);
}

/** How far things moved until the page was drawn twice; runs in the page. */
async function shiftedSoFar() {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  return globalThis.shifted;
}

/** Whatever lies over the page; runs in the page. */
function inTheWay() {
  const over = [...document.querySelectorAll('dialog, [popover], [role=dialog], [role=alertdialog], [role=alert], [aria-modal]')];
  const floating = [...document.body.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    return ['fixed', 'sticky'].includes(getComputedStyle(element).position) && box.width * box.height > 0;
  });
  return [...over, ...floating].map((element) => element.outerHTML.slice(0, 80));
}

async function shop({ verdict, demo, systems }, visitor, language) {
  await visitor.go(demo.shop);
  await visitor.look(`shop-signal.${language}`);
  for (const { name, url } of systems.filter(({ tag }) => tag)) {
    verdict.same(`requests to ${name}`, visitor.sent(new URL(url).origin).length, 0);
  }
  for (const { name, url } of systems.filter(({ tag }) => tag)) {
    await visitor.go(url);
    verdict.check(`${name} counted no page view`, (await visitor.text('.figures')).includes('0 page views seen'), await visitor.text('.figures'));
  }
}

/** Without the signal the shop loads both tags (so that a shop without tags proves something); with it, none. */
async function switchedOnLater({ verdict, demo, systems }, visitor, turn) {
  const vendors = systems.filter(({ tag }) => tag).map(({ url }) => new URL(url).origin);
  const asked = () => vendors.map((vendor) => visitor.sent(vendor).length > 0);
  await turn(visitor, false);
  await visitor.go(demo.shop);
  verdict.same('without the signal each vendor is asked', asked(), [true, true]);
  await visitor.go(demo.choices);
  await visitor.press(OPT_OUT);
  await visitor.press('.back button');
  await visitor.press('.equal button >> nth=1');
  await turn(visitor, true);
  await visitor.go(demo.choices);
  verdict.check('a signal that comes after opting back in is honored', (await visitor.text('.status h2')).startsWith(HONORED));
  verdict.same('and is in the log', await visitor.count('.status .since'), 1);
  visitor.requests.length = 0;
  await visitor.go(demo.shop);
  verdict.same('and then no vendor is asked', asked(), [false, false]);
  await visitor.leave();
}
