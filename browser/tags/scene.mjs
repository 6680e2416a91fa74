// One row of the matrix as it is played: a person in a browser of their own at the shop, and what the log must show of it.
import { sendSignal } from '../chromium.mjs';
import * as recipients from './recipients.mjs';
import { PRIVACY } from './web.mjs';

const { HELD, UNHELD } = recipients;
const WWW = 'www.shop.example';
const MAX_EXCERPT = 6;

export class Scene {
  /** `stage`: the web and a browser of it; `arm`: `signal`, `click` or `nothing`; `install`: how the snippet is installed. */
  constructor(stage, { arm, install, verdict, name, account }) {
    Object.assign(this, { ...stage, arm, install, verdict, name, account });
    this.web.privacy.mood = 'well';
    this.web.privacy.nextVisitor();
    this.began = this.web.log.length;
  }

  async arrive(context = this.browser.newContext()) {
    this.context = await context;
    this.page = await this.tab();
    if (this.arm === 'signal') await this.signal('on');
  }

  async tab() {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.verdict.none(`${this.name}: a script failed`, [error.stack || String(error)]));
    return page;
  }

  /** Switches the signal `on` or `off`: Chromium's own, or what a browser with the signal sends and shows. */
  async signal(turn) {
    if (await sendSignal(this.context.browser(), turn === 'on')) return;
    await this.context.setExtraHTTPHeaders(turn === 'on' ? { 'Sec-GPC': '1' } : {});
    await this.context.addInitScript((on) => {
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => on, configurable: true });
    }, turn === 'on');
  }

  /** From here on, no recipient may be asked. */
  chosen() {
    this.since ??= this.web.log.length;
  }

  /** Makes the choice: at once by the signal, or by a click on a page whose tags have all run. */
  async choose(page = {}) {
    if (this.arm === 'click') {
      await this.visitFreely('before', page);
      return this.press();
    }
    return this.chosen();
  }

  /** Clicks, and waits until the choice is recorded. */
  async press() {
    this.chosen();
    await this.page.click('#opt-out');
    await this.page.evaluate(() => window.pressed);
  }

  /** Goes to a page of the shop; waits until everything that it can ask, it has asked of the host that nobody holds. */
  async visit(moment, given = {}) {
    return (await this.#go(moment, given)).tried();
  }

  /** Goes to a page of the shop while nothing was chosen; waits until every recipient was asked in each of its ways. */
  async visitFreely(moment, given = {}) {
    const visit = await this.#go(moment, given);
    await visit.tried();
    await this.asked('own', visit.from, visit.paths);
  }

  async #go(moment, { page = this.page, ...given }) {
    const from = this.web.log.length;
    await page.goto(this.address(moment, given));
    const paths = this.#paths(moment);
    const managed = this.install === 'inline' || given.manager;
    const more = managed ? recipients.askedAt(`${moment}-managed`) : [];
    return { from, paths, tried: () => this.asked('unheld', from, [...paths, ...more]) };
  }

  #paths(moment) {
    return [...recipients.askedAt(moment), ...recipients.askedByMarkup(moment)];
  }

  address(moment, { host = WWW, ...more } = {}) {
    return `https://${host}/${this.install}?${new URLSearchParams({ moment, ...more })}`;
  }

  /** Lets the tags of a page ask again, as a timer, a scroll or a click does. */
  async again(page = this.page) {
    const from = this.web.log.length;
    await page.click('#again');
    await this.asked('unheld', from, recipients.askedAgain());
    return from;
  }

  /** Turns the page into another without a navigation, and puts new tags into it. */
  async turn(moment) {
    const from = this.web.log.length;
    await this.page.click('#turn');
    await this.asked('unheld', from, [...recipients.askedAt('turned'), ...recipients.askedTurning(moment)]);
    return from;
  }

  /** Goes back to the page before, which the browser has kept alive. */
  async back() {
    const from = this.web.log.length;
    await this.page.evaluate(() => { history.back(); });
    await this.page.waitForFunction(() => window.cameBack !== undefined);
    const kept = await this.page.evaluate(() => window.cameBack);
    // Chromium keeps a page if it likes, and never one with Playwright's headers: the log is the judge either way.
    const how = kept ? 'came from the back-forward cache' : 'were loaded again';
    this.verdict.notes.push(`pages to which “Back” led ${how}: ${this.name}`);
  }

  /** Lets a page prerender another, and then goes there. */
  async prerendered(moment) {
    const from = this.web.log.length;
    const prerender = this.address(moment);
    await this.visit('before-prerendering', { prerender });
    const made = await this.web.until(from, (entries) => entries.some(({ moment: asked }) => asked === new URL(prerender).search.slice(1)));
    this.verdict.check(`${this.name}: the page is prerendered`, made);
    await this.page.evaluate((url) => { location.href = url; }, prerender);
    await this.asked('unheld', from, this.#paths(moment));
    const started = await this.page.evaluate(() => performance.getEntriesByType('navigation')[0].activationStart);
    this.verdict.check(`${this.name}: and was there before it was shown`, started > 0, started);
  }

  /** Waits until `whose` hosts (the recipients' `own`, or the `unheld` one) have been asked for all of `paths`. */
  async asked(whose, from, paths) {
    const missing = (entries) => {
      const seen = new Set(entries.filter(({ kind, host }) => kind !== 'connection' && (host === UNHELD) === (whose === 'unheld') && (host === UNHELD || HELD.includes(host)))
        .map(({ path, moment }) => `${path}?${moment}`));
      return paths.filter((path) => !seen.has(path));
    };
    const all = await this.web.until(from, (entries) => missing(entries).length === 0);
    const absent = all ? [] : missing(this.web.log.slice(from));
    this.verdict.check(`${this.name}: ${whose === 'own' ? 'each recipient is asked' : 'the page has tried to ask'}`, all, absent.slice(0, MAX_EXCERPT));
  }

  /** What the snippet's server was asked after `from`. */
  askedOfPrivacy(from = this.began) {
    return this.web.log.slice(from).filter(({ kind, host }) => kind === 'request' && host === PRIVACY);
  }

  /** Waits until the server has answered a visit that was told after `from`. */
  answered(from) {
    return this.web.until(from, (entries) => entries.some(({ kind, path, status }) => kind === 'answer' && path === '/v1/visits' && status === 200));
  }

  clearCache() {
    return this.#told('Network.clearBrowserCache');
  }

  /** Forgets what the site's scripts have stored in this browser, besides cookies. */
  forgetStored() {
    return this.#told('Storage.clearDataForOrigin', { origin: `https://${WWW}`, storageTypes: 'local_storage' });
  }

  /** Forgets what sites have stored in this browser. */
  async clearSites() {
    for (const host of [WWW, PRIVACY]) await this.#told('Storage.clearDataForOrigin', { origin: `https://${host}`, storageTypes: 'all' });
    await this.context.clearCookies();
  }

  async #told(method, given) {
    const session = await this.context.newCDPSession(this.page);
    await session.send(method, given);
    await session.detach();
  }

  /** Ends the row: how often recipients were asked since the choice. `only`: by whose ways the row is judged. */
  async end(only = '') {
    await this.web.quiet();
    await this.context.close();
    // Chromium connects when it likes: to what the page before the click had hinted at or asked, perhaps only after it, or twice. What
    // later pages hint at are hosts of their own moment, so these are still seen.
    const asked = new Set(this.web.log.slice(this.began, this.since).map(({ host }) => host));
    const spare = ({ kind, host }) => this.arm === 'click' && kind === 'connection' && (host.startsWith('before.') || asked.has(host));
    const found = this.web.held(this.since ?? this.began).filter((one) => !spare(one));
    return found.filter(({ path, host }) => !only || (path ?? `/${host}`).includes(only));
  }
}
