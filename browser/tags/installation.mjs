// The snippet's real server: `refrain serve` for the shop, in a folder of its own.
import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { HELD } from './recipients.mjs';

const BINARY = process.env.REFRAIN_BIN ?? 'refrain';
const START_MS = 20_000;
const POLL_MS = 50;
export const ADDRESS = 'https://privacy.shop.example';
const list = (values) => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
const configuration = (port) => `
[server]
listen = "127.0.0.1:${port}"
public_url = "${ADDRESS}"
origins = ["https://www.shop.example", "https://blog.shop.example"]

[business]
name = "The Shop"

[site]
domain = "shop.example"
hold = ${list(HELD)}
clear = ["_pretend_*"]

[site.identifiers]
_pretend_id = "pretend_id"
`;

export class Installation {
  static async start() {
    const installation = new Installation();
    installation.folder = await mkdtemp(path.join(tmpdir(), 'refrain-shop-'));
    installation.port = await freePort();
    await writeFile(path.join(installation.folder, 'refrain.toml'), configuration(installation.port));
    installation.key = await installation.#run('key', 'new', '--scope', 'intake,decide');
    installation.siteKey = await installation.#run('site-key');
    const [line] = (await installation.#run('snippet')).split('\n');
    installation.snippets = { line, inline: await installation.#run('snippet', '--inline') };
    await installation.#serve();
    return installation;
  }

  /** What the shop's own server writes into its pages for somebody who is logged in. */
  proof(kind, value) {
    return createHmac('sha256', this.siteKey).update(`${kind}:${value}`).digest('hex');
  }

  /** A call by the shop's own server, with its key. */
  async call(route, body) {
    const headers = { authorization: `Bearer ${this.key}`, 'content-type': 'application/json', host: new URL(ADDRESS).host };
    const answer = await fetch(`http://127.0.0.1:${this.port}${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  }

  /** Ends it; what it complained of meanwhile. */
  async stop() {
    this.child.kill('SIGINT');
    await this.ended;
    await rm(this.folder, { recursive: true, force: true });
    return this.complaints;
  }

  async #run(...command) {
    const { stdout } = await promisify(execFile)(BINARY, [...command, '--data', this.folder]);
    return stdout.trim();
  }

  async #serve() {
    const child = spawn(BINARY, ['serve', '--data', this.folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    const kill = () => child.kill();
    process.once('exit', kill);
    Object.assign(this, { child, complaints: '' });
    this.ended = new Promise((resolve) => { child.once('exit', resolve); child.once('error', resolve); });
    child.stderr.on('data', (text) => { this.complaints += text; });
    const timer = setTimeout(kill, START_MS);
    while (!(await this.#isReady())) if (child.exitCode !== null) throw new Error(`${BINARY} serve did not start: ${this.complaints}`);
    clearTimeout(timer);
  }

  async #isReady() {
    await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => undefined);
    return answer?.ok;
  }
}

/** A port that nobody has; the server says only which it was told. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
