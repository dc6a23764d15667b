import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyOfPostgres, freePort, hasPostgres, newPostgresUrl } from '@marquee/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerWith, signUp, type Customer } from '../harness/customer.ts';
import { hasEngine } from '../harness/engine.ts';
import { startProgram, type Program } from '../harness/program.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { untilWithin } from '../harness/until.ts';

const patiently = untilWithin(240_000);
const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
const isMissing = !(await hasEngine());

const question = {
  metrics: [{ name: 'total_spend', data_type: 'ads', dimensions: ['country'] }],
  time_range: { start: '2026-03-01T00:00:00Z', end: '2026-03-02T00:00:00Z' },
};
const batch = {
  ...{ data_type: 'ads', batch_id: 'before-the-backup' },
  data: Array.from({ length: 2000 }, (_, index) => ({
    timestamp: new Date(Date.parse('2026-03-01T00:00:00Z') + index * 30_000).toISOString(),
    country: index % 2 === 0 ? 'DE' : 'FR',
    spend: 1,
  })),
};

describe.skipIf(isMissing)('a backup of a server that keeps metrics in a DuckDB file', () => {
  let scratch: string;
  beforeAll(async () => void (scratch = await mkdtemp(join(tmpdir(), 'marquee-duckdb-backup-'))));
  afterAll(async () => await rm(scratch, { recursive: true, force: true }));

  test('brings back rows, receipts and fields, even of one that was killed', { timeout: 600_000 }, async () => {
    const [folder, restored] = [join(scratch, 'data'), join(scratch, 'restored')];
    const { key, points } = await uploaded(folder, {});

    // What was written last stands in the log beside the file.
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['metrics.duckdb', 'metrics.duckdb.wal']));
    expect(await archive('backup', { folder })).toMatchObject({ code: 0 });
    expect(await archive('restore', { folder: restored })).toMatchObject({ code: 0 });

    await isAsBefore(restored, { env: {}, key, points });
  });

  test.skipIf(!hasPostgres())(
    'is refused while it runs on Postgres, and is whole with a copy of the database',
    { timeout: 600_000 },
    async () => {
      const [folder, restored] = [join(scratch, 'beside-postgres'), join(scratch, 'restored-beside-postgres')];
      const env = { DATABASE_URL: await newPostgresUrl() };
      const whileRunning = () => archive('backup', { folder, env });
      const { key, points, refused } = await uploaded(folder, env, whileRunning);

      expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining('in use by another Marquee process') });
      const told = await archive('backup', { folder, env });
      expect(told).toMatchObject({ code: 0, printed: expect.stringContaining('metrics.duckdb is in it') });
      const copied = await copyOfPostgres(env.DATABASE_URL);
      expect(await archive('restore', { folder: restored, env })).toMatchObject({ code: 0 });

      await isAsBefore(restored, { env: { DATABASE_URL: copied }, key, points });
    },
  );

  async function archive(
    verb: 'backup' | 'restore',
    { folder, env = {} }: { readonly folder: string; readonly env?: Readonly<Record<string, string>> },
  ) {
    const all = { MARQUEE_DATA: folder, MARQUEE_METRICS: 'duckdb', ...env };
    await using program = startProgram({ script: main, args: [verb, join(scratch, 'marquee.tar.gz')], env: all });
    const ended = await patiently(
      `the ${verb} has ended`,
      async () => program.ended(),
      (end) => end !== null,
    );
    return { code: ended?.code, printed: program.printed() };
  }
});

/** Uploads to a new server, then kills it. */
async function uploaded<T = undefined>(
  folder: string,
  env: Readonly<Record<string, string>>,
  meanwhile?: () => Promise<T>,
) {
  const { server, url } = await start(folder, env);
  await using _server = server;
  const { api, apiKey } = await signUp(url);
  const receipt = await api.metrics.batches.upload(batch);
  expect(receipt).toMatchObject({ accepted: 2000, rejected: 0 });
  const points = await pointsOf(api);
  const refused = await meanwhile?.();
  await server.end('SIGKILL');
  return { key: apiKey, points, refused };
}

async function isAsBefore(
  folder: string,
  {
    env,
    key,
    points,
  }: { readonly env: Readonly<Record<string, string>>; readonly key: string; readonly points: unknown },
): Promise<void> {
  const { server, url } = await start(folder, env);
  await using _server = server;
  const { api } = customerWith(url, key);

  expect(await pointsOf(api)).toEqual(points);
  expect(await api.metrics.batches.upload(batch)).toMatchObject({ accepted: 2000, duplicates: 0 });
  const more = await api.metrics.batches.upload({ ...batch, batch_id: 'after-it' });
  expect(more).toMatchObject({ accepted: 0, duplicates: 2000 });
  expect(await pointsOf(api)).toEqual(points);
  await server.end('SIGTERM');
}

async function start(
  dataDir: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly server: Program; readonly url: string }> {
  const port = await freePort();
  const all = { MARQUEE_METRICS: 'duckdb', MARQUEE_METRICS_MEMORY_MB: '256', MARQUEE_DEMO: '0', ...env };
  const server = startServerProcess({ verb: 'start', port, dataDir, env: all });
  await untilHealthy(server, port);
  return { server, url: urlOf(port) };
}

async function pointsOf(api: Customer['api']): Promise<unknown> {
  const { series } = await api.metrics.dashboards.query(question);
  return series.map(({ points }) => points);
}
