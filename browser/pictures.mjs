// Takes the pictures of the documentation from a live `refrain demo`, so that they show what is really there.
//
//   REFRAIN_BIN=path node pictures.mjs FOLDER
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launch } from './chromium.mjs';
import { OPT_OUT } from './live/consumer.mjs';
import { startDemo } from './live/demo.mjs';
import { until } from './live/verdict.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node pictures.mjs FOLDER');
  process.exit(2);
}
/** 1,200 pixels, as wide as a README shows them sharply. */
const PAGE = { viewport: { width: 800, height: 640 }, deviceScaleFactor: 1.5 };
const SHOP = { viewport: { width: 1100, height: 1240 }, deviceScaleFactor: 1 };
const GAP = 24;

await mkdir(folder, { recursive: true });
const browser = await launch();
const demo = await startDemo();
const context = await browser.newContext(PAGE);
const page = await context.newPage();
const shop = await browser.newContext(SHOP);
const keep = (name, height) => page.screenshot({ path: path.join(folder, `${name}.png`), clip: { x: 0, y: 0, width: PAGE.viewport.width, height }, fullPage: true });

const shelf = await shop.newPage();
await shelf.goto(demo.shop);
await until(async () => (await shelf.locator('.ad p.big').count()) === 2);
const before = await shelf.screenshot({ animations: 'disabled' });

await page.goto(demo.story);
await keep('story', 1100);
await page.goto(demo.choices);
await page.locator(OPT_OUT).click();
await page.evaluate(() => scrollTo(0, 0));
await keep('choices', 620);
await shop.addCookies(await context.cookies());
await shelf.reload();
const after = await shelf.screenshot();

await page.locator('.status a').click();
await until(async () => {
  if ((await page.locator('.lines .sure').count()) === 2 && (await page.locator('a[download]').count()) === 1) return true;
  await page.reload();
  return false;
});
await keep('receipt', 620);

const side = await (await browser.newContext({ viewport: { width: 1200, height: 100 } })).newPage();
const image = (png, what) => `<img alt="${what}" src="data:image/png;base64,${png.toString('base64')}">`;
await side.setContent(`<!doctype html><style>
  body { margin: 0; display: grid; grid-template-columns: 1fr 1fr; gap: ${GAP}px; background: #fff; }
  img { width: 100%; border-radius: 8px; }
</style>${image(before, 'before')}${image(after, 'after')}`);
await until(() => side.evaluate(() => [...document.images].every((one) => one.complete && one.naturalWidth > 0)));
await side.screenshot({ path: path.join(folder, 'shop.png'), fullPage: true });
await browser.close();
await demo.stop();
