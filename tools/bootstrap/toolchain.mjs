import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { capture } from './processes.mjs';
import { fail, step } from './progress.mjs';
import { root } from './root.mjs';

const nodeVersion = '24.21.0';
const pnpmVersion = '12.21.0';
const folder = join(root, '.toolchain');
const isWindows = process.platform === 'win32';
const nodePackage = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
const versions = { [nodePackage]: nodeVersion, pnpm: pnpmVersion };

/** Node 24 and the environment its children run in. The `pnpm` is looked for only when it is needed. */
export async function toolchain() {
  const node = await findNode();
  return { node, environment: environmentWith([dirname(node)]), pnpm: findPnpm };
}

async function findNode() {
  if (isAtLeast(process.versions.node, '24.0.0')) return process.execPath;
  const path = join(folder, 'node_modules', nodePackage, 'bin', isWindows ? 'node.exe' : 'node');
  if (!isInstalled(nodePackage)) await install(`Node ${nodeVersion}`, [nodePackage, 'pnpm']);
  if (existsSync(path)) return path;
  throw fail(
    `Node ${nodeVersion} cannot be had from npm for ${process.platform} ${process.arch}; install Node 24 yourself`,
  );
}

/** The pnpm to run: the one on PATH unless it is older, else our own. */
async function findPnpm() {
  // Outside the repository: there pnpm would look for the version that package.json names, itself.
  const { code, stdout } = await capture('pnpm', ['--version'], { cwd: tmpdir(), shell: isWindows });
  if (code === 0 && isAtLeast(stdout.trim(), pnpmVersion)) return 'pnpm';
  if (!isInstalled('pnpm')) await install(`pnpm ${pnpmVersion}`, ['pnpm']);
  return join(folder, 'node_modules', '.bin', isWindows ? 'pnpm.cmd' : 'pnpm');
}

async function install(what, names) {
  // What is there already is named as well: npm removes what it is not told about.
  const all = Object.keys(versions).filter((name) => names.includes(name) || isInstalled(name));
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await step(`Getting ${what} from the npm registry`, async () => {
    const npm = npmCommand();
    const packages = all.map((name) => `${name}@${versions[name]}`);
    const options = { cwd: tmpdir(), shell: npm.shell };
    const { code, output } = await capture(npm.command, [...npm.args, ...args, ...packages], options);
    if (code !== 0) throw fail(`npm could not install ${packages.join(' ')}:\n${output.trim()}`);
  });
}

/** Under `npm run` the npm that runs us, else the one on PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return { command: process.execPath, args: [cli], shell: false };
  return { command: 'npm', args: [], shell: isWindows };
}

function isInstalled(name) {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
    return manifest.version === versions[name];
  } catch {
    return false;
  }
}

function environmentWith(folders) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [...folders, join(root, 'node_modules', '.bin'), process.env[key] ?? ''].join(delimiter);
  // Which pnpm runs is decided here; left alone it would want its own version pinned in the lockfile, too.
  return { ...process.env, [key]: path, pnpm_config_pm_on_fail: 'ignore' };
}

function isAtLeast(version, least) {
  const [have, need] = [version, least].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (let part = 0; part < 3; part++) {
    if (have[part] !== need[part]) return have[part] > need[part];
  }
  return true;
}
