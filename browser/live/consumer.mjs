// A person without JavaScript, on a small phone: everything that they can do on the consumer's pages.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { verify } from './demo.mjs';
import { until } from './verdict.mjs';
import { PERSON, Visitor } from './visitor.mjs';
import { LANGUAGES, wordsOf } from './words.mjs';

const STATUTORY = {
  choices: 'Your Privacy Choices',
  optOut: 'Do Not Sell or Share My Personal Information',
  limit: 'Limit the Use of My Sensitive Personal Information',
};
const RECEIPT = /\/receipts\/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}(\?|$)/;
export const OPT_OUT = 'button.main:has-text("Do Not Sell")';
const LIMIT = 'button.main:has-text("Limit the Use")';

export async function consumer(part, browser, language) {
  const words = await wordsOf(language);
  const options = { script: false, locale: LANGUAGES[language] };
  const arrive = () => Visitor.arrive(browser, part, options);
  for (const story of [choose, mend, agent]) {
    const visitor = await arrive();
    await story({ part, verdict: part.verdict, visitor, words, language, name: (state) => `${state}.${language}` });
    await visitor.leave();
  }
}

/** Opts out with nothing filled in, keeps the proof, adds an e-mail address, limits, and goes the whole way back. */
async function choose(scene) {
  await before(scene);
  const out = await optOut(scene);
  await receipt(scene);
  await add(scene);
  await limit(scene);
  const back = await wayBack(scene);
  scene.verdict.check('opting out takes no more acts than opting back in', out <= back, { out, back });
  scene.part.verdict.note(`${scene.language}: ${out} act to opt out, ${back} to opt back in`);
}

async function before({ verdict, visitor, words, language, name, part }) {
  await visitor.go(part.demo.choices);
  verdict.same('the language', await visitor.page.locator('html').getAttribute('lang'), language);
  verdict.same('the title fixed by law', await visitor.text('h1'), STATUTORY.choices);
  verdict.same('nothing is in force', await visitor.text('.status h2'), words['status-open-title']);
  verdict.check('the one control', (await visitor.text(OPT_OUT)).startsWith(STATUTORY.optOut));
  verdict.check('the other control', (await visitor.text(LIMIT)).startsWith(STATUTORY.limit));
  verdict.same('both weigh the same', await weight(visitor, OPT_OUT), await weight(visitor, LIMIT));
  verdict.same('nothing to fill in before one asks for it', await visitor.count('input:visible'), 0);
  verdict.same('no cookie before a choice', await visitor.cookies(), []);
  await visitor.look(name('choices-before'));
}

async function optOut({ verdict, visitor, words, name, part }) {
  await visitor.press(OPT_OUT);
  await visitor.look(name('choices-after'));
  verdict.same('the answer is the same page', visitor.page.url(), part.demo.choices);
  verdict.same('it says so', await visitor.text('.status h2'), words['status-out-title']);
  verdict.same('it says that it is done', await visitor.text('.status .processed'), words.processed);
  verdict.check('it is announced as a status', await visitor.count('.status[role=status]:focus') === 1);
  verdict.check('it says which browser it covers', (await visitor.text('.since')).includes(words['scope-browser']));
  verdict.same('the press is no longer offered', await visitor.count(OPT_OUT), 0);
  const cookies = await visitor.cookies();
  verdict.same('a cookie for the browser, which no script can read, and one for its choice, which the site\'s can; other sites can use neither',
    cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    [{ name: 'refrain_browser', httpOnly: true, sameSite: 'Lax' }, { name: 'refrain_choice', httpOnly: false, sameSite: 'Lax' }]);
  verdict.same('the choice that the site reads', await choiceOf(visitor), 'out');
  await visitor.go(part.demo.choices);
  verdict.same('and it is still so', await visitor.text('.status h2'), words['status-out-title']);
  await visitor.look(name('choices-again'));
  return 1;
}

async function receipt({ verdict, visitor, words, name, part }) {
  await visitor.press('.status a');
  verdict.check('the receipt has an address of its own', RECEIPT.test(visitor.page.url()), visitor.page.url());
  verdict.check('in force, and since when', (await visitor.text('h1')).startsWith(words['receipt-in-force']), await visitor.text('h1'));
  verdict.same('one line a recipient', await visitor.count('.lines li'), 3);
  verdict.check('the proof is there', await until(() => ready(visitor)));
  await proof(verdict, visitor, part);
  await visitor.look(name('receipt'));
}

async function ready(visitor) {
  if (await visitor.count('a[download]')) return true;
  await visitor.press('.proof a');
  return false;
}

/** Downloads the proof and has it checked, as it is and with one character changed. */
async function proof(verdict, visitor, part) {
  const download = visitor.page.waitForEvent('download');
  await visitor.page.locator('a[download]').click();
  const file = path.join(part.folder, (await download).suggestedFilename());
  await (await download).saveAs(file);
  const command = await visitor.text('pre');
  verdict.check('the command names the file that was downloaded', command.includes(path.basename(file)), command);
  const key = /--key '([^']+)'/.exec(command)?.[1] ?? '';
  verdict.same('refrain verify says of the proof', await verify(file, key), 0);
  const text = await readFile(file, 'utf8');
  const at = text.lastIndexOf('\n', text.length - 2) - 8;
  await writeFile(file, text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1));
  verdict.check('and not of a proof in which one character was changed', await verify(file, key) !== 0);
}

