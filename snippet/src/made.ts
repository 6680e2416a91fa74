import { now } from './choice.ts';
import { listed, seen } from './hosts.ts';

/** Browsers refuse this port without asking anybody, so the call fails as a network error does. */
export const NOWHERE = 'https://held.invalid:1';

type Opened = Record<'terminate' | 'close', () => void>;

/** What recipients opened. */
export const opened: Opened[] = [];

/**
 * Holds what is constructed. A worker's address says nothing of whose it is (scripts of other hosts make them of blobs), so
 * the stack is asked which script does it.
 */
export const made = (call: Function, given: unknown[], by: Function, name: string): object => {
  const whose = listed(`${given[0]} ${Error().stack}`);
  if (whose && now.sharing !== 'allowed' && seen.add(whose)) given[0] = name.endsWith('Worker') ? 'data:,' : NOWHERE;
  const one = Reflect.construct(call, given, by) as Opened;
  if (whose) opened.push(one);
  return one;
};
