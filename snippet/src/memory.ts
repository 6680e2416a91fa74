/** What the browser keeps for us. All of it may be forbidden: in a sandboxed frame, or by the person. */

export const attempt = <T>(act: () => T): T | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

/** Where it is kept when what was told, or the act that was not told yet. */
export const TOLD = 'refrain_told';
export const OPTED_OUT = 'opt_out';

/** Where nothing may be kept, an object of this page remembers. */
export const kept: Record<string, string | undefined> = attempt(() => localStorage as Record<string, string>) ?? {};

/** What the browser has no room for is forgotten. */
export const keep = (name: string, text: string): unknown => attempt(() => (kept[name] = text));

/** Of several by one name, as hosts above and below may set them, the last by the alphabet: `out` wins over `in`. */
export const cookie = (name: string): string | undefined => attempt(() => `; ${document.cookie}`.split(`; ${name}=`).slice(1).sort().pop()?.split(';')[0]);
