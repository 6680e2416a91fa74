// A `refrain demo` of one's own: a program on free ports that knows nobody and leaves nothing behind.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const BINARY = process.env.REFRAIN_BIN ?? 'refrain';
const START_MS = 20_000;
const ANNOUNCED = [['story', /The story.*?(http:\S+)/], ['shop', /The shop.*?(http:\S+)/], ['choices', /Your privacy choices.*?(http:\S+)/]];

/** Starts a demo and waits until it has said where everything is. */
export async function startDemo() {
  const child = spawn(BINARY, ['demo', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill();
  process.once('exit', kill);
  let complaints = '';
  child.stderr.on('data', (text) => { complaints += text; });
  const ended = new Promise((resolve) => { child.once('exit', resolve); child.once('error', resolve); });
  const timer = setTimeout(() => child.kill(), START_MS);
  const urls = await addresses(child.stdout);
  clearTimeout(timer);
  if (!urls.choices) throw new Error(`${BINARY} demo did not start: ${complaints || await ended}`);
  return {
    ...urls,
    refrain: new URL(urls.choices).origin,
    /** Ends it; what it complained of meanwhile. */
    async stop() {
      child.kill('SIGINT');
      await ended;
      process.off('exit', kill);
      return complaints;
    },
  };
}

async function addresses(stdout) {
  const urls = {};
  for await (const line of createInterface({ input: stdout })) {
    for (const [name, pattern] of ANNOUNCED) urls[name] ??= pattern.exec(line)?.[1];
    if (ANNOUNCED.every(([name]) => urls[name])) break;
  }
  stdout.resume();
  return urls;
}

/** What `refrain verify` makes of a file: its exit code. */
export function verify(file, key) {
  return new Promise((resolve) => {
    execFile(BINARY, ['verify', file, '--key', key], (error) => resolve(error?.code ?? 0));
  });
}
