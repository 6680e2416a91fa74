// Loads every rendered page (`cargo run -p web --example pages -- FOLDER`) in Chromium and holds it to
// WCAG 2.2 AA: axe-core finds nothing, nothing scrolls sideways, nothing is fetched but the stylesheet, and
// right-to-left text reads right.
//
//   node static.mjs FOLDER [--screenshots FOLDER] [--only PART-OF-A-NAME]
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './chromium.mjs';
import { misread } from './reading.mjs';
import { SCHEMES, WIDTHS, bringAxe, faultsOf, overflows, unfold } from './wcag.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { screenshots: { type: 'string' }, only: { type: 'string', default: '' } },
});
if (positionals.length !== 1) {
  console.error('usage: node static.mjs FOLDER [--screenshots FOLDER] [--only PART-OF-A-NAME]');
  process.exit(2);
}

const ALLOWED = /\.html$|\/refrain\.css$|^data:/;
const AT_ONCE = 3;
const folder = path.resolve(positionals[0]);
const names = (await readdir(folder)).filter((name) => name.endsWith('.html') && name.includes(values.only)).sort();
const faults = [];

async function look(page, colorScheme, at) {
  faults.push(...(await faultsOf(page, colorScheme)).map((fault) => `${at}: ${fault}`));
}

async function visit(browser, name) {
  const page = await browser.newPage();
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto(pathToFileURL(path.join(folder, name)).href);
  for (const url of fetched.filter((url) => !ALLOWED.test(url))) faults.push(`${name}: fetched ${url}`);
  await bringAxe(page);
  for (const state of ['folded', 'unfolded']) {
    if (state === 'unfolded') await unfold(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await look(page, colorScheme, `${name} ${state} ${width} ${colorScheme}`);
      }
    }
  }
  faults.push(...(await misread(page)).map((fault) => `${name}: ${fault}`));
  await strain(page, name);
  await page.close();
}

/** At 320 pixels, with text of twice the size: nothing may stick out. */
async function strain(page, at) {
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  if (await overflows(page)) faults.push(`${at}: scrolls sideways at twice the text size`);
}

async function shoot(browser, name, width, scheme) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(folder, name)).href);
  const file = (suffix) => path.join(values.screenshots, `${name.replace(/\.html$/, '')}.${width}.${scheme}${suffix}.png`);
  await page.screenshot({ path: file(''), fullPage: true });
  if (await page.locator('details:not([open])').count()) {
    await unfold(page);
    await page.screenshot({ path: file('.unfolded'), fullPage: true });
  }
  await context.close();
}

/** Does `work` for every page, a few at a time. */
async function forEachPage(work) {
  const waiting = [...names];
  const worker = async () => { for (let name = waiting.shift(); name; name = waiting.shift()) await work(name); };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const browser = await launch();
await forEachPage((name) => visit(browser, name));
if (values.screenshots) {
  await mkdir(values.screenshots, { recursive: true });
  await forEachPage(async (name) => {
    for (const width of [1280, 360]) for (const scheme of SCHEMES) await shoot(browser, name, width, scheme);
  });
}
await browser.close();

for (const fault of faults) console.error(fault);
console.log(`${names.length} pages, ${WIDTHS.length * SCHEMES.length} views each, folded and unfolded: ${faults.length} faults`);
process.exit(faults.length === 0 && names.length > 0 ? 0 : 1);
