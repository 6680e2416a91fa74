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
  if (scripts === 'gone') await scene.context.addInitScript(keepWeek, STATE);
  const clock = await scene.page.evaluate(() => Date.now());
  scene.verdict.check(`${scene.name}: the clock was moved by ${day} days`, Math.abs(clock - Date.now() - day * DAY_MS) < DAY_MS, new Date(clock));
  if (day === 0) await scene.choose();
  else scene.chosen();
  await scene.visit(`day-${day}`);
  await scene.again();
  await scene.web.quiet();
  if (scripts === 'gone') await forgetStored(scene);
  return scene.end();
}

/** Safari keeps a cookie that a script wrote for seven days, and one that the server set as long as the server said. Runs in the page. */
function keepWeek(state) {
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  const written = (text) => (text.startsWith(`${state}=`) ? `${text};Max-Age=${7 * 86_400}` : text);
  Object.defineProperty(Document.prototype, 'cookie', { get, set(text) { set.call(this, written(text)); }, configurable: true });
}

/** Whatever else scripts have stored, Safari has forgotten by the next visit. */
async function forgetStored(scene) {
  // A page that is open would remember.
  await scene.page.goto('about:blank');
  await scene.forgetStored();
}
