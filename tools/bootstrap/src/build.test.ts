import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const run = promisify(execFile);
const bootstrap = fileURLToPath(new URL('../run.mjs', import.meta.url));
let folder: string;
let dist: string;

beforeAll(async () => {
  // Outside the repository, where nothing of its node_modules can be found by accident.
  folder = await mkdtemp(join(tmpdir(), 'marquee-build-'));
  dist = join(folder, 'dist');
  await run(process.execPath, [bootstrap, 'build', '--out', dist], { maxBuffer: 64 * 1024 * 1024 });
}, 600_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the built folder migrates with Node alone', async () => {
  const { stdout } = await run(process.execPath, ['main.js', 'migrate'], { cwd: dist, env: environment() });

  expect(stdout).toContain('up to date');
}, 180_000);

test('every new database begins from the one that was built, migrated', async () => {
  const dataFolders = [join(folder, 'first'), join(folder, 'second')];
  // What a start that was interrupted left behind is no database.
  await mkdir(join(folder, 'second/pglite.new/base'), { recursive: true });
  for (const MARQUEE_DATA of dataFolders) {
    await run(process.execPath, ['main.js', 'migrate'], { cwd: dist, env: { ...environment(), MARQUEE_DATA } });
  }

  // A cluster that is made has an identifier of its own.
  const identifiers = await Promise.all(
    dataFolders.map(async (data) =>
      (await readFile(join(data, 'pglite/global/pg_control'))).subarray(0, 8).toString('hex'),
    ),
  );
  expect(identifiers[0]).toBe(identifiers[1]);
}, 180_000);

test.skipIf(process.platform === 'win32')(
  'another user than the one who built it can read the built folder',
  async () => {
    const entries = await readdir(dist, { recursive: true, withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    const modes = await Promise.all(folders.map(async (path) => ({ path, mode: (await stat(path)).mode })));

    expect(modes.filter(({ mode }) => (mode & 0o005) !== 0o005).map(({ path }) => path)).toEqual([]);
  },
);

test('the built folder serves with Node alone and ends on SIGTERM', async () => {
  const port = await freePort();
  const server = spawn(process.execPath, ['main.js', 'serve'], {
    cwd: dist,
    env: { ...environment(), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(server, 'exit');
  const alive = async (): Promise<boolean> => {
    if (server.exitCode !== null) throw new Error(`the server ended: ${output}`);
    return fetch(`http://127.0.0.1:${port}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    );
  };

  await vi.waitUntil(alive, { timeout: 120_000, interval: 100 });
  const openapi = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  const docs = await fetch(`http://127.0.0.1:${port}/docs`);
  const redoc = await fetch(`http://127.0.0.1:${port}/docs/assets/redoc.standalone.js`);
  server.kill('SIGTERM');

  expect(openapi.status).toBe(200);
  expect(docs.status).toBe(200);
  expect(redoc.status).toBe(200);
  expect(await exit).toEqual([0, null]);
}, 180_000);

function environment(): Record<string, string> {
  const { PATH = '', HOME = '', XDG_CACHE_HOME = '' } = process.env;
  return { PATH, HOME, XDG_CACHE_HOME, MARQUEE_DATA: join(folder, 'data'), MARQUEE_DEMO: '0' };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}
