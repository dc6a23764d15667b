import { capture } from './processes.mjs';
import { fail, step } from './progress.mjs';

const script = 'apps/console/build.mjs';

/** Builds the console where the server serves it from, unless its sources are those of the last build. */
export async function buildConsole(tools) {
  const { code } = await capture(tools.node, [script, '--check'], tools);
  if (code === 0) return;
  await step('Building the console', async () => {
    const { code: failed, output } = await capture(tools.node, [script], tools);
    if (failed !== 0) throw fail(`The console could not be built:\n${output.trim()}`);
  });
}
