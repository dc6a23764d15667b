import { renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildConsole } from './console.mjs';
import { capture, runChild } from './processes.mjs';
import { fail, step } from './progress.mjs';
import { prune } from './prune.mjs';
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
  // With the manifest beside it, which says what the server needs.
  prune(join(staging, 'node_modules'));
  renameSync(join(staging, 'node_modules'), join(dist, 'node_modules'));
  rmSync(staging, { recursive: true, force: true });
}
