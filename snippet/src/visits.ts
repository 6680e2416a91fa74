import { hear, isAwaited, now } from './choice.ts';
import { cookie, keep, kept } from './memory.ts';
import { named, settings } from './settings.ts';

const TOLD = 'refrain_told';
const ACT = 'opt_out';
const DAYS_30 = 2592e6;

export interface Act {
  email?: string;
}

/** Tells what was told from what was not without keeping it: who was logged in here is nobody's business afterwards. */
const digest = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) | 0, 0);

const identifiers = (act?: Act) =>
  [
    { kind: 'account', value: named.account, proof: named.proof },
    { kind: 'email', value: act?.email },
    ...Object.entries(settings.report).map(([name, kind]) => ({ kind, value: cookie(name) || kept[name] })),
  ].filter(({ value }) => value);

/** Tells the server an act, or what it has not heard yet; does nothing where it has heard all. */
export const tell = async (act?: Act): Promise<void> => {
  const isOut = now.sharing === 'denied';
  // Most visits end here, before anything else is read.
  if (!isOut && !isAwaited()) return;
  // Kept before anything can fail, so that the next page tries again.
  if (act) keep(TOLD, ACT);
  const told = `${kept[TOLD]}`;
  const body = { signal: now.signal, identifiers: identifiers(act), act: isOut && told === ACT ? ACT : undefined };
  const news = ` ${digest(JSON.stringify(body.identifiers))}`;
  if (isOut && Date.now() - parseInt(told) < DAYS_30 && (!body.identifiers[0] || told.endsWith(news))) return;
  // Identifiers stay in the browser until the server has heard of them.
  if (!body.act) keep(TOLD, '');
  const response = await fetch(`${settings.url}/v1/visits`, {
    method: 'POST',
    body: JSON.stringify(body),
    credentials: 'include',
    keepalive: true,
  });
  const heard = await response.json();
  if (!heard.sharing) throw heard;
  hear(heard);
  if (isOut || heard.receipt_url) keep(TOLD, Date.now() + news);
};
