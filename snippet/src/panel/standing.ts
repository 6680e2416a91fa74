// The state of things, in words that are true at this moment.
import type { Status } from '../contract.ts';
import { element, statute } from '../words/elements.ts';
import { Word, type Spoken } from '../words/words.ts';

/** In the order of their words. */
const KINDS = ['browser', 'account', 'email'];

/** `trouble`: what went wrong with the last press, if anything did. */
export function standing(status: Status, language: Spoken, trouble: string): Node[] {
  const { words } = language;
  const line = (...inside: (Node | string)[]) => element('p', ...inside);
  const title = (...inside: (Node | string)[]) => element('h3', ...inside);
  if (status.sharing === 'waiting') return [title(words[Word.waiting])];
  if (status.sharing === 'allowed') return [title(words[Word.open]), line(words[Word.openMore])];
  const lines = [title(...statute(Word.honored, language)), line(status.signal ? words[Word.signal] : words[Word.out]), line(scope(status, language))];
  if (trouble) lines.push(line(trouble));
  if (status.receipt_url) lines.push(line(element('a', { href: status.receipt_url }, words[Word.receipt])));
  return lines;
}

/** What the choice is in force for, and since when; where it is for this browser alone, that others are not covered. */
function scope({ covers, since, signal }: Status, { language, words }: Spoken): string {
  const parts = KINDS.flatMap((kind, index) => (!index || covers?.includes(kind) ? [words[(Word.browser + index) as Word]] : []));
  const list = new Intl.ListFormat(language).format(parts);
  const moment = since ? ` ${words[Word.since]} ${new Date(since).toLocaleDateString(language, { dateStyle: 'long' })}` : '';
  return `${words[Word.force]} ${list}${moment}. ${parts[1] || signal ? '' : words[Word.elsewhere]}`;
}
