import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerWith } from './harness/customer.ts';
import { whileRunning, type Program } from './harness/program.ts';
import { startServerProcess, untilHealthy } from './harness/server.ts';
import { until } from './harness/until.ts';

let folder: string;
let dataDir: string;
let port: number;
let server: Program;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-start-'));
  dataDir = join(folder, 'data');
  port = await freePort();
  server = startServerProcess({ verb: 'start', port, dataDir, isFirstStart: true });
  await untilHealthy(server, port);
  // The doors open before the demo data is in.
  await until(
    'the start is told',
    () => whileRunning(server, async () => server.printed()),
    (printed) => printed.includes('Marquee is up'),
  );
}, 180_000);

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('a start on PORT and MARQUEE_DATA prints where it is, how to sign in and an API key that works', async () => {
  const { email, apiKey } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as {
    email: string;
    apiKey: string;
  };

  const me = await customerWith(`http://127.0.0.1:${port}`, apiKey).api.auth.me();

  expect(server.printed()).toContain(`:${port}`);
  for (const shown of [dataDir, email, apiKey, 'PGlite']) expect(server.printed()).toContain(shown);
  expect(me).toMatchObject({ kind: 'api_key', workspace: { is_demo: true } });
});

test('a second process on the same data folder is refused with a sentence that says why', async () => {
  await using second = startServerProcess({ verb: 'start', port: await freePort(), dataDir });

  const end = await until(
    'the second process has ended',
    async () => second.ended(),
    (ended) => ended !== null,
  );

  expect(end).toEqual({ code: 1, signal: null });
  expect(second.printed()).toContain(
    `${dataDir} is in use by another Marquee process. Stop that one first, or give this one its own folder with MARQUEE_DATA.`,
  );
  await untilHealthy(server, port);
});

test('a taken port is refused with a sentence that says what to do, and nothing is left running', async () => {
  await using second = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'other') });

  const end = await until(
    'the second process has ended',
    async () => second.ended(),
    (ended) => ended !== null,
  );

  expect(end).toEqual({ code: 1, signal: null });
  expect(second.printed()).toContain(`Port ${port} is taken. Stop what uses it, or choose another with PORT.`);
  await until(
    'no process of it is left',
    () => processesOf(join(folder, 'other')),
    (left) => left.length === 0,
  );
});

test(
  'Ctrl-C leaves no child process, and the next start on the folder finds everything again',
  { timeout: 240_000 },
  async () => {
    const { apiKey } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as { apiKey: string };
    const children = await descendantsOf(server.pid);

    const end = await server.end('SIGINT');
    const left = await until(
      'no child is left',
      () => stillRunning(children),
      ({ length }) => length === 0,
    );

    expect(children.length).toBeGreaterThanOrEqual(2);
    expect(end).toEqual({ code: 0, signal: null });
    expect(left).toEqual([]);

    server = startServerProcess({ verb: 'start', port, dataDir });
    await untilHealthy(server, port);
    const segments = await customerWith(`http://127.0.0.1:${port}`, apiKey).api.messaging.segments.list();
    expect(segments.items).toMatchObject([{ name: 'Everyone who opted in' }, { name: 'Premium customers' }]);
  },
);

test('MARQUEE_DEMO=0 makes no demo data and starts no simulator', { timeout: 240_000 }, async () => {
  const bare = join(folder, 'bare');
  const barePort = await freePort();
  await using plain = startServerProcess({ verb: 'start', port: barePort, dataDir: bare, env: { MARQUEE_DEMO: '0' } });
  await untilHealthy(plain, barePort);

  const children = await descendantsOf(plain.pid);
  await plain.end('SIGTERM');

  expect(existsSync(join(bare, 'demo.json'))).toBe(false);
  expect(plain.printed()).not.toContain('API key');
  expect(children.filter(({ command }) => command.includes('carrier'))).toEqual([]);
});

test('an environment that makes no sense is refused by name', async () => {
  await using program = startServerProcess({
    verb: 'start',
    port: 70_000,
    dataDir: join(folder, 'wrong'),
    env: { MARQUEE_DEMO: 'maybe' },
  });

  const end = await until(
    'the process has ended',
    async () => program.ended(),
    (ended) => ended !== null,
  );

  expect(end).toEqual({ code: 1, signal: null });
  expect(program.printed()).toContain('PORT is "70000"; give a whole number from 0 to 65535');
  expect(program.printed()).toContain('MARQUEE_DEMO is "maybe"; give 1 or 0');
});

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

async function running(): Promise<readonly Running[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  return [...stdout.matchAll(/^ *(\d+) +(\d+) +(.*)$/gm)].map(([, pid, parent, command = '']) => ({
    pid: Number(pid),
    parent: Number(parent),
    command,
  }));
}

async function descendantsOf(pid: number): Promise<readonly Running[]> {
  const all = await running();
  const found = all.filter(({ parent }) => parent === pid);
  for (const { pid: parent } of found) found.push(...all.filter((each) => each.parent === parent));
  return found;
}

/** Those of the given processes that run; a number that another program has by now does not count. */
async function stillRunning(processes: readonly Running[]): Promise<readonly Running[]> {
  const all = await running();
  return processes.filter(({ pid, command }) => all.some((each) => each.pid === pid && each.command === command));
}

async function processesOf(dir: string): Promise<readonly Running[]> {
  return (await running()).filter(({ command }) => command.includes(dir));
}
