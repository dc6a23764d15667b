import { readFileSync } from 'node:fs';
import { fullFolders } from './folders.mjs';
import { capture, runChild } from './processes.mjs';
import { root } from './root.mjs';

/** What is derived from the contract, in the order it derives: the OpenAPI document, then the SDK and its reference. */
const generators = ['apps/server/src/http/openapi/write-openapi.ts', 'tools/generate-sdk/src/main.ts'];

/** Rewrites everything that is derived from the contract. */
export async function generate(tools, args) {
  for (const generator of generators) {
    const code = await runChild(tools.node, [generator, ...args], tools);
    if (code !== 0) return code;
  }
  return 0;
}

/** Formatting, lint, types, unused code, full folders and contract drift: all are run, then the exit code says whether all were clean. */
export async function check(tools, args) {
  const checks = Object.entries(checksOf(tools)).filter(([name]) => args.length === 0 || args.includes(name));
  if (checks.length === 0)
    return console.error(`No such check; there are ${Object.keys(checksOf(tools)).join(', ')}`) ?? 1;
  const failures = [];
  // Two at a time: each is parallel in itself, and their peaks of memory add up.
  const lanes = [checks.filter((_, index) => index % 2 === 0), checks.filter((_, index) => index % 2 === 1)];
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [name, run] of lane) if (!(await report(name, run))) failures.push(name);
    }),
  );
  console.log(failures.length === 0 ? 'check: all clean' : `check: failed in ${failures.join(', ')}`);
  return failures.length === 0 ? 0 : 1;
}

function checksOf(tools) {
  const tool =
    (name, ...args) =>
    () =>
      capture(tools.node, [binary(name), ...args], tools);
  return {
    types: tool('typescript', '--noEmit', '-p', 'tsconfig.json'),
    'console types': tool('typescript', '--noEmit', '-p', 'apps/console/tsconfig.json'),
    lint: tool('oxlint', '--type-aware', '--deny-warnings'),
    format: tool('oxfmt', '--check', '.'),
    unused: tool('knip', '--no-progress'),
    folders: () => fullFolders(root),
    contract: () => drift(tools),
  };
}

/** A package's own command, as a script that Node runs: the shims in .bin differ between systems. */
function binary(name) {
  const manifest = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  const command = { typescript: 'tsc' }[name] ?? name;
  return `node_modules/${name}/${typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]}`;
}

async function report(name, run) {
  const startedAt = Date.now();
  const { code, output } = await run();
  const seconds = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(code === 0 ? `✓ ${name} (${seconds})` : `✗ ${name} (${seconds})\n${output.trim()}\n`);
  return code === 0;
}

/** Generates again in memory and compares with what is checked in. */
async function drift(tools) {
  for (const generator of generators) {
    const { code, output } = await capture(tools.node, [generator, '--check'], tools);
    if (code !== 0) return { code, output };
  }
  return { code: 0, output: '' };
}
