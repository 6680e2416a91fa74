// Opting out and opting in again: counted in acts, compared in prominence (11 CCR 7004(a)(2), 7028(a)).
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Visitor } from './visitor.mjs';

/** Opting in takes a request and its confirmation; opting out may not take more acts than that, and takes one. */
const ACTS_ON_THE_PAGE = 2;

/** What makes a control prominent; runs in the page. */
function prominence(control) {
  const luminance = (color) => {
    const parts = color.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (at) => {
    const { backgroundColor } = getComputedStyle(at);
    return /, 0\)$/.test(backgroundColor) ? groundOf(at.parentElement) : backgroundColor;
  };
  const { fontSize, fontWeight, color } = getComputedStyle(control);
  const [dark, light] = [luminance(color), luminance(groundOf(control))].sort((a, b) => a - b);
  const { width, height } = control.getBoundingClientRect();
  return { width, height, fontSize: parseFloat(fontSize), fontWeight: Number(fontWeight), contrast: (light + 0.05) / (dark + 0.05) };
}

export async function symmetry({ verdict, browser, site, pages }) {
  const visitor = await Visitor.arrive(browser, site);
  let acts = 0;
  const act = async (selector) => {
    acts += 1;
    await visitor.find(selector).click();
  };
  await visitor.open();
  const out = await visitor.find('button.main').evaluate(prominence);
  await act('button.main');
  await visitor.standing('Honored');
  const actsOut = acts;
  const back = await visitor.find('a.button:not(.main)').evaluate(prominence);
  for (const measure of ['width', 'height', 'fontSize', 'fontWeight']) verdict.same(`in the panel, the same ${measure}`, back[measure], out[measure]);
  verdict.check('both can be read', Math.min(out.contrast, back.contrast) >= 4.5, [out, back]);
  acts = 0;
  await act('a.button:not(.main)');
  await visitor.page.waitForURL(`${site.installation}/privacy-choices`);
  const actsIn = acts + ACTS_ON_THE_PAGE;
  verdict.check(`opting out takes ${actsOut} act after the link, opting in ${actsIn}`, actsOut === 1 && actsOut <= actsIn);
  verdict.note(`acts after the link: opting out ${actsOut}, opting in ${actsIn} (of which ${ACTS_ON_THE_PAGE} are the law's)`);
  await visitor.leave();
  if (pages) await onThePage(verdict, browser, path.resolve(pages));
}

/** The rendered pages of `cargo run -p web --example pages -- FOLDER`. */
async function onThePage(verdict, browser, folder) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const measure = async (name, selector) => {
    await page.goto(pathToFileURL(path.join(folder, `${name}.en.html`)).href);
    return page.locator(selector).evaluate(prominence);
  };
  const out = await measure('choices-before', 'form[action="/privacy-choices"] button.main:has-text("Do Not Sell")');
  const acts = [['choices-opted-out', 'form[action$="/opt-in"] button'], ['opt-in-confirm', 'form[action$="/opt-in/confirm"] button']];
  verdict.same('on the page, opting in takes as many acts as were counted', acts.length, ACTS_ON_THE_PAGE);
  for (const [name, selector] of acts) {
    const back = await measure(name, selector);
    for (const what of ['width', 'height', 'fontSize', 'fontWeight']) {
      verdict.check(`on the page, opting in is not more prominent: ${what}`, back[what] <= out[what], [back, out]);
    }
    verdict.check('on the page, both can be read', Math.min(out.contrast, back.contrast) >= 4.5, [out, back]);
  }
  const stay = await measure('opt-in-confirm', 'form[action="/privacy-choices"] button');
  const confirm = await measure('opt-in-confirm', acts[1][1]);
  verdict.same('on the page, staying is as prominent as going back', confirm, stay);
  await page.close();
}
