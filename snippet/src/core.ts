import type { Tell } from './contract.ts';
import { start } from './start.ts';
import { stub } from './stub.ts';

/** What is to be told, and who waits for it. */
const untold: (() => void)[] = [];
const later: Tell = (...given) => new Promise((heard) => void untold.push(() => heard(core.tell(...given))));
const core = start(later);
core.bring = (tell) => {
  core.tell = tell;
  for (const go of untold.splice(0)) go();
};
stub();
// The full file came from the server that would be told, or did not come.
addEventListener('load', () => {
  if (core.tell === later) core.bring!(() => Promise.reject(Error('refrain.js did not load')));
});
