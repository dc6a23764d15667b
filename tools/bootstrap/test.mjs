import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from './console.mjs';
import { runChild } from './processes.mjs';

/** Runs every test, or those whose path contains an argument; ends with the one line of the count. */
export async function test(tools, args) {
  // Building an engine or an object store takes longer than a test may: they are had before the first one.
  await runChild(tools.node, ['tools/bootstrap/src/prepare-engine.ts'], tools);
  await runChild(tools.node, ['tools/bootstrap/src/prepare-object-store.ts'], tools);
  await buildConsole(tools);
  return vitest(tools, args);
}

/** Runs the long tests (`*.soak.ts`), which measure rather than check. */
export async function soak(tools, args) {
  return test({ ...tools, environment: { ...tools.environment, MARQUEE_SOAK: '1' } }, args);
}

/** Takes the pictures of the console anew (`*.screenshots.ts`): the real application over a real server, into docs/screenshots. */
export async function screenshots(tools, args) {
  return test({ ...tools, environment: { ...tools.environment, MARQUEE_SCREENSHOTS: '1' } }, args);
}

async function vitest(tools, args) {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-test-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runChild(tools.node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], tools);
    return conclude(readReport(report), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Vitest ended before it could write one: a wrong option, or a signal.
    return { testResults: [] };
  }
}

/** Prints the count of a vitest report and answers the exit code; skipped tests fail where MARQUEE_REQUIRE_ALL is 1. */
export function conclude(report, code) {
  const tests = report.testResults.flatMap((file) => file.assertionResults.map((one) => ({ ...one, file: file.name })));
  const skipped = tests.filter((one) => one.status !== 'passed' && one.status !== 'failed');
  const passed = tests.filter((one) => one.status === 'passed').length;
  let failed = tests.filter((one) => one.status === 'failed').length;
  // A file that does not load fails without a test to its name.
  failed += report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(isNotFailed),
  ).length;

  const skipsFail = process.env.MARQUEE_REQUIRE_ALL === '1';
  if (skipped.length > 0) console.log(skipsFail ? '\nSkipped, which counts as failed here:' : '\nSkipped:');
  for (const one of skipped) console.log(`  - ${one.fullName}`);
  if (skipsFail) failed += skipped.length;
  if (passed + failed === 0) console.log('\nNo test ran.');
  // An error outside any test, or an interruption, has no line of its own to be counted by.
  if (failed === 0 && (code !== 0 || passed === 0)) failed = 1;

  const counts = [`${passed} passed`, `${failed} failed`];
  if (skipped.length > 0 && !skipsFail) counts.push(`${skipped.length} skipped`);
  console.log(counts.join(', '));
  return failed === 0 ? 0 : code || 1;
}

function isNotFailed(one) {
  return one.status !== 'failed';
}
