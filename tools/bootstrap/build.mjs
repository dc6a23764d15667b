import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildConsole } from './console.mjs';
import { capture, runChild } from './processes.mjs';
import { fail, step } from './progress.mjs';
import { root } from './root.mjs';

/** Makes dist/, or the folder after `--out`: the server as JavaScript with all it needs, to run with Node 24 alone. */
export async function build(tools, args) {
  const dist = resolve(root, args[0] === '--out' && args[1] ? args[1] : 'dist');
  rmSync(dist, { recursive: true, force: true });
  await step('Copying production dependencies', () => deploy(tools, dist));
  await buildConsole(tools);
  return runChild(tools.node, ['tools/bootstrap/bundle.mjs', dist], tools);
}

/** Real folders instead of pnpm's links, so that dist/ can be copied anywhere. */
async function deploy(tools, dist) {
  const pnpm = await tools.pnpm();
  const staging = join(dist, '.deploy');
  const args = ['--config.node-linker=hoisted', '--filter', '@marquee/server', 'deploy', '--prod', '--legacy', staging];
  const { code, output } = await capture(pnpm, args, { ...tools, shell: pnpm.endsWith('.cmd') });
  if (code !== 0) throw fail(`pnpm deploy failed:\n${output.trim()}`);
  renameSync(join(staging, 'node_modules'), join(dist, 'node_modules'));
  rmSync(staging, { recursive: true, force: true });
  prune(join(dist, 'node_modules'));
}

/** Drops what only compilers read, our own packages (they are bundled), and native parts for other systems. */
function prune(modules) {
  for (const name of ['@marquee', '@types', '@typescript', 'typescript', '.pnpm', '.bin']) {
    rmSync(join(modules, name), { recursive: true, force: true });
  }
  const releases = join(modules, '@temporalio/core-bridge/releases');
  if (!existsSync(releases)) return;
  const own = `${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch]}-`;
  const system = { linux: 'linux', darwin: 'apple', win32: 'windows' }[process.platform];
  const others = readdirSync(releases).filter((name) => !name.startsWith(own) || !name.includes(system ?? ''));
  for (const name of others) rmSync(join(releases, name), { recursive: true, force: true });
}
