// Tests the drop-ins: `node integrations/test.mjs [name…]`; all of them, where none is named. `npm install` comes before, here, in
// nextjs/ and in ../browser.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const node = (name) => [process.execPath, '--test', '--test-reporter=spec', `test/${name}.test.mjs`];
const TESTS = {
  wordpress: [['php', '-l', 'wordpress/refrain.php'], ['php', 'test/wordpress.php'], node('wordpress-page')],
  shopify: [node('shopify')],
  'google-tag-manager': [node('google-tag-manager')],
  nextjs: [node('nextjs')],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !TESTS[name]);
if (unknown.length) {
  console.error(`there is no ${unknown.join(', ')}: ${Object.keys(TESTS).join(', ')}`);
  process.exit(2);
}

const cwd = fileURLToPath(new URL('.', import.meta.url));
for (const name of names.length ? names : Object.keys(TESTS)) {
  for (const [program, ...words] of TESTS[name]) {
    const { status, error } = spawnSync(program, words, { cwd, stdio: 'inherit' });
    if (error) console.error(`${program}: ${error.message}`);
    if (status !== 0) process.exit(1);
  }
}
