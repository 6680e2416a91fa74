// The panel speaks as the page does: in its words, and with its icon.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
/** The names of the words, in the order of the files. */
const NAMES = [...read('../src/words/words.ts').match(/const enum Word \{([^}]+)\}/)[1].matchAll(/(\w+),/g)].map(([, name]) => name);
const list = (language) => JSON.parse(read(`../words/${language}.json`));
const table = (language) => Object.fromEntries(NAMES.map((name, index) => [name, list(language)[index]]));
const LANGUAGES = readdirSync(new URL('../words/', import.meta.url)).map((name) => name.replace('.json', ''));
const PAGES = '../../crates/web/locales/';
/** Words of the panel, and the page's message of which each is the whole. */
const SAME = {
  icon: 'icon-alt',
  open: 'status-open-title', out: 'status-out-title', browser: 'scope-browser', elsewhere: 'status-browser-only',
  receipt: 'receipt-link', signal: 'status-honored-detail', offline: 'offline-summary', purpose: 'identifier-purpose',
  cover: 'offline-submit', back: 'back-submit',
};
/** And of which each is the beginning. */
const BEGINNING = { hint: 'control-hint', openMore: 'status-open-detail', address: 'identifier-label', force: 'status-stands' };
/** Titles fixed by law: the page has them in English, and their translations beside them. */
const STATUTES = { choices: 'choices', doNotSell: 'do-not-sell', limit: 'limit', honored: 'honored' };

/** The simple messages of a page's language. */
function messages(language) {
  return Object.fromEntries([...read(`${PAGES}${language}.ftl`).matchAll(/^([a-z-]+) = (.+)$/gm)].map(([, key, text]) => [key, text]));
}

test('the words are the words of the page', () => {
  for (const language of LANGUAGES.filter((one) => existsSync(new URL(`${PAGES}${one}.ftl`, import.meta.url)))) {
    const [words, page] = [table(language), messages(language)];
    for (const [key, message] of Object.entries(SAME)) {
      assert.equal(words[key], page[message], `${language}: ${key}`);
    }
    const beside = language === 'en' ? 'statute' : 'gloss';
    for (const [key, message] of Object.entries(STATUTES)) assert.equal(words[key], page[`${beside}-${message}`], `${language}: ${key}`);
    for (const [key, message] of Object.entries(BEGINNING)) assert.ok(page[message].startsWith(words[key]), `${language}: ${key}`);
  }
});

test('every language has every word', () => {
  for (const language of LANGUAGES) {
    assert.equal(list(language).length, NAMES.length, language);
    for (const [name, text] of Object.entries(table(language))) assert.ok(typeof text === 'string' && text, `${language}: ${name}`);
    assert.match(table(language).dir, /^(ltr|rtl)$/);
  }
});

test('nothing that ought not to be said', () => {
  const english = Object.values(table('en')).join(' ');
  assert.doesNotMatch(english, /we value|preference|are you sure|may lose|request received|oops|vendor|consent/i);
});

/** A path by its numbers and commands, without steps that lead nowhere. */
const steps = (path) => path.match(/[a-z]|-?(?:\d+\.?\d*|\.\d+)/gi).map((part) => (Number.isNaN(Number(part)) ? part : Number(part))).join(' ').replace(/l 0 0 /g, '');

test('the icon is the official one, as the page has it', () => {
  const official = [...read('../../crates/web/templates/icon.html').matchAll(/<path fill="(#\w+)"[^>]* d="([^"]+)"/g)];
  const ours = [...read('../src/link/icon.ts').matchAll(/^ {2}'(M[^']+)',$/gm)];
  assert.deepEqual(official.map(([, fill]) => fill), ['#fff', '#06f', '#fff', '#06f']);
  const [half, pill, cross, tick] = official.map(([, , path]) => steps(path));
  // The official pill has a hole for its white half, which here lies on it instead.
  const [outline, hole] = pill.split(/(?<= z) /i);
  assert.deepEqual(ours.map(([, path]) => steps(path)), [outline, half, cross, tick]);
});
