// What a page is held to, wherever it comes from: WCAG 2.2 AA as far as a machine can judge it.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const WIDTHS = [1280, 320];
export const SCHEMES = ['light', 'dark'];

/** Everything in the light scheme; in the dark one, which differs by its colours alone, the contrast. */
const OPTIONS = {
  light: { runOnly: { type: 'tag', values: TAGS }, rules: { 'target-size': { enabled: true } } },
  dark: { runOnly: { type: 'rule', values: ['color-contrast'] } },
};

/** Brings axe-core into the page, past whatever the page's policy allows. */
export const bringAxe = (page) => page.evaluate(AXE);

/** What axe-core finds, one line a fault. */
async function violations(page, colorScheme) {
  const { violations } = await page.evaluate((options) => globalThis.axe.run(options), OPTIONS[colorScheme]);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

/** Whether the page is wider than its window; a fold or a long word that sticks out counts. */
export const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/** Everything that a person can press and that is smaller than 24 by 24, text links inside a sentence apart. */
const tooSmall = (page) => page.evaluate(() => [...document.querySelectorAll('button, summary, input:not([type=hidden]), a.button, footer a')]
  .filter((element) => element.checkVisibility())
  .map((element) => ({ text: element.textContent || element.name, ...element.getBoundingClientRect().toJSON() }))
  .filter(({ width, height }) => width < 24 || height < 24)
  .map(({ text, width, height }) => `target "${text}" is ${width} by ${height}`));

/** The faults of the page as it stands, which has axe-core in it. */
export async function faultsOf(page, colorScheme) {
  const found = [...await violations(page, colorScheme), ...await tooSmall(page)];
  if (await overflows(page)) found.push('scrolls sideways');
  return found;
}

/** Opens every fold that the page did not open itself. */
export const unfold = (page) => page.evaluate(() => document.querySelectorAll('details:not([open])')
  .forEach((fold) => { fold.open = true; fold.dataset.unfolded = ''; }));

/** Closes what `unfold` opened. */
export const fold = (page) => page.evaluate(() => document.querySelectorAll('[data-unfolded]')
  .forEach((fold) => { fold.open = false; delete fold.dataset.unfolded; }));
