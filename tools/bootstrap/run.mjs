// Everything behind `npm start`, `npm test` and the other scripts. Runs on Node 18 with nothing installed; brings Node 24 and
// pnpm where they are missing, installs the dependencies when they changed, and hands over.
import { join } from 'node:path';
import { build } from './build.mjs';
import { check, generate } from './check.mjs';
import { buildConsole } from './console.mjs';
import { desktop } from './desktop.mjs';
import { installDependencies } from './install.mjs';
import { runChild } from './processes.mjs';
import { fail } from './progress.mjs';
import { release } from './release.mjs';
import { root } from './root.mjs';
import { screenshots, soak, test } from './test.mjs';
import { toolchain } from './toolchain.mjs';

/** What each verb does with the tools and its own arguments; each answers an exit code. */
const verbs = {
  start: (tools, args) => runWithConsole(tools, ['start', ...args]),
  serve: (tools, args) => runWithConsole(tools, ['serve', ...args]),
  worker: (tools, args) => runServer(tools, ['worker', ...args]),
  migrate: (tools, args) => runServer(tools, ['migrate', ...args]),
  backup: (tools, args) => runServer(tools, ['backup', ...args]),
  restore: (tools, args) => runServer(tools, ['restore', ...args]),
  bench: (tools, args) => runChild(tools.node, ['bench/main.ts', ...args], tools),
  desktop,
  test,
  soak,
  screenshots,
  check,
  generate,
  build,
  release,
};

async function runWithConsole(tools, args) {
  await buildConsole(tools);
  return runServer(tools, args);
}

function runServer(tools, args) {
  // Half a second of a start is compiling the same modules again.
  const environment = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'), ...tools.environment };
  return runChild(tools.node, ['apps/server/src/main.ts', ...args], { ...tools, environment });
}

async function main([verb, ...args]) {
  const action = Object.hasOwn(verbs, verb ?? '') ? verbs[verb] : undefined;
  if (!action) throw fail(`Say what to do: node tools/bootstrap/run.mjs <${Object.keys(verbs).join('|')}> [arguments]`);
  process.chdir(root);
  const tools = await toolchain();
  await installDependencies(tools);
  return action(tools, args);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    // Expected failures have said what to do; anything else is a defect of the bootstrap and shows its stack.
    console.error(error.isExplained ? `error: ${error.message}` : error);
    process.exitCode = error.exitCode ?? 1;
  },
);
