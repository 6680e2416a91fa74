// Drives a live `refrain demo` with Chromium, as the people do whom it is for, and judges what they meet.
//
//   REFRAIN_BIN=path node flow.mjs [--screenshots FOLDER] [--only PART-OF-A-NAME]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launch, launchWithSignal } from './chromium.mjs';
import { consumer } from './live/consumer.mjs';
import { startDemo } from './live/demo.mjs';
import { keyboard } from './live/keyboard.mjs';
import { problems } from './live/problems.mjs';
import { signal } from './live/signal.mjs';
import { story, systemsOf } from './live/story.mjs';
import { Verdict } from './live/verdict.mjs';
import { LANGUAGES } from './live/words.mjs';

const { values } = parseArgs({ options: { screenshots: { type: 'string' }, only: { type: 'string', default: '' } } });
const AT_ONCE = 2;
const inEach = (run) => Object.keys(LANGUAGES).map((language) => [`${run.name} ${language}`, run, language]);
const parts = [...[consumer, keyboard, problems, signal].flatMap(inEach), ['story', story]]
  .filter(([name]) => name.includes(values.only));
const sizes = new Map();
const verdicts = new Map();

/** One part, with a demo and a browser of its own. */
async function judge([name, run, language]) {
  const verdict = new Verdict();
  verdicts.set(name, verdict);
  const folder = await mkdtemp(path.join(tmpdir(), 'refrain-flow-'));
  const browser = await (run === signal ? launchWithSignal() : launch());
  const demo = await startDemo();
  const part = { verdict, demo, folder, sizes, screenshots: values.screenshots };
  try {
    part.systems = await systemsOf(part, browser);
    await run(part, browser, language);
  } catch (error) {
    verdict.faults.push(`stopped: ${error.stack}`);
  } finally {
    await browser.close();
    const complaints = await demo.stop();
    await rm(folder, { recursive: true });
    verdict.check('the program complained of nothing unexpected', !/panicked/.test(complaints), complaints);
  }
}

const waiting = [...parts];
const worker = async () => { for (let part = waiting.shift(); part; part = waiting.shift()) await judge(part); };
await Promise.all(Array.from({ length: AT_ONCE }, worker));

for (const [name] of parts) {
  const { checks, faults, notes } = verdicts.get(name);
  console.log(`${faults.length ? 'FAULTY' : 'good  '} ${name}: ${checks} checks${notes.map((note) => `; ${note}`).join('')}`);
  for (const fault of new Set(faults)) console.error(`  ${name}: ${fault}`);
}
const total = (count) => [...verdicts.values()].reduce((sum, verdict) => sum + count(verdict), 0);
const largest = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? ['none', 0];
const faults = total((verdict) => verdict.faults.length);
console.log(`${parts.length} parts, ${total((verdict) => verdict.checks)} checks, ${sizes.size} consumer pages, the largest ${largest[1]} bytes (${largest[0]}): ${faults} faults`);
process.exit(faults === 0 && parts.length > 0 ? 0 : 1);
