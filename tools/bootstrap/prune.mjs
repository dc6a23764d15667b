import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Whose one file is served as it is: nothing of theirs is loaded, so nothing that they would load is needed. */
const served = ['redoc', 'swagger-ui-dist'];

/** What only compilers, debuggers and people read. */
const unread = /\.(?:d\.[cm]?ts|tsx?|[cm]?js\.map|css\.map|flow|md|markdown)$/;

/**
 * Drops from a folder of modules what a running server never loads: packages that nothing leads to, our own (they are bundled),
 * files for compilers, native parts for other systems.
 */
export function prune(modules) {
  const needed = reached(modules);
  for (const folder of packagesIn(modules)) {
    if (!needed.has(folder)) rmSync(folder, { recursive: true, force: true });
  }
  for (const name of ['@marquee', '@types', '@typescript', 'typescript', '.pnpm', '.bin']) {
    rmSync(join(modules, name), { recursive: true, force: true });
  }
  dropFiles(modules);
  dropForeignEngines(join(modules, '@temporalio/core-bridge/releases'));
}

/** Every package that our own ones lead to. */
function reached(modules) {
  const found = new Set();
  const visit = (folder) => {
    if (found.has(folder)) return;
    found.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (served.includes(manifest.name)) return;
    for (const name of dependenciesOf(manifest)) {
      const at = lookUp(folder, name, modules);
      if (at !== undefined) visit(at);
    }
  };
  visit(dirname(modules));
  return found;
}

function dependenciesOf({ dependencies, optionalDependencies, peerDependencies }) {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}

/** The package that a module of `from` is given for a name: of the nearest folder of modules; undefined where there is none. */
function lookUp(from, name, modules) {
  for (let folder = from; !relative(dirname(modules), folder).startsWith('..'); folder = dirname(folder)) {
    const at = join(folder, 'node_modules', name);
    if (existsSync(join(at, 'package.json'))) return at;
  }
  return undefined;
}

/** The folders of all packages, those inside of others too, outer ones first. */
function packagesIn(modules) {
  if (!existsSync(modules)) return [];
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? scoped(modules, name) : [join(modules, name)]))
    .flatMap((folder) => [folder, ...packagesIn(join(folder, 'node_modules'))]);
}

function scoped(modules, scope) {
  return readdirSync(join(modules, scope)).map((name) => join(modules, scope, name));
}

function dropFiles(modules) {
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && unread.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
  }
}

function dropForeignEngines(releases) {
  if (!existsSync(releases)) return;
  const own = `${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch]}-`;
  const system = { linux: 'linux', darwin: 'apple', win32: 'windows' }[process.platform];
  const others = readdirSync(releases).filter((name) => !name.startsWith(own) || !name.includes(system ?? ''));
  for (const name of others) rmSync(join(releases, name), { recursive: true, force: true });
}
