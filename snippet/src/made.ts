import { now } from './choice.ts';
import { NOWHERE } from './hold.ts';
import { holds, listed } from './hosts.ts';
import { attempt } from './memory.ts';

interface Made {
  terminate?(): void;
  close?(): void;
}

/** What recipients opened. */
const made: Made[] = [];

export const stopMade = (): void => {
  for (const one of made.splice(0)) attempt(() => (one.terminate ? one.terminate() : one.close!()));
};

/**
 * Holds what is constructed. A worker's address says nothing of whose it is (scripts of other hosts make them of blobs), so
 * the stack is asked which script does it.
 */
export const holdMade = (view: Window): void => {
  const constructors = view as unknown as Record<string, new () => object>;
  for (const name of ['WebSocket', 'EventSource', 'Worker', 'SharedWorker']) {
    if (!constructors[name]) continue;
    constructors[name] = new Proxy(constructors[name], {
      construct(target, given, made_by) {
        const whose = [`${given[0]}`, `${Error().stack}`].find(listed);
        if (now.sharing !== 'allowed' && holds(whose)) given[0] = name.endsWith('Worker') ? 'data:,' : NOWHERE;
        const one = Reflect.construct(target, given, made_by);
        if (whose) made.push(one);
        return one;
      },
    });
  }
};
