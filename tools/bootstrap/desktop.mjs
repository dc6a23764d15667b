import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from './build.mjs';
import { buildConsole } from './console.mjs';
import { capture, runChild } from './processes.mjs';
import { fail, step } from './progress.mjs';
import { root } from './root.mjs';

const folder = join(root, 'apps/console/desktop');
const installed = join(root, 'apps/console/node_modules/electron');

/** Starts the desktop application from this checkout; `package` makes one to install, with the server inside unless `--no-server` is said. */
export async function desktop(tools, args) {
  await buildConsole(tools);
  await step('Bundling the desktop application', async () => {
    const { code, output } = await capture(tools.node, [join(folder, 'build.mjs')], tools);
    if (code !== 0) throw fail(`The desktop application could not be bundled:\n${output.trim()}`);
  });
  if (args[0] === 'package') return packageApplication(tools, args.slice(1));
  const electron = findElectron() ?? (await downloadElectron(tools));
  // Chromium refuses its sandbox to root, as in a container.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const environment = { ...tools.environment, MARQUEE_NODE: tools.node };
  return runChild(electron, [join(folder, 'dist'), ...asRoot, ...args], { ...tools, environment });
}

async function packageApplication(tools, args) {
  const rest = args.filter((each) => each !== '--no-server');
  const script = [join(folder, 'package.mjs'), ...rest];
  if (rest.length < args.length) return runChild(tools.node, script, tools);
  const out = args.includes('--out') ? resolve(args[args.indexOf('--out') + 1] ?? '') : join(folder, 'release');
  const server = join(out, 'server');
  try {
    const code = await build(tools, ['--out', server]);
    if (code !== 0) return code;
    return await runChild(tools.node, [...script, '--server', server, '--node', tools.node], tools);
  } finally {
    // It is in the package, a second time.
    rmSync(server, { recursive: true, force: true });
  }
}

/** The Electron that was named, or the one that npm's package has downloaded. */
function findElectron() {
  const named = process.env.MARQUEE_ELECTRON;
  if (named) {
    if (existsSync(named)) return named;
    throw fail(`MARQUEE_ELECTRON names ${named}, which does not exist`);
  }
  const note = join(installed, 'path.txt');
  if (!existsSync(note)) return undefined;
  const path = join(installed, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}

async function downloadElectron(tools) {
  await step('Downloading Electron', async (update) => {
    const { code, output } = await capture(tools.node, [join(installed, 'install.js')], { ...tools, onLine: update });
    if (code === 0 && findElectron() !== undefined) return;
    throw fail(
      `Electron could not be downloaded: ${output.trim().split('\n').pop()}\n` +
        'Its releases come from GitHub. Behind a mirror set ELECTRON_MIRROR; with a copy of your own set MARQUEE_ELECTRON to its program.\n' +
        'Without either, the same console is in the browser: npm start.',
    );
  });
  return findElectron();
}
