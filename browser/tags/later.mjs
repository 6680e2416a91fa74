// The next visits: after 8, 200 and 400 days, in a browser whose clock was moved.
import { LastingBrowser } from './browsers.mjs';
import { Scene } from './scene.mjs';

const DAY_MS = 86_400_000;
const STATE = 'refrain_choice';

/** Each row: the days on which the person comes by after the choice, and whether the browser then forgets, as Safari does, what scripts stored. */
export const LATER = {
  'next visit after 8 days': { days: [8], scripts: 'kept' },
  'next visit after 8 days, what scripts stored is gone': { days: [8], scripts: 'gone' },
  'next visit after 400 days': { days: [400], scripts: 'kept' },
  'next visit after 400 days and once in between, what scripts stored is gone': { days: [200, 400], scripts: 'gone' },
};

/** Plays a row; how often recipients were asked since the choice. */
export async function playLater(stage, given, { days, scripts }) {
  const browser = await LastingBrowser.make(stage.web);
  const found = [];
  try {
    for (const day of [0, ...days]) found.push(...await cameBy(stage, given, browser, { day, scripts }));
  } finally {
    await browser.forget();
  }
  return found;
}

async function cameBy(stage, given, browser, { day, scripts }) {
  const scene = new Scene(stage, given);
  await scene.arrive(await browser.open(day));
  const writes = await watchCookies(scene);
  const clock = await scene.page.evaluate(() => Date.now());
  scene.verdict.check(`${scene.name}: the clock was moved by ${day} days`, Math.abs(clock - Date.now() - day * DAY_MS) < DAY_MS, new Date(clock));
  if (day === 0) await scene.choose();
  else scene.chosen();
  await scene.visit(`day-${day}`);
  await scene.again();
  await scene.web.quiet();
  if (scripts === 'gone') await forgetScripts(scene, writes);
  return scene.end();
}

/** Writes each cookie that a script writes into the log, beside those that the server sets. */
async function watchCookies({ context, web }) {
  const writes = [];
  await context.exposeBinding('wroteCookie', (source, text) => { if (text.startsWith(`${STATE}=`)) writes.push(web.log.length); });
  await context.addInitScript(() => {
    const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
    Object.defineProperty(Document.prototype, 'cookie', { get, set(text) { window.wroteCookie(text); set.call(this, text); }, configurable: true });
  });
  return writes;
}

/** Safari keeps what a script has stored for seven days, and a cookie that the server set as long as it said. */
async function forgetScripts(scene, writes) {
  const set = scene.web.log.findLastIndex(({ kind, sets }) => kind === 'answer' && sets.some((cookie) => cookie.startsWith(`${STATE}=`)));
  // A page that is open would remember.
  await scene.page.goto('about:blank');
  await scene.forgetStored();
  if (writes.at(-1) > set) await scene.context.clearCookies({ name: STATE });
}
