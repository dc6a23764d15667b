import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './processes.mjs';
import { fail, step } from './progress.mjs';
import { root } from './root.mjs';

const stampFile = join(root, 'node_modules', '.marquee-installed');

/** Installs exactly what the lockfile names, unless that is what was installed last. */
export async function installDependencies(tools) {
  const wanted = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  const pnpm = await tools.pnpm();
  await step('Installing dependencies', async (update) => {
    const { code, output } = await capture(pnpm, ['install', '--frozen-lockfile', '--reporter=append-only'], {
      // Without a terminal pnpm must not ask whether it may replace node_modules.
      environment: { ...tools.environment, CI: 'true' },
      shell: pnpm.endsWith('.cmd'),
      onLine: update,
    });
    if (code !== 0) throw fail(`pnpm install --frozen-lockfile failed:\n${output.trim()}`);
  });
  writeFileSync(stampFile, wanted);
}

/** Changes with the lockfile, any package.json, and the machine whose native parts were installed. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of manifests())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function manifests() {
  const groups = ['packages', 'apps', 'tools'].filter((name) => existsSync(join(root, name)));
  const members = groups.flatMap((group) =>
    readdirSync(join(root, group))
      .sort()
      .map((name) => `${group}/${name}`),
  );
  const files = ['.', ...members, 'tests', 'bench', 'examples'].map((folder) => `${folder}/package.json`);
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...files].filter((file) => existsSync(join(root, file)));
}
