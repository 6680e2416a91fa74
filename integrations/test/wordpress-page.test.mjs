// What the WordPress plug-in prints, and the script that it prints it for, in a real browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from '../../browser/chromium.mjs';
import { REFRAIN, snippet } from './installation.mjs';

const SHOP = 'https://shop.example/';
const html = execFileSync('php', [fileURLToPath(new URL('wordpress-page.php', import.meta.url))], { encoding: 'utf8' });
let browser;

before(async () => (browser = await launch()));
after(() => browser?.close());

/** Opens the page; returns what was asked of the held host. */
async function open(choice) {
  const context = await browser.newContext();
  await context.addCookies(choice ? [{ name: 'refrain_choice', value: choice, url: SHOP }] : []);
  const asked = [];
  await context.route('**', (route) => route.abort());
  await context.route(SHOP, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await context.route(`${REFRAIN}/refrain.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: snippet }));
  await context.route('https://connect.facebook.net/**', (route) => {
    const name = new URL(route.request().url()).pathname;
    asked.push(name);
    const headers = { 'access-control-allow-origin': '*' };
    return route.fulfill({ headers, contentType: 'text/javascript', body: `ran.push('${name}')${name === '/module.js' ? ';export {}' : ''}` });
  });
  const page = await context.newPage();
  await page.goto(SHOP, { waitUntil: 'load' });
  return { page, asked };
}

test('what is held runs when it is allowed, in the order in which it was printed, modules as modules', async () => {
  const { page } = await open();
  await page.waitForFunction(() => window.ran?.length === 5);
  assert.deepEqual(await page.evaluate(() => ran), ['before', '/first.js', 'after', '/second.js', '/module.js']);
});

test('nothing of it is asked for or runs after an opt-out', async () => {
  const { page, asked } = await open('out');
  assert.deepEqual([asked, await page.evaluate(() => typeof ran)], [[], 'undefined']);
  assert.equal(await page.locator('footer refrain-link svg').count(), 1);
});
