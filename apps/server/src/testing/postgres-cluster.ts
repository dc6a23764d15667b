import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

/** A Postgres server of the tests' own, gone with its data when disposed. */
export interface PostgresCluster extends AsyncDisposable {
  readonly url: string;
}

/** Starts one from the machine's own binaries; null when it has none. */
export async function startPostgresCluster(): Promise<PostgresCluster | null> {
  const bin = await binaries();
  if (bin === null) return null;
  const folder = await mkdtemp(join(tmpdir(), 'marquee-postgres-'));
  // Postgres refuses to run as root, so a root's tests run it as somebody else.
  const identity = process.getuid?.() === 0 ? await unprivileged() : null;
  if (identity !== null) await chown(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const run = promisify(execFile);
  const init = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync', '--locale=C'];
  await run(join(bin, 'initdb'), init, { ...identity, cwd: folder });
  const port = await freePort();
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'max_connections=200',
    'shared_buffers=256MB',
  ];
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', ...settings.flatMap((each) => ['-c', each])],
    { ...identity, cwd: folder, stdio: 'ignore' },
  );
  await ready(join(bin, 'pg_isready'), port);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function binaries(): Promise<string | null> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const candidates = [
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`),
    '/usr/local/bin',
    '/opt/homebrew/bin',
    '/usr/bin',
  ];
  for (const folder of candidates) {
    const whole = await Promise.all(
      ['initdb', 'postgres', 'pg_isready'].map((name) =>
        access(join(folder, name)).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (whole.every(Boolean)) return folder;
  }
  return null;
}

async function unprivileged(): Promise<{ uid: number; gid: number } | null> {
  const run = promisify(execFile);
  for (const name of ['postgres', 'nobody']) {
    const found = await run('id', ['-u', name]).catch(() => null);
    const group = await run('id', ['-g', name]).catch(() => null);
    if (found !== null && group !== null) return { uid: Number(found.stdout), gid: Number(group.stdout) };
  }
  return null;
}

async function ready(command: string, port: number): Promise<void> {
  const run = promisify(execFile);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const ok = await run(command, ['-h', '127.0.0.1', '-p', String(port)]).then(
      () => true,
      () => false,
    );
    if (ok) return;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error('Postgres did not become ready');
}