async function add({ verdict, visitor, words, name, part }) {
  await visitor.go(part.demo.choices);
  const browserSince = timeIn(await visitor.text('.since'));
  await unfold(visitor, words['offline-summary']);
  await visitor.page.fill('#identifier', PERSON.email);
  await visitor.press(`button:text-is("${words['offline-submit-more']}")`);
  verdict.check('it does not claim to have covered it before it was told', timeIn(await visitor.text('.since')) !== browserSince, await visitor.text('.since'));
  verdict.check('it covers the e-mail address, mostly hidden', (await visitor.text('.since')).includes('ada…@…'), await visitor.text('.since'));
  await visitor.look(name('choices-email'));
}

async function limit({ verdict, visitor, words, name }) {
  await visitor.press(LIMIT);
  verdict.check('the use is limited', (await visitor.text('.limited')).startsWith(words['limit-done']));
  verdict.same('the opt-out stands', await visitor.text('.status h2'), words['status-out-title']);
  await visitor.look(name('choices-limited'));
}

async function wayBack({ verdict, visitor, words, name, part }) {
  await visitor.press('.back button');
  verdict.same('the second act is a page of its own', await visitor.text('h1'), words['confirm-title']);
  const [stay, go] = [`button:text-is("${words['confirm-stay']}")`, `button:text-is("${words['confirm-submit']}")`];
  verdict.same('both ways weigh the same', await weight(visitor, stay), await weight(visitor, go));
  await visitor.look(name('confirm'));
  await visitor.press(stay);
  verdict.same('whoever stays is opted out', await visitor.text('.status h2'), words['status-out-title']);
  await visitor.press('.back button');
  await visitor.go(part.demo.choices);
  verdict.same('whoever leaves is opted out', await visitor.text('.status h2'), words['status-out-title']);
  await visitor.press('.back button');
  await visitor.press(go);
  verdict.same('the second act counts', await visitor.text('.status h2'), words['status-open-title']);
  verdict.check('and it says so', (await visitor.text('.processed')).length > 0);
  verdict.same('the choice that the site reads then', await choiceOf(visitor), 'in');
  await visitor.look(name('choices-back'));
  return 2;
}

const choiceOf = async (visitor) => (await visitor.cookies()).find(({ name }) => name === 'refrain_choice')?.value;

const timeIn = (sentence) => /\d\d:\d\d:\d\d/.exec(sentence)?.[0] ?? '';

/** What makes a button stand out. */
function weight(visitor, selector) {
  return visitor.page.locator(selector).evaluate((button) => {
    const style = getComputedStyle(button);
    const look = ['fontSize', 'fontWeight', 'color', 'backgroundColor', 'borderColor', 'borderWidth', 'padding', 'textDecorationLine', 'opacity'];
    return [Math.round(button.getBoundingClientRect().width), ...look.map((property) => style[property])];
  });
}

const unfold = (visitor, summary) => visitor.page.locator(`summary:text-is("${summary}")`).click();

/** Types something that is no identifier; the browser's own choice stands, and what was typed can be mended. */
async function mend({ verdict, visitor, words, name, part }) {
  await visitor.go(part.demo.choices);
  await unfold(visitor, words['offline-summary']);
  await visitor.page.fill('#identifier', 'ada at home');
  await visitor.press(`button:text-is("${words['offline-submit']}")`);
  verdict.same('the status', visitor.response.status(), 422);
  await visitor.look(name('choices-mend'));
  verdict.check('the page says so before all else', (await visitor.page.title()).startsWith(words['page-title-mend']), await visitor.page.title());
  verdict.same('the summary is announced and has the focus', await visitor.count('.mend[role=alert]:focus'), 1);
  verdict.same('the field says what is wrong with it', await visitor.count('#identifier[aria-invalid=true][aria-describedby=identifier-problem]'), 1);
  verdict.same('what was typed is still there', await visitor.page.inputValue('#identifier'), 'ada at home');
  verdict.same("the browser's choice stands", await visitor.text('.status h2'), words['status-out-title']);
  await visitor.page.locator('.mend a').click();
  verdict.same('the summary leads to the field', await visitor.count('#identifier:focus'), 1);
  await visitor.page.fill('#identifier', PERSON.phone);
  await visitor.press(`button:text-is("${words['offline-submit-more']}")`);
  verdict.check('mended', (await visitor.text('.since')).includes('…142'), await visitor.text('.since'));
}

/** Somebody with a signed permission: the form says what it lacks, then does it, and their own browser is untouched. */
async function agent({ verdict, visitor, words, name, part }) {
  await visitor.go(part.demo.choices);
  await unfold(visitor, words['agent-summary']);
  const submit = `button:text-is("${words['agent-submit']}")`;
  await visitor.press(submit);
  verdict.same('the status', visitor.response.status(), 422);
  verdict.same('all three things are asked for', await visitor.count('.mend li'), 3);
  verdict.same('nothing is recorded', [await visitor.text('.status h2'), await visitor.cookies()], [words['status-open-title'], []]);
  await visitor.look(name('agent-mend'));
  await visitor.page.fill('#agent-name', PERSON.agent);
  await visitor.page.fill('#agent-identifier', PERSON.email);
  await visitor.page.check('#agent-permission');
  await visitor.press(submit);
  const said = await visitor.text('.processed');
  verdict.check('it is done for that person', said.includes('ada…@…') && said.includes(PERSON.agent), said);
  verdict.same("the agent's browser is untouched", [await visitor.text('.status h2'), await visitor.cookies()], [words['status-open-title'], []]);
  await visitor.look(name('agent-done'));
}
