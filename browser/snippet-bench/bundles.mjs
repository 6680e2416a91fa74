// What a page would load: ours as the server sends it, and each peer bundled in this run.
import { readFile, readdir } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { GPP, names, places } from '../served.mjs';

const here = (path) => new URL(path, import.meta.url);
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };

export const brotli = (bytes) => brotliCompressSync(bytes, BROTLI).length;

/** A site that holds every recipient of the catalogue. */
async function settings() {
  const recipients = Object.values(JSON.parse(await readFile(here('../../snippet/recipients.json'), 'utf8')));
  return {
    url: 'https://privacy.shop.example', domain: '', hold: places(...recipients.flatMap(({ hosts }) => hosts)), restrict: ['google', 'meta'],
    clear: names(...recipients.flatMap(({ clear }) => clear)), report: Object.assign({}, ...recipients.map(({ report }) => report)),
    link: 'choices', gpp: GPP, language: 'en', business: 'Analytical Socks',
  };
}

async function ours(file) {
  const program = await readFile(here(`../../snippet/dist/${file}.js`), 'utf8');
  const { length } = await readFile(here(`../../snippet/dist/${file}.js.br`));
  return { program: `${program}${JSON.stringify(await settings())});`, size: length, style: 0 };
}

async function peer(file) {
  const { outputFiles } = await build({
    entryPoints: [here(`peers/${file}`).pathname], bundle: true, minify: true, write: false, outdir: '/', format: 'iife', target: 'es2022', legalComments: 'none',
  });
  const [program, style] = ['.js', '.css'].map((ending) => outputFiles.find(({ path }) => path.endsWith(ending)));
  return { program: program.text, size: brotli(program.contents), style: style ? brotli(style.contents) : 0 };
}

/** Each by its name, ours first. */
export async function bundles() {
  const files = (await readdir(here('peers'))).sort();
  return new Map([
    ['refrain-core', await ours('refrain-core')],
    ['refrain', await ours('refrain')],
    ['refrain, opted out', { ...await ours('refrain'), cookies: [{ name: 'refrain_choice', value: 'out' }] }],
    ...await Promise.all(files.map(async (file) => [file.replace('.js', ''), await peer(file)])),
  ]);
}
