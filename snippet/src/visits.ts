import { hear, isAwaited, now } from './choice.ts';
import { cookie, keep, kept } from './memory.ts';
import { named, settings } from './settings.ts';

const TODO = 'refrain_todo';
const TOLD = 'refrain_told';
const ACT = 'opt_out';
const DAYS_30 = 2592e6;

export interface Act {
  email?: string;
}

/** Tells what was told from what was not without keeping it: who was logged in here is nobody's business afterwards. */
const digest = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 0);

const identifiers = (act?: Act) =>
  [
    { kind: 'account', value: named.account, proof: named.proof },
    { kind: 'email', value: act?.email },
    ...Object.entries(settings.report).map(([name, kind]) => ({ kind, value: cookie(name) || kept[name] })),
  ].filter(({ value }) => value);

/** Tells the server an act, or what it has not heard yet; does nothing where it has heard all. */
export const tell = async (act?: Act): Promise<void> => {
  // Kept before anything can fail, so that the next page tries again.
  if (act) keep(TODO, ACT);
  const todo = kept[TODO];
  const isOut = now.sharing === 'denied';
  // Most visits end here, before anything else is read.
  if (!todo && !isOut && !isAwaited()) return;
  const body = { signal: now.signal, identifiers: identifiers(act) };
  const news = ` ${digest(JSON.stringify(body))}`;
  const told = `${kept[TOLD]}`;
  const isRecent = Date.now() - parseInt(told) < DAYS_30;
  if (!todo && isOut && isRecent && (!body.identifiers[0] || told.endsWith(news))) return;
  // Identifiers stay in the browser until the server has heard of them.
  keep(TOLD, '');
  const response = await fetch(`${settings.url}/v1/visits`, {
    method: 'POST',
    body: JSON.stringify({ ...body, act: todo }),
    credentials: 'include',
    keepalive: true,
  });
  const heard = await response.json();
  if (!heard.sharing) throw heard;
  hear(heard);
  if (todo) keep(TODO, '');
  if (isOut) keep(TOLD, Date.now() + news);
};
