// Twelve pretend recipients on one shop, and who of them is asked when nobody may be: judged by the servers' own log.
//
//   REFRAIN_BIN=path node tags/tags.mjs [--only PART-OF-A-NAME]
import { parseArgs } from 'node:util';
import { Verdict } from '../live/verdict.mjs';
import { openBrowser } from './browsers.mjs';
import { certificate } from './certificate.mjs';
import { CONTROLS } from './controls.mjs';
import { Installation } from './installation.mjs';
import { LATER, playLater } from './later.mjs';
import { PARITY } from './parity.mjs';
import { ROWS } from './rows.mjs';
import { Scene } from './scene.mjs';
import { INSTALLS } from './shop.mjs';
import { STORIES } from './stories.mjs';
import { Table } from './table.mjs';
import { Web } from './web.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const verdict = new Verdict();
const table = new Table(verdict);
let accounts = 0;

/** Plays a row in the browser that is open already; what the recipients were asked. */
const inContext = (row) => async (stage, given) => {
  const scene = new Scene(stage, given);
  await scene.arrive(row.context?.(stage.web));
  let found;
  try {
    await (row.play ?? row)(scene);
  } finally {
    found = await scene.end(row.only);
  }
  return found;
};

function* parts(arm, install) {
  for (const [row, run] of Object.entries(ROWS)) yield { row, arm, install, run: inContext(run), may: 'nobody' };
  for (const [row, days] of Object.entries(LATER)) yield { row, arm, install, run: (stage, given) => playLater(stage, given, days), may: 'nobody' };
  if (arm !== 'click') return;
  for (const [row, run] of Object.entries(CONTROLS)) yield { row: `control: ${row}`, arm: 'nothing', install, run: inContext(run), may: 'everybody' };
  for (const [row, run] of Object.entries(STORIES)) yield { row, arm: 'nothing', install, run: inContext(run) };
  for (const [row, run] of Object.entries(PARITY)) yield { row, arm: 'nothing', install, run };
}

/** Everything of one arm, one after the other, in a web and a browser of its own. */
async function playAll(arm, given, site) {
  const web = await Web.open(given, site);
  const browser = await openBrowser(web);
  try {
    for (const part of INSTALLS.flatMap((install) => [...parts(arm, install)])) {
      const name = `${part.row}; ${part.arm}, ${part.install}`;
      if (!name.includes(values.only)) continue;
      accounts += 1;
      await table.play(part, name, () => part.run({ web, browser, site }, { ...part, name, verdict, account: `account-${accounts}` }));
    }
  } finally {
    await browser.close();
    web.close();
  }
}

const site = await (process.env.STANDIN ? (await import(process.env.STANDIN)).startStandin() : Installation.start());
const given = await certificate();
try {
  await Promise.all(['signal', 'click'].map((arm) => playAll(arm, given, site)));
} finally {
  const complaints = await site.stop();
  verdict.check('the program complained of nothing unexpected', !/panicked|ERROR/.test(complaints), complaints);
}
console.log(table.text());
for (const note of new Set(verdict.notes)) console.log(note);
for (const fault of new Set(verdict.faults)) console.error(`  ${fault}`);
console.log(`${verdict.checks} checks: ${verdict.faults.length} faults`);
process.exit(verdict.faults.length === 0 && table.isPlayed() ? 0 : 1);
