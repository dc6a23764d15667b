// Second half of `npm run build`, under Node 24: the server's modules as JavaScript, and the workflows as one bundle.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { root } from './root.mjs';

const dist = resolve(root, process.argv[2] ?? 'dist');
const serverRequire = createRequire(join(root, 'apps/server/package.json'));

try {
  await bundleServer();
  await bundleWorkflows();
  await writeTemplate();
  copyAssets();
  writeManifest();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
console.log(`✓ ${dist} is complete: node ${relative(root, join(dist, 'main.js'))} serve | worker | migrate`);

/**
 * One output file a module, in the tree of the sources: paths that code builds from `import.meta.url` (migrations, threads,
 * child programs) hold in dist/ as they do in the repository. Packages from the registry stay outside.
 */
async function bundleServer() {
  const bundle = await rolldown({
    input: { 'apps/server/src/main': join(root, 'apps/server/src/main.ts') },
    cwd: root,
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('@marquee/') && !id.startsWith('\0'),
    plugins: [followUrls()],
    onLog: (level, log, next) => {
      if (level !== 'debug' && log.code !== 'CIRCULAR_DEPENDENCY') next(level, log);
    },
  });
  await bundle.write({
    dir: dist,
    format: 'esm',
    preserveModules: true,
    preserveModulesRoot: root,
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  });
}

/** Modules reached by URL (worker threads, child programs) are bundled, too, and their URLs follow to the `.js` file. */
function followUrls() {
  const byUrl = /new URL\(\s*(['"])(\.[^'"]+)\.ts\1\s*,\s*import\.meta\.url\s*\)/g;
  const byName = /import\.meta\.resolve\(\s*(['"])(@marquee\/[^'"]+)\1\s*\)/g;
  return {
    name: 'follow-urls',
    transform: {
      filter: { id: /\.ts$/, code: /import\.meta/ },
      handler(code, id) {
        const follow = (file) => this.emitFile({ type: 'chunk', id: file, preserveSignature: 'strict' });
        const followed = code
          .replace(byUrl, (_, quote, path) => {
            follow(resolve(dirname(id), `${path}.ts`));
            return `new URL(${quote}${path}.js${quote}, import.meta.url)`;
          })
          .replace(byName, (_, quote, name) => {
            const file = createRequire(id).resolve(name);
            // The workflows have a bundle of their own.
            if (name !== '@marquee/workflows') follow(file);
            const path = relative(dirname(id), file).replaceAll('\\', '/').replace(/\.ts$/, '.js');
            return `new URL(${quote}${path}${quote}, import.meta.url).href`;
          });
        // Only columns on the lines of these URLs shift.
        return { code: followed, map: null };
      },
    },
  };
}

/** The worker takes apps/server/workflow-bundle.js when it is there and bundles from source when it is not. */
async function bundleWorkflows() {
  const workflowsPath = join(root, 'packages/workflows/src/index.ts');
  if (!existsSync(workflowsPath)) return;
  const { bundleWorkflowCode } = await import(pathToFileURL(serverRequire.resolve('@temporalio/worker')).href);
  const quiet = () => undefined;
  const logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error };
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  mkdirSync(join(dist, 'apps/server'), { recursive: true });
  writeFileSync(join(dist, 'apps/server/workflow-bundle.js'), code);
}

/** A first start begins from a database that is made here: making and migrating one takes most of it. */
async function writeTemplate() {
  const script = join(root, 'apps/server/src/database/pglite/write-template.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, join(dist, 'apps/server/pglite-template.tar.gz')];
  await promisify(execFile)(process.execPath, args);
}

/** Everything that is read at run time and is no code. */
function copyAssets() {
  for (const folder of [
    ...['apps/server/migrations', 'apps/console/dist', 'packages/api/generated', 'tools/temporal-dev'],
  ]) {
    if (existsSync(join(root, folder))) cpSync(join(root, folder), join(dist, folder), { recursive: true });
  }
  const sources = ['apps/server/src', 'apps/carrier/src', 'packages/api/src', 'packages/rules/src'].map((path) =>
    join(root, path),
  );
  for (const source of sources.filter((path) => existsSync(path))) {
    for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile() && extname(file) !== '.ts') cpSync(file, join(dist, relative(root, file)));
    }
  }
  cpSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
}

/** One short way in, `node main.js serve`, and the folder's own package.json. */
function writeManifest() {
  const { version, license } = serverRequire('./package.json');
  const main = 'node --enable-source-maps main.js';
  writeFileSync(join(dist, 'main.js'), "import './apps/server/src/main.js';\n");
  const scripts = { serve: `${main} serve`, worker: `${main} worker`, migrate: `${main} migrate` };
  const manifest = {
    name: 'marquee',
    version,
    private: true,
    license,
    type: 'module',
    engines: { node: '>=24' },
    scripts,
  };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
