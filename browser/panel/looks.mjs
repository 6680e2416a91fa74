// What the panel looks like to everybody: WCAG 2.2 AA as far as a machine can judge it, in three languages, dark and light,
// wide and at 320 pixels, at twice the text size, in forced colours and with reduced motion.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SCHEMES, WIDTHS, bringAxe, faultsOf, overflows } from '../wcag.mjs';
import { PANEL, Visitor } from './visitor.mjs';

const LANGUAGES = ['en', 'es', 'ar'];
const LEAST_TARGET = 24;
const STATES = {
  before: async () => {},
  unfolded: (visitor) => visitor.find('summary').click(),
  after: async (visitor) => {
    await visitor.find('button.main').click();
    await visitor.find('[role=status] a').waitFor();
  },
  unreached: async (visitor) => {
    visitor.site.mood = 'dead';
    await visitor.find('button.main').click();
    await visitor.find('[role=status] p:nth-of-type(3)').waitFor();
    visitor.site.mood = 'well';
  },
  signal: async () => {},
};

export async function looks(part) {
  for (const lang of LANGUAGES) for (const state of Object.keys(STATES)) await look(part, lang, state);
}

async function look({ verdict, browser, site, screenshots }, lang, state) {
  const name = `${state}.${lang}`;
  site.covers.clear();
  const visitor = await Visitor.arrive(browser, site, { lang }, { signal: state === 'signal', reducedMotion: 'reduce' });
  const { page } = visitor;
  await visitor.open();
  await STATES[state](visitor);
  await bringAxe(page);
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      verdict.none(`${name} at ${width} in ${colorScheme}`, [...await faultsOf(page, colorScheme), ...await page.evaluate(crampedIn, LEAST_TARGET)]);
    }
  }
  if (screenshots) await shoot(visitor, name, screenshots);
  verdict.none(`${name}: a fault`, visitor.faults);
  await visitor.leave();
}

/** Targets that are too small, and what sticks out of the panel; runs in the page. */
function crampedIn(least) {
  const { shadowRoot } = document.querySelector('refrain-panel');
  const dialog = shadowRoot.querySelector('dialog');
  const found = dialog.scrollWidth > dialog.clientWidth ? ['the panel scrolls sideways'] : [];
  for (const target of shadowRoot.querySelectorAll('button, summary, input, a')) {
    const { width, height } = target.getBoundingClientRect();
    if (target.checkVisibility() && (width < least || height < least)) found.push(`"${target.textContent}" is ${width} by ${height}`);
  }
  return found;
}

async function shoot({ page }, name, folder) {
  await mkdir(folder, { recursive: true });
  for (const width of [1280, 360]) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(folder, `${name}.${width}.${colorScheme}.png`) });
    }
  }
}

/** Text of twice the size as the person's own setting makes it, which is none of the site's; a site may even set its own to 10 pixels. */
export async function textSize({ verdict, browser, site, screenshots }) {
  for (const lang of LANGUAGES) {
    const visitor = await Visitor.arrive(browser, site, { lang, style: 'html { font-size: 62.5% }' }, { viewport: { width: 320, height: 800 } });
    const size = () => visitor.find('button.main').evaluate((button) => parseFloat(getComputedStyle(button).fontSize));
    await visitor.open();
    verdict.same('the text has the size that the person chose', await size(), 16);
    const session = await visitor.context.newCDPSession(visitor.page);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
    verdict.same('and twice that where they chose twice', await size(), 32);
    await visitor.find('summary').click();
    verdict.none(lang, await visitor.page.evaluate(crampedIn, LEAST_TARGET));
    verdict.check('the page does not scroll sideways', !await overflows(visitor.page));
    if (screenshots) await visitor.page.screenshot({ path: path.join(screenshots, `twice.${lang}.png`) });
    await visitor.leave();
  }
}

/** In forced colours every control still has an edge, and words that are seen. */
export async function forcedColors({ verdict, browser, site, screenshots }) {
  const visitor = await Visitor.arrive(browser, site, {}, { forcedColors: 'active' });
  await visitor.open();
  await visitor.find('summary').click();
  const controls = await visitor.find('button, input, a.main').evaluateAll((all) => all.map((control) => {
    const opaque = (at) => (/, 0\)$/.test(getComputedStyle(at).backgroundColor) ? opaque(at.parentElement) : getComputedStyle(at).backgroundColor);
    const { borderTopStyle, borderTopWidth, borderTopColor, color } = getComputedStyle(control);
    const hasEdge = borderTopStyle === 'solid' && parseFloat(borderTopWidth) >= 1 && borderTopColor !== opaque(control.parentElement);
    return { name: control.textContent || control.id, hasEdge, isRead: color !== opaque(control) };
  }));
  verdict.same('the controls are all there', controls.length, 5);
  verdict.none('is not seen in forced colours', controls.filter(({ hasEdge, isRead }) => !hasEdge || !isRead).map(({ name }) => name));
  if (screenshots) await visitor.page.screenshot({ path: path.join(screenshots, 'forced.png') });
  await visitor.leave();
}

/** Nothing moves in the panel, and nothing on the page when it opens and closes, or when the link comes to life. */
export async function still({ verdict, browser, site }) {
  for (const footer of [undefined, '<refrain-link></refrain-link>', '<a data-refrain-link href="/privacy-choices">Your Privacy Choices</a>']) {
    const visitor = await Visitor.arrive(browser, site);
    const { page } = visitor;
    await page.addInitScript(() => {
      window.shifted = 0;
      new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) window.shifted += hadRecentInput ? 0 : value; }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(site.page({ style: 'main { padding-bottom: 120vh }', ...footer && { footer } }));
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const scrolled = await page.evaluate(() => scrollY);
    await page.evaluate(() => window.refrain.open());
    const moving = await visitor.find('dialog').evaluate((dialog) => dialog.getAnimations({ subtree: true }).length);
    verdict.same('nothing moves', moving, 0);
    await visitor.find('button.main').click();
    await page.keyboard.press('Escape');
    await page.locator(PANEL).waitFor({ state: 'detached' });
    verdict.same('the page stays where it is', await page.evaluate(() => scrollY), scrolled);
    const shifted = await page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      return window.shifted;
    });
    verdict.same('nothing shifted', shifted, 0);
    await visitor.leave();
  }
}
