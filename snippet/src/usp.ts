// `__uspapi` 1: superseded by `__gpp`, and still read by some.
import type { Core } from './contract.ts';
import { answerFrames, called } from './gpp/frames.ts';

type Callback = (data: unknown, success: boolean) => void;
type Api = (command: string, version?: unknown, callback?: Callback | null) => void;

declare global {
  interface Window {
    __uspapi?: Api;
  }
}

export function installUsp(core: Core): void {
  const api: Api = (command, version, callback) => {
    called();
    // What is registered here would erase data when it is called, and nobody asked for that.
    if (/Deletion$/.test(command)) return;
    const isAsked = command === 'getUSPData' && (version ?? 1) === 1;
    // Notice is given; opted out or not; the Limited Service Provider Agreement is not signed.
    const uspString = core.status().sharing === 'allowed' ? '1YNN' : '1YYN';
    callback?.(isAsked ? { version: 1, uspString } : null, isAsked);
  };
  window.__uspapi = api;
  answerFrames('__uspapi', ({ command, version }, answer) => api(command, version, answer));
}
