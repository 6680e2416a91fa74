import { attempt } from './memory.ts';
import { settings } from './settings.ts';

/** The hosts of what was held on this page. */
export const seen = new Set<string>();

/** The host of an address in `text` that the settings name: `text` is an address, several as in `srcset`, or a stack. */
export const listed = (text: string): string | undefined => {
  for (const part of text.split(/[\s,"'()@]+/)) {
    const { hostname = '', pathname } = attempt(() => new URL(part, document.baseURI)) ?? {};
    // The browser keeps what it has made of the pattern.
    if (RegExp(settings.hold).test(`.${hostname}${pathname}`)) return hostname;
  }
  return undefined;
};

/**
 * Whether what goes to this address is to be held; `address` is a string, a URL, a Request or a trusted one of Trusted Types.
 * In markup, templates may have escaped its slashes.
 */
export const holds = (address: unknown): unknown => {
  const host = listed(`${(address as Request)?.url || address}`.replace(/&#x2F;/gi, '/'));
  return host && seen.add(host);
};
