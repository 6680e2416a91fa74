import type { Act, Tell } from './contract.ts';
import { cookie, keep, kept, OPTED_OUT, TOLD } from './memory.ts';
import { settings } from './settings.ts';

const DAYS_30 = 2592e6;

/** Tells what was told from what was not without keeping it: who was logged in here is nobody's business afterwards. */
const digest = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) | 0, 0);

const identifiers = (named: DOMStringMap, act?: Act) =>
  [
    { kind: 'account', value: named.account, proof: named.proof },
    { kind: 'email', value: act?.email },
    ...Object.entries(settings.report).map(([name, kind]) => ({ kind, value: cookie(name) || kept[name] })),
  ].filter(({ value }) => value);

export const tell: Tell = async (now, named, act) => {
  const isOut = now.sharing === 'denied';
  if (!isOut && !named.account) return;
  const told = `${kept[TOLD]}`;
  const body = { signal: now.signal, identifiers: identifiers(named, act), act: isOut && (act || told === OPTED_OUT) ? OPTED_OUT : undefined };
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
  if (isOut || heard.receipt_url) keep(TOLD, Date.now() + news);
  return heard;
};
