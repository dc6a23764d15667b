// Builds the renderer into dist/, unless what is there was built from the same sources. Under Node 24:
//   node apps/console/build.mjs [--out <folder>] [--force]
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const stamp = '.built-from';

/** Everything that decides what the bundle holds. */
const sources = [
  ...['apps/console/src', 'apps/console/public', 'packages/api/src', 'packages/rules/src', 'packages/sdk/src'],
  ...['apps/console/index.html', 'apps/console/service-worker.js', 'apps/console/vite-config.mjs'],
  ...['apps/console/build.mjs', 'pnpm-lock.yaml'],
];

const args = process.argv.slice(2);
const out = resolve(args.includes('--out') ? args[args.indexOf('--out') + 1] : join(here, 'dist'));
const wanted = fingerprint();

if (args.includes('--check')) process.exit(isFresh() ? 0 : 1);
if (args.includes('--force') || !isFresh()) await build();

function isFresh() {
  return existsSync(join(out, stamp)) && readFileSync(join(out, stamp), 'utf8') === wanted;
}

/** In a folder of its own, then put in place by a rename: a server or another build never sees half of one. */
async function build() {
  // Whoever asks for a build may be a test runner with a name of its own for its mode; React reads it while it is bundled.
  process.env.NODE_ENV = 'production';
  const [{ build: bundle }, { rendererConfig }] = await Promise.all([import('vite'), import('./vite-config.mjs')]);
  const staging = mkdtempSync(`${out}-`);
  try {
    await bundle(rendererConfig(staging));
    writeServiceWorker(staging);
    compress(staging);
    writeFileSync(join(staging, stamp), wanted);
    // A temporary folder is for its maker alone; a server may run as somebody else.
    chmodSync(staging, 0o755);
    putInPlace(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Two builds may end together: whoever comes second finds the first one's, of the same sources, and leaves it. */
function putInPlace(staging) {
  for (;;) {
    if (isFresh() && !args.includes('--force')) return;
    const before = `${staging}.before`;
    try {
      renameSync(out, before);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    rmSync(before, { recursive: true, force: true });
    try {
      return renameSync(staging, out);
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    }
  }
}

/** Names in it what this build consists of: another build is another service worker, which browsers take by themselves. */
function writeServiceWorker(folder) {
  // Fonts of scripts that the console is not written in are left to the system while there is no server.
  const isNeeded = (name) => !name.endsWith('.woff2') || name.includes('-latin-wght');
  const assets = readdirSync(join(folder, 'assets')).filter(isNeeded).sort();
  const files = [
    ...assets.map((name) => `/assets/${name}`),
    ...readdirSync(join(here, 'public')).map((name) => `/${name}`),
  ];
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, 'index.html')))
    .update(files.join('\n'));
  const script = readFileSync(join(here, 'service-worker.js'), 'utf8')
    .replace("'VERSION'", JSON.stringify(digest.digest('hex').slice(0, 16)))
    .replace("['FILES']", JSON.stringify(files));
  writeFileSync(join(folder, 'service-worker.js'), script);
}

/** Once here rather than at every request. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !['.js', '.css', '.html', '.svg'].includes(extname(file))) continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((path) => filesOf(join(root, path)))) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (extname(path) !== '') return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
