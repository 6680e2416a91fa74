// A window for `__gpp`: the parts of one that it needs, with the snippet's code for it, or the reference library, inside.
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

const bundle = async (contents, globalName) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' }, bundle: true, write: false, format: 'iife', globalName, target: 'es2022',
  });
  return outputFiles[0].text;
};
const OURS = await bundle("export { installGpp, panelIs } from '../src/gpp/api.ts'; export { installUsp } from '../src/usp.ts';", 'ours');
const LIBRARY = await bundle("export { CmpApi } from '@iabgpp/cmpapi';", 'library');

/** What crosses from another realm is compared by what it holds; a section by the face that the library knows: one object with all fields. */
export const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value, libraryFace)));

function libraryFace(key, value) {
  const named = Object.entries(value ?? {}).filter(([name]) => Array.isArray(value) && !/^\d+$/.test(name));
  return named.length ? Object.fromEntries(named) : value;
}

export class View {
  listeners = [];
  body = [];

  constructor() {
    const { listeners, body } = this;
    this.global = createContext({
      setTimeout: (work, _, ...args) => work(...args),
      // The library says here that it found no stub.
      console: { log() {}, error() {} },
      frames: {},
      addEventListener: (type, listener) => listeners.push(listener),
      document: { readyState: 'interactive', body: { append: (frame) => body.push(frame) }, createElement: (localName) => ({ localName, style: {} }) },
    });
    this.global.window = this.global;
  }

  ours(core) {
    runInContext(OURS, this.global);
    this.global.ours.installGpp(core);
    return this;
  }

  usp(core) {
    runInContext(OURS, this.global);
    this.global.ours.installUsp(core);
    return this;
  }

  /** The library, which a test drives as a site would that says what the snippet says. */
  library() {
    runInContext(LIBRARY, this.global);
    return new this.global.library.CmpApi(1, 1);
  }

  /** What `__gpp` answers to one call: data and success, or what it threw. */
  ask(command, ...parameters) {
    let answer = 'nothing';
    try {
      this.global.__gpp(command, (data, success) => { answer = [plain(data), success]; }, ...parameters);
    } catch (error) {
      return `threw ${error.message}`;
    }
    return answer;
  }

  /** Posts a message to this window, as a frame does; what comes back. */
  post(data) {
    const answers = [];
    const source = { postMessage: (answer, options) => answers.push({ answer, options }) };
    const event = { data, source };
    this.global.event = event;
    for (const listener of this.listeners) listener(event);
    this.global.event = undefined;
    return answers;
  }
}

/** A core whose choice the test makes. */
export class Choice {
  #watchers = [];

  constructor(gpp, status) {
    this.settings = { gpp };
    this.now = { signal: false, sharing: 'allowed', ...status };
  }

  status() {
    return { ...this.now };
  }

  watch(change) {
    this.#watchers.push(change);
    change(this.status());
  }

  becomes(status) {
    Object.assign(this.now, status);
    for (const change of this.#watchers) change(this.status());
  }
}
