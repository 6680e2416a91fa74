// What people read, in the language of the page that they are on.
import english from '../../words/en.json';
import type { Settings } from '../contract.ts';

/**
 * The words in the order of the files in snippet/words. Those are arrays, and these names are numbers once it is built: names would
 * come with every page, and with every language of the settings once more.
 */
export const enum Word {
  choices,
  doNotSell,
  limit,
  honored,
  open,
  openMore,
  waiting,
  out,
  signal,
  force,
  since,
  browser,
  account,
  email,
  elsewhere,
  later,
  again,
  receipt,
  hint,
  offline,
  address,
  purpose,
  cover,
  back,
  all,
  close,
  icon,
  dir,
}
export type Words = Record<Word, string>;
/** Titles fixed by law, or by a regulator's example. */
export type Statute = Word.choices | Word.doNotSell | Word.limit | Word.honored;
export interface Spoken {
  language: string;
  words: Words;
}

export const ENGLISH = english as unknown as Words;

/** English is always there; the settings bring the other languages of the site. */
export function spoken({ language, words }: Settings): Spoken {
  const tables: Record<string, Words> = { ...words, en: ENGLISH };
  const own = document.documentElement.lang.split('-')[0]!.toLowerCase();
  const wanted = [own, language, 'en'].find((tag) => tables[tag])!;
  return { language: wanted, words: tables[wanted]! };
}
