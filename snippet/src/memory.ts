/** What the browser keeps for us. All of it may be forbidden: in a sandboxed frame, or by the person. */

export const attempt = <T>(act: () => T): T | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

/** Empty where nothing may be kept. The first look costs as much as all the rest of a page's start, so most pages take none. */
export const kept = (): Record<string, string | undefined> => attempt(() => localStorage as Record<string, string>) ?? {};

/** What the browser has no room for is forgotten. */
export const keep = (name: string, text: string): unknown => attempt(() => (kept()[name] = text));

export const cookie = (name: string): string | undefined => attempt(() => `; ${document.cookie}`.split(`; ${name}=`)[1]?.split(';')[0]);
