// Builds dist/refrain.js and dist/refrain-core.js, and says how large they are.
//
//   node build.mjs [--check]      with --check nothing is written, and anything that differs is a failure
import { readFile, writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, transform } from 'esbuild';
import { minify } from 'terser';

/** Bytes as a browser gets them: brotli, quality 11. */
const LIMITS = { 'refrain-core': 2048, refrain: 7168 };
const ENTRIES = { 'refrain-core': 'src/core.ts', refrain: 'src/refrain.ts' };
/** Windows and codes of distances, of which one or the other makes these files smaller by half a per cent. */
const WINDOW_BITS = [14, 15, 16];
const DISTANCES = [[0, 0], [0, 2], [1, 0], [1, 4]];

const check = process.argv.includes('--check');
const here = (path) => new URL(path, import.meta.url);

/** A style sheet that is imported is its text, without what people read. */
const styles = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: 'es2022' });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

/** The program as one function that wants the settings: whoever serves it appends them and `);`. */
async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: here('.').pathname,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    define: { SETTINGS: 's' },
    plugins: [styles],
  });
  // A second minifier that looks again and again finds three per cent more; names are given once, by it.
  const { code } = await minify(outputFiles[0].text, { module: true, ecma: 2020, compress: { passes: 4, hoist_funs: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true }, format: { ascii_only: false } });
  return Buffer.from(`(s=>{${code.replace(/;$/, '')}})(`);
}

/** Ends with a flush instead of an end: the server appends the settings as a further meta-block. */
function open(bytes) {
  const tried = WINDOW_BITS.flatMap((window) => DISTANCES.map(([postfix, direct]) => brotliCompressSync(bytes, {
    finishFlush: constants.BROTLI_OPERATION_FLUSH,
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: window,
      [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
      [constants.BROTLI_PARAM_NDIRECT]: direct,
    },
  })));
  return tried.reduce((best, one) => (one.length < best.length ? one : best));
}

let failed = false;
function fail(why) {
  console.error(why);
  failed = true;
}

async function put(path, bytes) {
  if (!check) return writeFile(here(path), bytes);
  const stands = await readFile(here(path)).catch(() => Buffer.alloc(0));
  if (!stands.equals(bytes)) fail(`${path} is not what its sources make: run \`npm run build\``);
}

for (const [name, entry] of Object.entries(ENTRIES)) {
  const bytes = await bundle(entry);
  const compressed = open(bytes);
  await put(`dist/${name}.js`, bytes);
  await put(`dist/${name}.js.br`, compressed);
  console.log(`${name}.js: ${bytes.length} bytes, ${compressed.length} as brotli of at most ${LIMITS[name]}`);
  if (compressed.length > LIMITS[name]) fail(`${name}.js is larger than its limit`);
}
process.exitCode = failed ? 1 : 0;
