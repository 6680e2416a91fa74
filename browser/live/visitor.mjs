// Somebody with a browser of their own, and everything that their visit showed.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SCHEMES, WIDTHS, bringAxe, faultsOf, fold, unfold } from '../wcag.mjs';

const HEIGHT = 800;
const TIMEOUT_MS = 15_000;
/** The largest page, its stylesheet and all headers included. */
const MAX_BYTES = 30_000;
/** What visitors type; none of it may stand in an address or a title. */
export const PERSON = { email: 'ada.lovelace@example.com', phone: '+1 415 555 0142', agent: 'Babbage & Co' };
const PERSONAL = /lovelace|example\.com|%40|555.?0142|babbage/i;

export class Visitor {
  requests = [];
  styles = new Map();
  pending = [];

  /** `part` judges; `options` are those of a Playwright context, and `script`: whether scripts run. */
  static async arrive(browser, part, { script = true, width = 320, ...options } = {}) {
    const context = await browser.newContext({
      viewport: { width, height: HEIGHT }, javaScriptEnabled: script, colorScheme: 'light', locale: 'en-US', ...options,
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    const visitor = new Visitor();
    Object.assign(visitor, { part, verdict: part.verdict, context, script, width, page: await context.newPage() });
    visitor.#watch();
    return visitor;
  }

  leave() {
    return this.context.close();
  }

  async go(url) {
    this.response = await this.page.goto(url);
    return this.response;
  }

  /** Presses something that leads to another page, or to the same one anew. */
  async press(target) {
    const locator = typeof target === 'string' ? this.page.locator(target) : target;
    return this.arriveBy(() => locator.click());
  }

  /** Does what makes the browser load another page, and waits until it is there. */
  async arriveBy(act) {
    const arrived = this.page.waitForResponse((response) => response.request().isNavigationRequest() && !(response.status() >= 300 && response.status() < 400));
    const loaded = this.page.waitForEvent('load');
    [this.response] = await Promise.all([arrived, loaded, act()]);
    return this.response;
  }

  /** The text of the one element, as a person reads it: without the marks that isolate names in right-to-left text. */
  async text(selector) {
    return (await this.page.locator(selector).first().innerText()).replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();
  }

  count(selector) {
    return this.page.locator(selector).count();
  }

  sent(origin) {
    return this.requests.filter((url) => new URL(url).origin === origin);
  }

  /** Judges the page by what can be seen, and keeps its pictures. */
  async look(name) {
    const { page, verdict } = this;
    verdict.check(`${name}: no personal data in the title`, !PERSONAL.test(await page.title()), await page.title());
    verdict.check(`${name}: no personal data in the address`, !PERSONAL.test(page.url()), page.url());
    if (page.url().startsWith(`${this.part.demo.refrain}/`)) await this.#weigh(name);
    const subject = this.script ? page : await this.#twin();
    await bringAxe(subject);
    await unfold(subject);
    for (const width of WIDTHS) {
      await subject.setViewportSize({ width, height: HEIGHT });
      for (const colorScheme of SCHEMES) {
        await subject.emulateMedia({ colorScheme });
        verdict.none(`${name} at ${width} in ${colorScheme}`, await faultsOf(subject, colorScheme));
      }
    }
    await fold(subject);
    await this.#shoot(subject, name);
    if (subject !== page) return subject.context().close();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: this.width, height: HEIGHT });
  }

  /** The cookies that the browser keeps. */
  cookies() {
    return this.context.cookies();
  }

  async #shoot(page, name) {
    const folder = this.part.screenshots;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: HEIGHT });
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: path.join(folder, `${name}.${width}.${colorScheme}.png`), fullPage: true });
      }
    }
  }

  /** The very page that was served, where scripts run: axe-core is one, and a page loaded without stays without. */
  async #twin() {
    const { response } = this;
    const answer = { status: response.status(), headers: await response.allHeaders(), body: await response.body() };
    const context = await this.context.browser().newContext({ colorScheme: 'light', acceptDownloads: false });
    const page = await context.newPage();
    await page.route(this.page.url(), (route) => route.fulfill(answer));
    await page.goto(this.page.url());
    return page;
  }

  async #weigh(name) {
    await Promise.all(this.pending);
    const own = await this.response.request().sizes();
    const styles = [...this.styles.values()].reduce((sum, size) => sum + size, 0);
    const bytes = own.responseHeadersSize + own.responseBodySize + styles;
    this.part.sizes.set(name, Math.max(bytes, this.part.sizes.get(name) ?? 0));
    this.verdict.check(`${name}: the stylesheet was weighed`, styles > 0);
    this.verdict.check(`${name}: less than ${MAX_BYTES} bytes with its stylesheet`, bytes < MAX_BYTES, bytes);
  }

  #watch() {
    const { page, verdict } = this;
    page.on('request', (request) => {
      const url = request.url();
      if (url.startsWith('data:')) return;
      this.requests.push(url);
      verdict.check('no personal data in any address', !PERSONAL.test(url), url);
      const from = request.headers().referer;
      if (from) verdict.check('no personal data in any referrer', !PERSONAL.test(from), from);
      verdict.check('nothing outside this machine', new URL(url).hostname === '127.0.0.1', url);
      const asked = request.frame().url();
      if (!request.isNavigationRequest() && asked.startsWith(this.part.demo.refrain)) {
        verdict.check('a consumer page asks no other host', url.startsWith(`${this.part.demo.refrain}/`), url);
        verdict.check('a consumer page loads no script', request.resourceType() !== 'script', url);
      }
    });
    page.on('requestfinished', (request) => {
      if (request.resourceType() !== 'stylesheet') return;
      const weighed = request.sizes().then(({ responseHeadersSize, responseBodySize }) => {
        const known = this.styles.get(request.url()) ?? 0;
        this.styles.set(request.url(), Math.max(known, responseHeadersSize + responseBodySize));
      });
      this.pending.push(weighed.catch(() => {}));
    });
    page.on('pageerror', (error) => verdict.none('a script failed', [String(error)]));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      // What the visitor left before it was there, and a download, which is no page.
      if (why !== 'net::ERR_ABORTED') verdict.none('a request failed', [`${request.url()} ${why}`]);
    });
    page.on('console', (message) => {
      // Chromium calls every page of a status from 400 a failure to load.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        verdict.none('the console says', [message.text()]);
      }
    });
    page.on('dialog', (dialog) => { verdict.none('a dialog', [dialog.message()]); dialog.dismiss(); });
    page.on('popup', (popup) => verdict.none('a window of its own', [popup.url()]));
  }
}
