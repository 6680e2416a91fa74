// A stub may have stood in for `__gpp` before us: it kept the calls that it could not answer, and its listeners.
import type { Api, Callback } from './api.ts';

interface Kept {
  listeners: { id: unknown; callback: Callback }[];
  calls: Parameters<Api>[];
}

/** Takes its place, and over what it kept. */
export function replaceStub(api: Api, listeners: Map<unknown, unknown>): void {
  const kept = keptBy(window.__gpp);
  window.__gpp = api;
  kept.listeners.forEach(({ id, callback }) => listeners.set(id, callback));
  kept.calls.forEach((call) => api(...call));
}

/** Asked as the reference library asks. Whatever else was there, it has nothing for us. */
function keptBy(stub: Api | undefined): Kept {
  try {
    return { listeners: [...(stub!('events') as Kept['listeners'])], calls: [...(stub!() as Kept['calls'])] };
  } catch {
    return { listeners: [], calls: [] };
  }
}
