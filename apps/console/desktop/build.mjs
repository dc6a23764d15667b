// Bundles the desktop's main process and preload script into desktop/dist, beside the renderer that build.mjs made. Under Node 24:
//   node apps/console/desktop/build.mjs
import { cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = dirname(fileURLToPath(import.meta.url));
const consoleFolder = resolve(here, '..');
const out = join(here, 'dist');
const staging = `${out}-${process.pid}`;

try {
  // A sandboxed preload script is one CommonJS file, and the oldest Electron that is supported has no ES modules in its main process.
  await bundle('main', 'src/main/main.ts');
  await bundle('preload', 'src/preload/preload.ts');
  const skipped = ['.gz', '.br', '.json'];
  cpSync(join(consoleFolder, 'dist'), join(staging, 'renderer'), {
    recursive: true,
    filter: (file) => !skipped.includes(extname(file)) && !file.endsWith('.built-from'),
  });
  cpSync(join(here, 'icon.png'), join(staging, 'icon.png'));
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  putInPlace();
} finally {
  rmSync(staging, { recursive: true, force: true });
}

/** Two builds may end together, and an application may run from what is there: what is the same is left as it is. */
function putInPlace() {
  const before = `${staging}-before`;
  for (;;) {
    try {
      if (isSame(staging, out)) return;
      if (existsSync(out)) renameSync(out, before);
      return renameSync(staging, out);
    } catch (error) {
      // The other build was quicker: what it left is looked at.
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    } finally {
      rmSync(before, { recursive: true, force: true });
    }
  }
}

function isSame(one, other) {
  const files = filesOf(one);
  const isEqual = (name) => readFileSync(join(one, name)).equals(readFileSync(join(other, name)));
  return existsSync(other) && files.join() === filesOf(other).join() && files.every(isEqual);
}

function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

async function bundle(name, input) {
  const built = await rolldown({
    input: { [name]: join(consoleFolder, input) },
    cwd: consoleFolder,
    platform: 'node',
    external: ['electron'],
    transform: { target: ['node16', 'chrome108'] },
    onLog: (level, log, next) => {
      if (level !== 'debug' && log.code !== 'CIRCULAR_DEPENDENCY') next(level, log);
    },
  });
  await built.write({
    dir: staging,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    minify: true,
  });
}

/** What Electron and electron-builder read: the application's name and version, and where it begins. */
function manifest() {
  const { version } = JSON.parse(readFileSync(resolve(consoleFolder, '../../apps/server/package.json'), 'utf8'));
  return {
    name: 'marquee',
    productName: 'Marquee',
    version: version === '0.0.0' ? '0.1.0' : version,
    description: 'The console of Marquee',
    author: 'The Marquee authors',
    license: 'Apache-2.0',
    desktopName: 'marquee.desktop',
    main: 'main.cjs',
  };
}
