import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';

const patience = { timeout: 30_000, interval: 20 };
const module = (name: string): string => JSON.stringify(new URL(`../${name}.mjs`, import.meta.url).href);

test('Ctrl-C reaches the child once, its exit code is answered, and nothing it started outlives it', async () => {
  const child = `
    const { spawn } = require('node:child_process');
    const left = spawn('sleep', ['600'], { stdio: 'ignore' });
    let signals = 0;
    process.on('SIGINT', () => (signals += 1));
    process.on('SIGTERM', () => { console.log('signals ' + signals); process.exit(7); });
    setInterval(() => {}, 1000);
    console.log('child ' + process.pid + ' left ' + left.pid);`;
  // Its clock stands still: however slow the machine, what comes twice comes within half a second.
  const bootstrap = evaluate(`
    import { runChild } from ${module('processes')};
    const now = Date.now();
    Date.now = () => now;
    const ending = runChild(process.execPath, ['-e', ${JSON.stringify(child)}]);
    process.on('SIGINT', () => console.log('passed on'));
    process.exitCode = await ending;`);
  const exit = once(bootstrap, 'exit');
  const output = collect(bootstrap);
  const [, childPid, leftPid] = (await seen(output, /child (\d+) left (\d+)/)).map(Number);

  // The terminal signals the whole group and npm passes its own on: the same signal comes twice.
  bootstrap.kill('SIGINT');
  await seen(output, /passed on/);
  bootstrap.kill('SIGINT');
  await seen(output, /passed on\s+passed on/);
  process.kill(childPid ?? 0, 'SIGTERM');
  const [code] = await exit;

  expect((await seen(output, /signals (\d+)/))[1]).toBe('1');
  expect(code).toBe(7);
  await vi.waitUntil(() => !isAlive(leftPid ?? 0), patience);
});

test.skipIf(process.platform === 'win32')('when npm is killed, what it started ends, too', async () => {
  const script = `
    import { runChild } from ${module('processes')};
    console.log('bootstrap ' + process.pid);
    await runChild(process.execPath, ['-e', 'console.log("child " + process.pid); setInterval(() => {}, 1000)']);`;
  // A shell with more to do stays the parent, as npm's does.
  const npm = spawn('/bin/sh', ['-c', '"$0" --input-type=module --eval "$1"; :', process.execPath, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  const output = collect(npm);
  const pids = await seen(output, /bootstrap (\d+)\s+child (\d+)/);

  npm.kill('SIGKILL');

  for (const pid of pids.slice(1)) await vi.waitUntil(() => !isAlive(Number(pid)), patience);
});

test('the exit code of a child is the exit code of the command', async () => {
  const bootstrap = evaluate(`
    import { runChild } from ${module('processes')};
    process.exitCode = await runChild(process.execPath, ['-e', 'process.exit(3)']);`);

  const [code] = await once(bootstrap, 'exit');

  expect(code).toBe(3);
});

test.each([
  { name: 'all passed', statuses: ['passed', 'passed'], code: 0, all: '', said: '2 passed, 0 failed', exit: 0 },
  { name: 'one failed', statuses: ['passed', 'failed'], code: 1, all: '', said: '1 passed, 1 failed', exit: 1 },
  { name: 'a skip', statuses: ['passed', 'skipped'], code: 0, all: '', said: '1 passed, 0 failed, 1 skipped', exit: 0 },
  { name: 'a skip in CI', statuses: ['passed', 'skipped'], code: 0, all: '1', said: '1 passed, 1 failed', exit: 1 },
  { name: 'nothing ran', statuses: [], code: 0, all: '', said: '0 passed, 1 failed', exit: 1 },
  { name: 'an error outside any test', statuses: ['passed'], code: 1, all: '', said: '1 passed, 1 failed', exit: 1 },
])('the last line tells the count: $name', async ({ statuses, code, all, said, exit }) => {
  const report = { testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: statuses.map(asResult) }] };
  const bootstrap = evaluate(
    `
    import { conclude } from ${module('test')};
    process.exitCode = conclude(${JSON.stringify(report)}, ${code});`,
    { MARQUEE_REQUIRE_ALL: all },
  );
  const output = collect(bootstrap);

  const [exitCode] = await once(bootstrap, 'close');

  expect(output().trim().split('\n').at(-1)).toBe(said);
  expect(exitCode).toBe(exit);
});

test('an unknown verb lists the known ones', async () => {
  const run = fileURLToPath(new URL('../run.mjs', import.meta.url));
  const bootstrap = spawn(process.execPath, [run, 'constructor'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(bootstrap);

  const [code] = await once(bootstrap, 'close');

  expect(output()).toContain('<start|');
  expect(code).toBe(1);
});

function asResult(status: string): object {
  return { status, fullName: `a test that is ${status}` };
}

function evaluate(script: string, environment: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
}

function collect(child: ChildProcess): () => string {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return () => output;
}

async function seen(output: () => string, pattern: RegExp): Promise<RegExpExecArray> {
  return vi.waitUntil(() => pattern.exec(output()) ?? undefined, patience);
}

/** Not counting a zombie that nobody has collected yet. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !existsSync(`/proc/${pid}/stat`) || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
