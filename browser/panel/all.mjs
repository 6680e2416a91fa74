// Judges the link and the panel of the snippet with Chromium.
//
//   node panel/all.mjs [--screenshots FOLDER] [--only PART-OF-A-NAME] [--pages FOLDER]
import { parseArgs } from 'node:util';
import { launchWithSignal } from '../chromium.mjs';
import { Verdict } from '../live/verdict.mjs';
import * as frames from './frames.mjs';
import * as keyboard from './keyboard.mjs';
import * as link from './link.mjs';
import * as looks from './looks.mjs';
import * as policy from './policy.mjs';
import * as press from './press.mjs';
import { Site } from './site.mjs';
import * as symmetry from './symmetry.mjs';

const { values } = parseArgs({ options: { screenshots: { type: 'string' }, only: { type: 'string', default: '' }, pages: { type: 'string' } } });
const parts = Object.entries({ ...press, ...frames, ...keyboard, ...link, ...looks, ...policy, ...symmetry }).filter(([name]) => name.includes(values.only));

let faults = 0;
let checks = 0;
const browser = await launchWithSignal();
for (const [name, run] of parts) {
  const verdict = new Verdict();
  const site = await Site.open();
  try {
    await run({ verdict, browser, site, ...values });
  } catch (error) {
    verdict.faults.push(`stopped: ${error.stack}`);
  }
  site.close();
  checks += verdict.checks;
  faults += verdict.faults.length;
  console.log(`${verdict.faults.length ? 'FAULTY' : 'good  '} ${name}: ${verdict.checks} checks${verdict.notes.map((note) => `; ${note}`).join('')}`);
  for (const fault of new Set(verdict.faults)) console.error(`  ${name}: ${fault}`);
}
await browser.close();
console.log(`${parts.length} parts, ${checks} checks: ${faults} faults`);
process.exit(faults === 0 && parts.length > 0 ? 0 : 1);
