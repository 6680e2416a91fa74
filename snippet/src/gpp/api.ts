// `__gpp` 1.1: "CMP API Specification" in github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform.
import type { Core, Status } from '../contract.ts';
import { attempt } from '../memory.ts';
import { answerFrames, called } from './frames.ts';
import { sectionOf } from './section.ts';
import { replaceStub } from './stub.ts';

export type Callback = (data: unknown, success: boolean) => void;
export type Api = (command?: string, callback?: Callback | null, parameter?: unknown, version?: unknown) => unknown;
type Listener = Callback | null | undefined;
type Commands = Record<string, (parameter: unknown, callback: Listener) => unknown>;

declare global {
  interface Window {
    __gpp?: Api;
  }
}

/** Not registered with the IAB: the number for whoever makes strings of their own. */
const CMP_ID = 1;
/** The first id that the reference library gives; stubs begin with 1. */
const FIRST_LISTENER = 1000;

let display = 'hidden';
let fire: (eventName: string, data: unknown) => void = () => {};

/** Tells the listeners that the panel opened or closed. Neither changes what is ready: only a choice does. */
export function panelIs(now: 'hidden' | 'visible'): void {
  display = now;
  fire('cmpDisplayStatus', now);
}

/** What `table` itself has under a name that a page sent. */
const own = <T>(table: object, key?: string): T | null => (Object.hasOwn(table, key!) ? (table as Record<string, T>)[key!]! : null);

export function installGpp(core: Core): void {
  const { gpp } = core.settings;
  const name = gpp.section === 7 ? 'usnat' : 'usca';
  const listeners = new Map<unknown, Listener>();
  let nextListener = FIRST_LISTENER;
  let signalStatus = 'not ready';
  let said: Status;
  let gppString: string;

  const ping = () => ({
    gppVersion: '1.1',
    cmpStatus: 'loaded',
    cmpDisplayStatus: display,
    signalStatus,
    supportedAPIs: [`${gpp.section}:${name}`],
    cmpId: CMP_ID,
    sectionList: [gpp.section],
    applicableSections: [gpp.section],
    gppString,
    parsedSections: { [name]: sectionOf(gpp, said) },
  });
  const event = (eventName: string, listenerId: unknown, data: unknown) => ({ eventName, listenerId, data, pingData: ping() });
  fire = (eventName, data) =>
    // One listener's fault must not keep the others from hearing of an opt-out.
    listeners.forEach((listener, id) => attempt(() => listener?.(event(eventName, id, data), true)));
  const turn = (to: string) => {
    if (signalStatus !== to) fire('signalStatus', (signalStatus = to));
  };

  const commands: Commands = {
    ping,
    addEventListener(_, callback) {
      listeners.set(nextListener, callback);
      return event('listenerRegistered', nextListener++, true);
    },
    removeEventListener: (id) => event('listenerRemoved', id, listeners.delete(id)),
    hasSection: (asked) => (asked ? asked === name : null),
    getSection: (asked) => (asked === name ? sectionOf(gpp, said) : null),
    getField(asked) {
      const [section, field, more] = `${asked}`.split('.');
      return section === name && !more ? own<unknown>(sectionOf(gpp, said), field) : null;
    },
  };
  const api: Api = (command, callback, parameter) => {
    called();
    const data = own<Commands[string]>(commands, command)?.(parameter, callback) ?? null;
    callback?.(data, data !== null);
  };

  // While they hear that the string is about to change, it is still the old one.
  core.watch((status) => {
    const next = gpp.strings[status.sharing === 'allowed' ? 1 : 0] + (status.signal ? 'YA' : 'QA');
    const isChange = said && next !== gppString;
    if (isChange) turn('not ready');
    said = status;
    gppString = next;
    if (isChange) fire('sectionChange', name);
    turn(status.sharing === 'waiting' ? 'not ready' : 'ready');
  });

  replaceStub(api, listeners);
  fire('cmpStatus', 'loaded');
  if (signalStatus === 'ready') fire('signalStatus', signalStatus);
  answerFrames('__gpp', ({ command, parameter, version }, answer) => api(command, answer, parameter, version));
}
