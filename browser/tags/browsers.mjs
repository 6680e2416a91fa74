// The browsers of the matrix: Chromium that finds every host in the pretend web, on this day or on a later one.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { QUIET, SIGNAL } from '../chromium.mjs';

export const BINARY = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Playwright switches the back-forward cache off, which people have. */
const ignoreDefaultArgs = ['--disable-back-forward-cache'];
export const flagsFor = (web) => [...QUIET, SIGNAL, ...web.arguments];
const optionsFor = (web) => ({ executablePath: BINARY, args: flagsFor(web), ignoreDefaultArgs });

export const openBrowser = (web) => chromium.launch(optionsFor(web));

/** A browser that is closed, and opened again days later with all that it has stored. */
export class LastingBrowser {
  static async make(web) {
    const browser = new LastingBrowser();
    browser.web = web;
    browser.folder = await mkdtemp(path.join(tmpdir(), 'refrain-profile-'));
    return browser;
  }

  /** Opens it `days` from now: the `faketime` program moves Chromium's clock. */
  async open(days) {
    const late = path.join(this.folder, `after-${days}-days`);
    await writeFile(late, `#!/bin/sh\nexec faketime -f +${days}d '${BINARY}' "$@"\n`, { mode: 0o700 });
    const launch = () => chromium.launchPersistentContext(path.join(this.folder, 'profile'), { ...optionsFor(this.web), executablePath: late });
    // With its clock moved, Chromium now and then ends as soon as it has begun.
    return launch().catch(launch);
  }

  forget() {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
