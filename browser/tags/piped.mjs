// Chromium as people have it: Playwright's way of attaching to pages keeps them from being prerendered, this one does not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BINARY, flagsFor } from './browsers.mjs';

/** As much of a Playwright context as a scene needs, with one page; a page that was prerendered becomes that page. */
export class PipedContext {
  #sent = 0;
  #waiting = new Map();
  #scripts = [];
  #loads = [];
  #sessions = [];
  #text = '';

  static async open(web) {
    const context = new PipedContext();
    context.folder = await mkdtemp(path.join(tmpdir(), 'refrain-profile-'));
    const flags = [...flagsFor(web), '--headless=new', '--remote-debugging-pipe', `--user-data-dir=${context.folder}`, 'about:blank'];
    context.child = spawn(BINARY, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    process.once('exit', context.#kill);
    context.child.stdio[4].setEncoding('utf8').on('data', (text) => context.#read(text));
    return context;
  }

  #kill = () => this.child.kill();

  async close() {
    const ended = once(this.child, 'exit');
    await this.send('Browser.close');
    await ended;
    process.off('exit', this.#kill);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  send(method, params = {}, sessionId = undefined) {
    this.#sent += 1;
    this.child.stdio[3].write(`${JSON.stringify({ id: this.#sent, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => { this.#waiting.set(this.#sent, { resolve, reject }); });
  }

  /** Its signal is switched for the browser as a whole. */
  browser() {
    return { newBrowserCDPSession: () => ({ send: (method, params) => this.send(method, params), detach() {} }) };
  }

  async addInitScript(script, argument) {
    const source = `(${script})(${JSON.stringify(argument)})`;
    this.#scripts.push(source);
    for (const session of this.#sessions) await this.#onPage('Page.addScriptToEvaluateOnNewDocument', { source }, session);
  }

  /** The script alone stands for the signal here; no header is set. */
  async setExtraHTTPHeaders() {}

  /** By way of its tab, as no other way of attaching lets a page be replaced by one that was prerendered. */
  async newPage() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', forTab: true });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    await this.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }, sessionId);
    return { goto: (url) => this.#goto(url), click: (selector) => this.#click(selector), evaluate: (act, given) => this.#evaluate(act, given), on: () => {} };
  }

  async #goto(url) {
    const loaded = new Promise((resolve) => { this.#loads.push(resolve); });
    await this.#onPage('Page.navigate', { url });
    await loaded;
  }

  #click(selector) {
    return this.#evaluate((one) => { document.querySelector(one).click(); }, selector);
  }

  async #evaluate(act, given) {
    const expression = `(${act})(${JSON.stringify(given)})`;
    const { result, exceptionDetails } = await this.#onPage('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }

  #read(text) {
    const messages = (this.#text + text).split('\0');
    this.#text = messages.pop();
    for (const message of messages) this.#hear(JSON.parse(message));
  }

  #hear({ id, result, error, method, params, sessionId }) {
    if (id) {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      return error ? reject(new Error(error.message)) : resolve(result);
    }
    if (method === 'Target.attachedToTarget' && params.targetInfo.type === 'page') this.#attached(params.sessionId);
    // The page that was prerendered takes the place of the one before it, whose session ends.
    if (method === 'Target.detachedFromTarget') this.#sessions = this.#sessions.filter((one) => one !== params.sessionId);
    if (method === 'Page.loadEventFired' && sessionId === this.#sessions[0]) this.#loads.shift()?.();
    return undefined;
  }

  /** Without waiting in between: a page that waits for the debugger answers some of this only when it runs. */
  #attached(session) {
    this.#sessions.push(session);
    this.#onPage('Page.enable', {}, session);
    for (const source of this.#scripts) this.#onPage('Page.addScriptToEvaluateOnNewDocument', { source }, session);
    this.#onPage('Runtime.runIfWaitingForDebugger', {}, session);
  }

  #onPage(method, params, session = this.#sessions[0]) {
    return this.send(method, params, session);
  }
}
