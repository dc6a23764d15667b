import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, runChild } from './processes.mjs';
import { fail, step } from './progress.mjs';
import { root } from './root.mjs';

const folder = join(root, 'packages/sdk');

/** Compiles the SDK into packages/sdk/dist: a module a file, with its types, for Node ≥ 20, browsers and the like. */
export async function buildSdk(tools) {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { code, output } = await capture(tools.node, [tsc, '-p', join(folder, 'tsconfig.build.json')], tools);
  if (code !== 0) throw fail(`the SDK does not compile:\n${output.trim()}`);
}

/** Packs the SDK as it would be published into `into` and answers the tarball's path. */
export async function packSdk(tools, into) {
  await buildSdk(tools);
  const pnpm = await tools.pnpm();
  const packed = await capture(pnpm, ['--dir', folder, 'pack', '--pack-destination', into], {
    ...tools,
    shell: pnpm.endsWith('.cmd'),
  });
  if (packed.code !== 0) throw fail(`pnpm pack failed:\n${packed.output.trim()}`);
  const name = readdirSync(into).find((file) => file.endsWith('.tgz'));
  if (!name) throw fail(`pnpm pack left no tarball in ${into}`);
  return join(into, name);
}

/**
 * Publishes the SDK: builds, packs, checks the tarball as its users' tools will read it, and hands it to the registry with
 * provenance. `--dry-run` shows everything and publishes nothing; `--pack-to <folder>` only packs and checks.
 */
export async function release(tools, args) {
  if (args[0] === '--pack-to' && args[1]) {
    await checkTarball(tools, await packSdk(tools, args[1]));
    return 0;
  }
  const dryRun = args.includes('--dry-run');
  const into = mkdtempSync(join(tmpdir(), 'marquee-release-'));
  try {
    const tarball = await step('Building and packing @marquee/sdk', () => packSdk(tools, into));
    await checkTarball(tools, tarball);
    describe();
    const pnpm = await tools.pnpm();
    const publish = ['publish', tarball, '--access', 'public', '--provenance', '--no-git-checks'];
    // Provenance is signed by the pipeline that publishes; a dry run outside of one must not ask for it.
    const options = dryRun ? ['publish', tarball, '--access', 'public', '--dry-run', '--no-git-checks'] : publish;
    return await runChild(pnpm, options, { ...tools, shell: pnpm.endsWith('.cmd') });
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

/** What packages of this kind get wrong: entries that do not resolve, types that lie about them. */
async function checkTarball(tools, tarball) {
  const checks = {
    publint: ['publint/src/cli.js', 'run', tarball, '--strict'],
    attw: ['@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only', '--no-emoji'],
  };
  for (const [name, [script, ...args]] of Object.entries(checks)) {
    const { code, output } = await capture(tools.node, [join(root, 'node_modules', script), ...args], tools);
    if (code !== 0) throw fail(`${name} finds fault with the package:\n${output.trim()}`);
    console.log(`✓ ${name}`);
  }
}

function describe() {
  const { name, version, publishConfig } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const pending = existsSync(join(root, '.changeset'))
    ? readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md')
    : [];
  console.log(`${name}@${version}, ${publishConfig.access}, provenance ${publishConfig.provenance ? 'on' : 'off'}`);
  if (pending.length > 0) {
    console.log(
      `${pending.length} changesets wait: \`pnpm changeset version\` turns them into the next version first.`,
    );
  }
}
