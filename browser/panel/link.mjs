// The link: whose words, whose looks, where it leads, and what the console says when it cannot be seen.
import { until } from '../live/verdict.mjs';
import { PANEL, Visitor } from './visitor.mjs';

const EMPTY = '<refrain-link></refrain-link>';
const READ = 'Refrain:';

export async function link({ verdict, browser, site }) {
  for (const [name, what, text] of [
    ['empty', { footer: EMPTY }, 'Your Privacy Choices'],
    ['the other title', { footer: EMPTY, settings: '{"link":"do_not_sell"}' }, 'Do Not Sell or Share My Personal Information'],
    ['in Spanish', { footer: EMPTY, lang: 'es-MX' }, 'Your Privacy Choices Sus opciones de privacidad'],
    ['in a language that the site has not', { footer: EMPTY, lang: 'fr' }, 'Your Privacy Choices'],
    ['where the page names no language', { footer: EMPTY, lang: '', settings: '{"language":"es"}' }, 'Your Privacy Choices Sus opciones de privacidad'],
    ['written by the site', {}, 'Your Privacy Choices'],
  ]) {
    const visitor = await Visitor.arrive(browser, site, what);
    const links = visitor.page.locator('refrain-link a');
    verdict.same(`${name}: one link with its words`, await links.allInnerTexts(), [text]);
    verdict.same(`${name}: to the page`, await links.getAttribute('href'), `${site.installation}/privacy-choices`);
    verdict.none(`${name}: differs from its neighbours`, await visitor.page.evaluate(differences));
    await links.click();
    verdict.same(`${name}: opens the panel`, await visitor.page.locator(PANEL).count(), 1);
    verdict.none(`${name}: a fault`, [...visitor.faults, ...visitor.warnings.filter((warning) => warning.includes(READ))]);
    await visitor.leave();
  }
}

/** In what the link is not like the others of its footer, and how its icon stands beside it; runs in the page. */
function differences() {
  const element = document.querySelector('refrain-link');
  const [own, other] = [element.querySelector('a'), document.querySelector('footer > a')].map((link) => getComputedStyle(link));
  const found = ['fontSize', 'fontFamily', 'fontWeight', 'color', 'opacity', 'textDecorationLine'].filter((property) => own[property] !== other[property]);
  const icon = element.querySelector('svg').getBoundingClientRect();
  if (Math.abs(icon.height - parseFloat(own.fontSize)) > 1 || Math.abs(icon.width / icon.height - 30 / 14) > 0.1) found.push(`the icon is ${icon.width} by ${icon.height}`);
  const text = element.querySelector('a').getBoundingClientRect();
  if (icon.bottom < text.top || icon.top > text.bottom) found.push('the icon is on another line');
  return found;
}

/** Any link can open the panel, and a press on the icon does too; opened in another tab, it is the page. */
export async function ways({ verdict, browser, site }) {
  const page = `${site.installation}/privacy-choices`;
  const visitor = await Visitor.arrive(browser, site, { footer: `${EMPTY}<a data-refrain-link href="${page}"><b>Do Not Sell</b></a>` });
  const opened = async () => {
    const count = await visitor.page.locator(PANEL).count();
    await visitor.page.keyboard.press('Escape');
    return count;
  };
  await visitor.page.locator('refrain-link svg').click();
  verdict.same('by the icon', await opened(), 1);
  await visitor.page.locator('a[data-refrain-link] b').click();
  verdict.same('by a link with the attribute', await opened(), 1);
  const [tab] = await Promise.all([visitor.context.waitForEvent('page'), visitor.page.locator('refrain-link a').click({ modifiers: ['Control'] })]);
  verdict.same('opened in another tab it is the page', [tab.url(), await visitor.page.locator(PANEL).count()], [page, 0]);
  await visitor.leave();
}

/** Without a script the link that the site wrote leads to the page, and looks like the others. */
export async function noScript({ verdict, browser, site }) {
  const page = `${site.installation}/privacy-choices`;
  for (const [name, what, options] of [['scripts are off', {}, { javaScriptEnabled: false }], ['the script never came', { script: 'none' }, {}]]) {
    const visitor = await Visitor.arrive(browser, site, what, options);
    await visitor.page.getByRole('link', { name: 'Your Privacy Choices' }).click();
    await visitor.page.waitForURL(page);
    verdict.same(`${name}: the page`, visitor.page.url(), page);
    await visitor.leave();
  }
}

export async function warnings({ verdict, browser, site }) {
  const worse = (style) => ({ style: `refrain-link a { ${style} }` });
  for (const [name, what, part] of [
    ['no link', { footer: '<b>none</b>' }, 'put <refrain-link><a> into the footer'],
    ['smaller', worse('font-size: 11px'), "the link's fontSize is 11px, its neighbours' 14px"],
    ['paler', worse('color: #999'), "the link's color is rgb(153, 153, 153), its neighbours' rgb(68, 68, 68)"],
    ['half transparent', worse('opacity: .5'), "the link's opacity is 0.5"],
    ['not displayed', worse('display: none'), 'the link is hidden'],
    ['invisible', { style: 'refrain-link { visibility: hidden }' }, 'the link is hidden'],
    ['larger', worse('font-size: 20px'), ''],
    ['like one of several', { style: 'footer a:last-child, refrain-link a { color: #777; font-size: 12px }' }, ''],
    ['alone in its place', { footer: '<nav><refrain-link></refrain-link></nav>' }, ''],
    ['a plain link to the page', { footer: `<a href="${site.installation}/privacy-choices">Your Privacy Choices</a>` }, ''],
  ]) {
    const visitor = await Visitor.arrive(browser, site, what);
    const said = () => visitor.warnings.find((warning) => warning.includes(READ)) ?? '';
    await visitor.page.evaluate(() => new Promise((resolve) => { requestIdleCallback(() => setTimeout(resolve)); }));
    if (part) await until(async () => said());
    verdict.check(`${name}: ${part || 'nothing is said'}`, part ? said().includes(part) : said() === '', said());
    await visitor.leave();
  }
}
