// Makes the application to install from desktop/dist, with electron-builder. Under Node 24:
//   node apps/console/desktop/package.mjs [--server <folder> --node <program>] [--electron-dist <folder> --electron-version <x.y.z>] [--installers]
// Without --installers it makes a folder only, which needs no network when an Electron is given.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'electron-builder';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const valueOf = (name) => (args.includes(name) ? resolve(args[args.indexOf(name) + 1]) : undefined);

const electronDist = valueOf('--electron-dist');
const electronVersion = args.includes('--electron-version')
  ? args[args.indexOf('--electron-version') + 1]
  : JSON.parse(readFileSync(join(here, '../package.json'), 'utf8')).devDependencies.electron;
const out = valueOf('--out') ?? join(here, 'release');

await build({
  // Everything is bundled: looking for packages to put in would find those of the whole console.
  projectDir: join(here, 'dist'),
  publish: 'never',
  config: {
    appId: 'app.marquee.console',
    productName: 'Marquee',
    copyright: 'The Marquee authors',
    directories: { output: out, buildResources: here },
    electronVersion,
    ...(electronDist === undefined ? {} : { electronDist }),
    asar: true,
    npmRebuild: false,
    // What runs with the application's rights is its own code, from its own archive, and takes no orders from the environment.
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    },
    extraResources: resources(valueOf('--server'), valueOf('--node')),
    afterExtract: dropLoader,
    protocols: [{ name: 'Marquee', schemes: ['marquee'] }],
    icon: join(here, 'icon.png'),
    linux: { target: targets('AppImage', 'deb', 'rpm'), category: 'Office', executableName: 'marquee' },
    mac: { target: targets('dmg', 'zip'), hardenedRuntime: true, category: 'public.app-category.business' },
    win: { target: targets('nsis') },
  },
});

/** A folder is enough to run; installers need tools that electron-builder downloads. */
function targets(...installers) {
  return args.includes('--installers') ? installers : ['dir'];
}

/** The server and the Node that runs it, for "Run on this computer". */
function resources(server, node) {
  if (server === undefined || node === undefined) return [];
  if (!existsSync(join(server, 'main.js'))) throw new Error(`There is no built server in ${server}`);
  return [
    { from: server, to: 'server', filter: ['**/*'] },
    // Of a folder the builder takes all but its modules, unless they are asked for. DuckDB is a choice of servers that are configured.
    { from: join(server, 'node_modules'), to: 'server/node_modules', filter: ['**/*', '!@duckdb/**'] },
    { from: dirname(node), to: 'node', filter: [basename(node)] },
  ];
}

/** An Electron that was prepared for tests starts any folder; the application starts its own archive only. */
function dropLoader({ appOutDir, packager }) {
  rmSync(join(packager.getResourcesDir(appOutDir), 'app'), { recursive: true, force: true });
}
