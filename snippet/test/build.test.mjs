// What the server relies on: the built files are calls that want their settings, and their compressed form can be gone on with.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { Script } from 'node:vm';
import { constants, createBrotliDecompress } from 'node:zlib';

const dist = (name) => readFile(new URL(`../dist/${name}`, import.meta.url));

/** What can be read of a stream that has been flushed and not ended. */
async function decompressed(bytes) {
  const stream = createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH });
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  await new Promise((written) => stream.write(bytes, written));
  return Buffer.concat(chunks);
}

for (const name of ['refrain.js', 'refrain-core.js']) {
  test(`${name} is a call that wants its settings`, async () => {
    const program = `${await dist(name)}`;
    assert.ok(program.endsWith('('));
    new Script(`${program}{});`);
    assert.ok(!program.includes('</script'), 'the core is written into pages');
  });

  test(`${name}.br is the same, and open`, async () => {
    assert.deepEqual(await decompressed(await dist(`${name}.br`)), await dist(name));
  });
}

test('the catalogue names each recipient, its hosts and what it leaves, in the names that the server reads', async () => {
  const recipients = JSON.parse(await readFile(new URL('../recipients.json', import.meta.url)));
  for (const [key, recipient] of Object.entries(recipients)) {
    assert.match(key, /^[a-z0-9_]+$/);
    const names = Object.keys(recipient).filter((name) => name !== 'container');
    assert.deepEqual(names, ['name', 'hosts', 'clear', 'report', 'restricted', 'note'], key);
    for (const place of recipient.hosts) assert.match(place, /^[a-z0-9.-]+\.[a-z]+(\/[a-z0-9/_-]+)?$/, key);
    for (const kind of Object.values(recipient.report)) assert.match(kind, /^[a-z0-9_]{1,32}$/, key);
    for (const name of Object.keys(recipient.report)) {
      const isCleared = recipient.clear.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));
      assert.ok(isCleared, `${key}: ${name} is reported and never removed`);
    }
  }
});
