import { now } from './choice.ts';
import { attempt } from './memory.ts';
import { settings } from './settings.ts';

/** What was held on this page. */
export const seen = new Set<string>();

/** The host in `text` that the settings name: `text` is an address, several as in `srcset`, or a stack. */
export const listed = (text: string): string | undefined =>
  text
    .split(/[\s,"'()@]+/)
    .map((part) => attempt(() => new URL(part, document.baseURI).hostname)!)
    .find((found) => settings.hold.some((host) => `.${found}`.endsWith(`.${host}`)));

/** Whether what goes to this address is held now; `address` is a string, a URL, a Request or a trusted one of Trusted Types. */
export const holds = (address: unknown): unknown => {
  const host = now.sharing !== 'allowed' && listed(`${(address as Request)?.url || address}`);
  return host && seen.add(host);
};
