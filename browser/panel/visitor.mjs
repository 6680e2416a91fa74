// Somebody on the shop's page who may open the panel, and what they see there.
import { sendSignal } from '../chromium.mjs';
import { until } from '../live/verdict.mjs';

const TIMEOUT_MS = 15_000;
export const PANEL = 'refrain-panel';

export class Visitor {
  warnings = [];
  faults = [];

  /** `options` are those of a Playwright context, and `signal`: whether this browser sends one. */
  static async arrive(browser, site, what = {}, { signal = false, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'America/Los_Angeles', ...options });
    // Chromium's own signal; where it has none yet, what a page sees of one.
    if (!await sendSignal(browser, signal) && signal) {
      await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }));
    }
    context.setDefaultTimeout(TIMEOUT_MS);
    const visitor = new Visitor();
    const page = await context.newPage();
    Object.assign(visitor, { context, page, site });
    page.on('console', (message) => {
      if (message.type() === 'warning') visitor.warnings.push(message.text());
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) visitor.faults.push(message.text());
    });
    page.on('pageerror', (error) => visitor.faults.push(String(error)));
    page.on('popup', (popup) => visitor.faults.push(`a window of its own: ${popup.url()}`));
    page.on('dialog', (dialog) => { visitor.faults.push(dialog.message()); dialog.dismiss(); });
    await page.goto(site.page(what));
    return visitor;
  }

  leave() {
    return this.context.close();
  }

  /** Opens the panel by the link in the footer. */
  async open() {
    await this.page.locator('footer refrain-link a').click();
    await this.find('dialog[open]').waitFor();
  }

  /** Something inside the panel. */
  find(selector) {
    return this.page.locator(`${PANEL} ${selector}`);
  }

  async text(selector) {
    return (await this.find(selector).first().innerText()).replace(/\s+/g, ' ').trim();
  }

  /** What the panel says of how things stand, once it says `part` of it; whatever it says, when it never does. */
  async standing(part = '') {
    let said;
    await until(async () => {
      said = await this.text('[role=status]');
      return said.includes(part);
    });
    return said;
  }

  status() {
    return this.page.evaluate(() => window.refrain.status());
  }

  /** The name of what has the focus, inside the panel or outside it. */
  focus() {
    return this.page.evaluate(() => {
      let at = document.activeElement;
      const isInside = at?.localName === 'refrain-panel';
      if (isInside) at = at.shadowRoot.activeElement ?? at;
      const name = at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '';
      return { isInside, tag: at?.localName, name: name.replace(/\s+/g, ' ').trim() };
    });
  }
}
