// A stub may have stood in for `__gpp` before us: it kept the calls that it could not answer, and its listeners.
import { attempt } from '../memory.ts';
import type { Api, Callback } from './api.ts';

type Listeners = { id: unknown; callback: Callback }[];
type Calls = Parameters<Api>[];

/** Takes its place, and over what it kept. It is asked as the reference library asks; whatever else was there has nothing for us. */
export function replaceStub(api: Api, listeners: Map<unknown, unknown>): void {
  const stub = window.__gpp!;
  attempt(() => (stub('events') as Listeners).forEach(({ id, callback }) => listeners.set(id, callback)));
  // A stub keeps them as its own properties, and looks for itself by its name.
  const calls = attempt(() => stub() as Calls);
  window.__gpp = api;
  attempt(() => calls!.forEach((call) => attempt(() => api(...call))));
}
