// The words of the consumer's pages, from where the pages have them.
import { readFile } from 'node:fs/promises';

const FOLDER = new URL('../../crates/web/locales/', import.meta.url);

/** The languages of the pages, and what a browser of somebody who reads that asks for. */
export const LANGUAGES = { en: 'en-US', es: 'es-MX', ar: 'ar-EG' };

/** A locale's plain messages by key: those of one line that take nothing, and the beginnings of the others. */
export async function wordsOf(language) {
  const text = await readFile(new URL(`${language}.ftl`, FOLDER), 'utf8');
  const lines = [...text.matchAll(/^([a-z][a-z0-9-]*) = (.*)$/gm)];
  return Object.fromEntries(lines.map(([, key, words]) => [key, words.replace(/\{.*$/, '').trim()]));
}
