// Makes the application to install from desktop/dist, with electron-builder. Under Node 24:
//   node apps/console/desktop/package.mjs [--server <folder> --node <program>] [--electron-dist <folder> --electron-version <x.y.z>] [--out <folder>]
//     [--installers [<name>,…]] [--maintainer 'Name <address>' --homepage <url>] [--feed <url>]
// Without --installers it makes a folder only, which needs no network when an Electron is given.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'electron-builder';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const textOf = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const pathOf = (name) => textOf(name) && resolve(textOf(name));

const electronDist = pathOf('--electron-dist');
const electronVersion =
  textOf('--electron-version') ??
  JSON.parse(readFileSync(join(here, '../package.json'), 'utf8')).devDependencies.electron;
const out = pathOf('--out') ?? join(here, 'release');
const [maintainer, homepage, feed] = ['--maintainer', '--homepage', '--feed'].map(textOf);
const linux = targets('AppImage', 'deb', 'rpm');

if (process.platform === 'linux' && (linux.includes('deb') || linux.includes('rpm')) && !(maintainer && homepage)) {
  process.stderr.write("A deb or rpm names who keeps it: add --maintainer 'Name <address>' --homepage <url>.\n");
  process.exit(1);
}

const made = build({
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
    // With it, the files that announce a version are made, and the package says who has to have signed the next one.
    publish: feed === undefined ? null : { provider: 'generic', url: feed },
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
      // Pages come from `app://` alone. Older versions have no such fuse.
      ...(Number.parseInt(electronVersion, 10) >= 29 ? { grantFileProtocolExtraPrivileges: false } : {}),
    },
    extraResources: resources(pathOf('--server'), pathOf('--node')),
    afterExtract: dropLoader,
    protocols: [{ name: 'Marquee', schemes: ['marquee'] }],
    icon: join(here, 'icon.png'),
    ...(homepage === undefined ? {} : { extraMetadata: { homepage } }),
    linux: {
      target: linux,
      category: 'Office',
      icon: join(here, 'icons'),
      executableName: 'marquee',
      // The desktop file has the name that the application gives to windows and to the handler of its links.
      syncDesktopName: true,
      ...(maintainer === undefined ? {} : { maintainer, vendor: 'Marquee' }),
    },
    mac: { target: targets('dmg', 'zip'), hardenedRuntime: true, category: 'public.app-category.business' },
    win: { target: targets('nsis') },
  },
});

await made.catch((error) => {
  const hint =
    error.code === 'ENOTFOUND' || error.code === 'ECONNREFUSED' || error.code === 'ETIMEDOUT'
      ? `\nElectron and what installers are made with come from GitHub. Behind a mirror set ELECTRON_MIRROR and ELECTRON_BUILDER_BINARIES_MIRROR;
with an Electron of your own give --electron-dist <folder> --electron-version <x.y.z>, which is all that a folder without installers needs.`
      : '';
  process.stderr.write(`The application could not be packaged: ${error.message}${hint}\n`);
  process.exitCode = 1;
});

/** A folder is enough to run; installers need tools that electron-builder downloads. */
function targets(...installers) {
  if (!args.includes('--installers')) return ['dir'];
  const named = textOf('--installers')?.split(',') ?? [];
  const wanted = installers.filter((each) => named.includes(each));
  return wanted.length === 0 ? installers : wanted;
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
