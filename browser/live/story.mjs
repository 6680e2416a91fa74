// The demo as a newcomer walks through it, from the story's page on.
import { OPT_OUT } from './consumer.mjs';
import { until } from './verdict.mjs';
import { PERSON, Visitor } from './visitor.mjs';

const SCRIPTED = { width: 1280 };

/** The three systems, as the story links them; `tag` where they have one on the shop's page. */
export async function systemsOf(part, browser) {
  const visitor = await Visitor.arrive(browser, part, SCRIPTED);
  await visitor.go(part.demo.story);
  const systems = await visitor.page.locator('.systems a').evaluateAll((links) => links.map((link) => ({ name: link.querySelector('b').textContent, url: link.href })));
  await visitor.leave();
  return systems.map((system) => ({ ...system, tag: system.name !== 'Datamart' }));
}

export async function story(part, browser) {
  const visitor = await Visitor.arrive(browser, part, SCRIPTED);
  const scene = { ...part, part, visitor };
  await watched(scene);
  await optOut(scene);
  await leftAlone(scene);
  await goodAndHalf(scene);
  await receiptSays(scene, { 'Acme Ads': 'sure', Datamart: 'open', Pixelworks: 'sure' });
  await visitor.look('receipt-waiting');
  await repair(scene);
  await receiptSays(scene, { 'Acme Ads': 'sure', Datamart: 'sure', Pixelworks: 'sure' });
  await visitor.look('receipt-done');
  await visitor.leave();
}

const vendorsOf = (systems) => systems.filter(({ tag }) => tag).map(({ url }) => new URL(url).origin);

async function watched({ verdict, visitor, demo, systems }) {
  await visitor.go(demo.story);
  await visitor.look('story');
  await visitor.press('a.button:text-is("Open the shop")');
  verdict.check('both ads are in the page', await until(async () => (await visitor.count('.ad p.big')) === 2));
  for (const vendor of vendorsOf(systems)) verdict.check(`${vendor} is asked`, visitor.sent(vendor).length > 0);
  await visitor.look('shop-before');
  for (const { name, url } of systems.filter(({ tag }) => tag)) {
    await visitor.go(url);
    const seen = await until(async () => (await visitor.text('main')).includes('somebody looked at: sourdough'));
    verdict.check(`${name} learned what was looked at`, seen);
  }
  await visitor.look('vendor-before');
}

/** In the shop, in place; then on the page, which knows of it. */
async function optOut({ verdict, visitor, demo }) {
  await visitor.go(demo.shop);
  await visitor.page.locator('footer a:has-text("Your Privacy Choices")').click();
  await visitor.look('shop-panel');
  await visitor.page.getByRole('button', { name: 'Do Not Sell or Share My Personal Information' }).click();
  const isHonored = () => visitor.page.getByRole('heading', { name: 'Opt-Out Request Honored' }).count();
  verdict.check('the panel says that it is honored', await until(async () => (await isHonored()) === 1));
  verdict.same('in the shop', visitor.page.url(), `${demo.shop}/`);
  verdict.same('the ad that the page holds goes at once', await visitor.text('[data-held] p:visible'), 'No ad here: you opted out.');
  await visitor.look('shop-panel-honored');
  await visitor.go(demo.choices);
  verdict.check('the page knows of it', (await visitor.text('.status h2')).startsWith('You are opted out'), await visitor.text('.status h2'));
  await visitor.page.locator('summary:text-is("Also cover what we hold offline")').click();
  await visitor.page.fill('#identifier', PERSON.email);
  await visitor.press('button:text-is("Cover this too")');
  verdict.check('still opted out', (await visitor.text('.status h2')).startsWith('You are opted out'));
  await visitor.look('choices-story');
}

async function leftAlone({ verdict, visitor, demo, systems }) {
  const before = await views(visitor, systems);
  visitor.requests.length = 0;
  await visitor.go(demo.shop);
  await visitor.look('shop-after');
  verdict.same('no place has an ad', await visitor.count('.slot.none'), 2);
  for (const vendor of vendorsOf(systems)) verdict.same(`requests to ${vendor} after opting out`, visitor.sent(vendor).length, 0);
  verdict.same('the vendors counted no more page views', await views(visitor, systems), before);
}

/** How many page views each vendor says that it saw. */
async function views(visitor, systems) {
  const counted = [];
  for (const { url } of systems.filter(({ tag }) => tag)) {
    await visitor.go(url);
    counted.push(/(\d+) page views? seen/.exec(await visitor.text('.figures'))?.[1]);
  }
  return counted;
}

async function goodAndHalf({ verdict, visitor, systems }) {
  const [acme, pixelworks, datamart] = systems;
  const expected = [
    [acme, ['200 · confirmed'], 'Proved: entry'],
    [pixelworks, ['try 2: 200 · confirmed', '503 · not now, try again'], 'Proved: entry'],
    [datamart, ['200 · error in the body'], 'Nobody yet.'],
  ];
  for (const [{ name, url }, replies, people] of expected) {
    await visitor.go(url);
    const arrived = await until(async () => replies.every((reply) => requests(visitor).then((lines) => lines.some((line) => line.includes(reply)))) && (await requests(visitor)).length >= replies.length);
    verdict.check(`${name} was told`, arrived);
    const lines = await requests(visitor);
    for (const reply of replies) verdict.check(`${name} answered ${reply}`, lines.some((line) => line.includes(reply)), lines);
    verdict.check(`${name} verified every signature`, lines.every((line) => line.includes('✓ signature verified')), lines);
    verdict.check(`${name}: ${people}`, (await visitor.text('section[aria-labelledby=people]')).includes(people));
    await visitor.look(`system-${name.toLowerCase().replace(/\W+/g, '-')}`);
  }
}

async function requests(visitor) {
  const lines = await visitor.page.locator('.requests li').allInnerTexts();
  return lines.map((line) => line.replace(/\s+/g, ' '));
}

/** Opens the receipt and looks again until it says this of each recipient. */
async function receiptSays({ verdict, visitor, demo }, expected) {
  await visitor.go(demo.choices);
  await visitor.press('.status a');
  const marks = () => visitor.page.locator('.lines li').evaluateAll((lines) => Object.fromEntries(lines.map((line) => [line.querySelector('strong').textContent, line.className]).sort()));
  await until(async () => {
    if (JSON.stringify(await marks()) === JSON.stringify(expected)) return true;
    await visitor.press('a:text-is("Look again") >> nth=0');
    return false;
  });
  verdict.same('the receipt says of each', await marks(), expected);
}

async function repair({ verdict, visitor, systems }) {
  const datamart = systems.find(({ name }) => name === 'Datamart');
  await visitor.go(datamart.url);
  await visitor.press('#repair');
  const done = await until(async () => (await requests(visitor)).some((line) => line.includes('200 · confirmed')));
  verdict.check('Datamart confirms once it is repaired', done, await requests(visitor));
  verdict.check('and honors the opt-out of the browser, and that of the address', await until(async () => (await visitor.text('.figures')).includes('2 opt-outs it honors')));
  await visitor.look('system-datamart-repaired');
}
