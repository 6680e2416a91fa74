// The snippet's size and time beside what a site would load instead, bundled and measured in the same run, in turn.
//
//   node bench.mjs [--rounds N]
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { launch } from '../chromium.mjs';
import { bundles } from './bundles.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const ANCHOR = 'vanilla-cookieconsent';
const GOAL = 0.25;
const LIMITS = { 'refrain-core': 2048, refrain: 7168 };
const LONG_MS = 50;
const SLOWER = [1, 4];

const PAGE = `<!doctype html><title>A shop</title><body><h1>Socks</h1><p>${'Warm. '.repeat(400)}</p>
<footer><refrain-link><a href="/privacy-choices">Your Privacy Choices</a></refrain-link></footer></body>`;
// Without isolation the clock would tick in tenths of a millisecond, which is the size of what is measured.
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'content-type': 'text/html' };

/** Runs in the page: how long the script takes, and what it does to the page until it has been idle. */
async function run(program) {
  const shifts = [];
  const long = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => long.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
  const script = Object.assign(document.createElement('script'), { textContent: program });
  const began = performance.now();
  document.head.append(script);
  const evaluation = performance.now() - began;
  await new Promise((done) => { setTimeout(() => requestAnimationFrame(() => requestIdleCallback(done)), 200); });
  return {
    evaluation,
    shift: shifts.reduce((sum, { value }) => sum + value, 0),
    // Only what began with the script: the page's own start is not its doing.
    longest: Math.max(0, ...long.filter(({ startTime }) => startTime + 1 >= began).map(({ duration }) => duration)),
  };
}

async function measure(browser, address, { program, cookies = [] }, rate) {
  const page = await browser.newPage();
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url: address })));
  await page.goto(address);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  const figures = await page.evaluate(run, program);
  await page.close();
  return figures;
}

const median = (figures) => [...figures].sort((a, b) => a - b)[figures.length >> 1];

async function measureAll(all) {
  const server = createServer((_, response) => response.writeHead(200, ISOLATED).end(PAGE));
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launch();
  const found = new Map();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const rate of SLOWER) {
      for (const [name, bundle] of all) {
        const key = `${name} ${rate}`;
        found.set(key, [...found.get(key) ?? [], await measure(browser, address, bundle, rate)]);
      }
    }
  }
  await browser.close();
  server.closeAllConnections();
  server.close();
  return (name, rate, figure) => found.get(`${name} ${rate}`).map((one) => one[figure]);
}

const verdict = (isReached) => (isReached ? 'reached' : 'NOT REACHED');
const all = await bundles();
const figures = await measureAll(all);

console.log('bundle                    brotli    css   evaluation, ms 1x    4x   longest task at 4x   layout shift');
for (const [name, { size, style }] of all) {
  const [once, slow] = SLOWER.map((rate) => median(figures(name, rate, 'evaluation')).toFixed(2));
  const longest = Math.max(...figures(name, 4, 'longest'));
  const shift = Math.max(...figures(name, 4, 'shift'));
  console.log(`${name.padEnd(24)}${String(size).padStart(8)}${String(style).padStart(7)}${once.padStart(20)}${slow.padStart(7)}${longest.toFixed(0).padStart(20)}${shift.toFixed(4).padStart(15)}`);
}
console.log('');
for (const [name, { size }] of all) {
  if (!name.startsWith('refrain')) continue;
  const limit = LIMITS[name.split(',')[0]];
  console.log(`${name}: ${size} bytes of at most ${limit}: ${verdict(size <= limit)}`);
  for (const rate of SLOWER) {
    const ratio = median(figures(name, rate, 'evaluation')) / median(figures(ANCHOR, rate, 'evaluation'));
    console.log(`${name}: ${ratio.toFixed(2)}x ${ANCHOR} at ${rate}x (goal ${GOAL}x, ${verdict(ratio <= GOAL)})`);
  }
  const isSmooth = SLOWER.every((rate) => figures(name, rate, 'longest').every((one) => one <= LONG_MS));
  const isStill = SLOWER.every((rate) => figures(name, rate, 'shift').every((one) => one === 0));
  console.log(`${name}: no task over ${LONG_MS} ms, ${verdict(isSmooth)}; no layout shift, ${verdict(isStill)}`);
}
