// The pages of whatever goes wrong: each says what, that nothing is lost, and where to go.
import { OPT_OUT } from './consumer.mjs';
import { until } from './verdict.mjs';
import { Visitor } from './visitor.mjs';
import { LANGUAGES, wordsOf } from './words.mjs';

/** A network far away, whose requests are counted; those from this machine are not. */
const FAR = { 'X-Forwarded-For': '198.51.100.7' };
const CROWD = 20;

export async function problems(part, browser, language) {
  const words = await wordsOf(language);
  const options = { script: false, locale: LANGUAGES[language] };
  const visitor = await Visitor.arrive(browser, part, options);
  const { refrain, choices } = part.demo;
  const judge = async (visitor, name, status, title) => {
    part.verdict.same(`${name}: status`, visitor.response.status(), status);
    const isPage = (visitor.response.headers()['content-type'] ?? '').startsWith('text/html');
    if (!part.verdict.check(`${name}: is a page for people`, isPage, await visitor.response.text())) return;
    part.verdict.same(`${name}: says what is wrong`, await visitor.text('h1'), words[title]);
    part.verdict.same(`${name}: leads back`, await visitor.text('a.button'), words['problem-back']);
    await visitor.look(`problem-${name}.${language}`);
  };
  await visitor.go(`${refrain}/nothing-here`);
  await judge(visitor, 'not-found', 404, 'problem-not-found-title');
  await visitor.go(`${refrain}/receipts/AAAA-BBBB-CCCC-DDDD`);
  await judge(visitor, 'receipt', 404, 'problem-receipt-title');

  await visitor.go(choices);
  await visitor.page.evaluate(() => { document.querySelector('.controls form').enctype = 'text/plain'; });
  await visitor.press(OPT_OUT);
  await judge(visitor, 'unreadable', 400, 'problem-unreadable-title');

  await visitor.go(choices);
  await visitor.press(OPT_OUT);
  await visitor.press('.back button');
  await visitor.page.evaluate(() => { document.querySelector('[name=token]').value = 'AAAA-BBBB-CCCC-DDDD'; });
  await visitor.press('.equal button >> nth=1');
  await judge(visitor, 'stale', 409, 'problem-stale-title');
  await visitor.press('a.button');
  part.verdict.same('whoever goes back is opted out', await visitor.text('.status h2'), words['status-out-title']);
  await visitor.leave();

  const crowded = await Visitor.arrive(browser, part, { ...options, extraHTTPHeaders: FAR });
  const refused = await crowd(`${refrain}/receipts/AAAA`, () => until(async () => (await crowded.go(`${refrain}/receipts/BBBB`)).status() === 429));
  part.verdict.check('busy: when to try again', refused && Number(crowded.response.headers()['retry-after']) >= 1);
  await judge(crowded, 'busy', 429, 'problem-busy-title');
  await crowded.leave();
}

/** Does `work` while many others of the same network ask for `url`. */
async function crowd(url, work) {
  let isOver = false;
  const one = async () => { while (!isOver) await (await fetch(url, { headers: FAR })).arrayBuffer(); };
  const others = Array.from({ length: CROWD }, one);
  const result = await work();
  isOver = true;
  await Promise.all(others);
  return result;
}
