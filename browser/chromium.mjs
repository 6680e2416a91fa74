// The browser that the tests drive: the system's own Chromium, quiet and headless.
import { chromium } from 'playwright-core';

export const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
/** Makes Global Privacy Control a thing that can be switched on and off; off until `sendSignal`. */
export const SIGNAL = '--enable-features=GlobalPrivacyControlTest';

export function launch(...more) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...QUIET, ...more] });
}

/** A browser whose signal can be switched. */
export const launchWithSignal = () => launch(SIGNAL);

/** Switches the browser's own signal; `false` where this Chromium has none to switch. */
export async function sendSignal(browser, gpc) {
  const session = await browser.newBrowserCDPSession();
  try {
    await session.send('Browser.setGlobalPrivacyControl', { gpc });
    return true;
  } catch {
    return false;
  } finally {
    await session.detach();
  }
}
