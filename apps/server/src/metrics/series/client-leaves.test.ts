import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openLiveServer, type LiveServer } from '../../testing/doors/live-server.ts';
import { openTenant, type Tenant } from '../../testing/isolation/tenant.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';

const start = '2026-03-01T00:00:00Z';
/** Not at the end of a minute: the last of the range is read from rows, the rest from totals. */
const end = '2026-05-01T00:00:30Z';
const series = 'data_type=ads&granularity=3600&start_time=2026-03-01T00:00:00Z&end_time=2026-05-01T00:00:30Z';
const dashboard = {
  metrics: [{ name: 'spend', data_type: 'ads' }],
  time_range: { start, end },
  granularity: 3600,
};
const trpcInput = encodeURIComponent(
  JSON.stringify({ metric_name: 'spend', data_type: 'ads', granularity: 3600, start_time: start, end_time: end }),
);
const patience = { timeout: 30_000 };

const doors: readonly { readonly door: string; readonly path: string; readonly body: object | undefined }[] = [
  { door: 'tRPC’s dashboard', path: '/trpc/metrics.dashboards.query', body: dashboard },
  { door: 'REST’s dashboard', path: '/api/v1/metrics/query', body: dashboard },
  { door: 'the document’s dashboard', path: '/compat/metrics/v1/query/dashboard', body: dashboard },
  { door: 'tRPC’s series', path: `/trpc/metrics.series.get?input=${trpcInput}`, body: undefined },
  { door: 'REST’s series', path: `/api/v1/metrics/series/spend?${series}`, body: undefined },
  { door: 'the document’s series', path: `/compat/metrics/v1/metrics/spend/timeseries?${series}`, body: undefined },
  { door: 'a file', path: `/api/v1/metrics/series/spend/csv?${series}`, body: undefined },
  { door: 'the document’s file', path: `/compat/metrics/v1/export/csv/spend?${series}`, body: undefined },
];

describe.skipIf(!hasPostgres())('a question whose client leaves', () => {
  const stack = new AsyncDisposableStack();
  let server: LiveServer;
  let tenant: Tenant;
  let watcher: pg.Client;
  /** Not the watcher: within a transaction, activity is told as it was at its beginning. */
  let locker: pg.Client;
  beforeAll(async () => {
    const db = stack.use(await openTestPostgres());
    server = stack.use(await openLiveServer(db));
    tenant = await openTenant(server.services, db.asSystem, { word: 'alder', areaCode: '415' });
    await tenant.call('metrics.batches.upload', {
      data_type: 'ads',
      data: [
        { timestamp: '2026-03-01T10:00:00Z', spend: 1 },
        { timestamp: '2026-05-01T00:00:10Z', spend: 2 },
      ],
    });
    [watcher, locker] = [new pg.Client(db.url), new pg.Client(db.url)];
    for (const client of [watcher, locker]) {
      await client.connect();
      stack.defer(() => client.end());
    }
  });
  afterAll(() => stack.disposeAsync());
  afterEach(async () => {
    await locker.query('rollback');
    await tenant.call('metrics.cache.clear', {});
  });

  /** Other sessions of the database, by their process: all that are so, or those of `pids`. */
  async function sessions(where: string, pids: readonly number[] = []): Promise<readonly number[]> {
    const { rows } = await watcher.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${where}`,
      pids.length === 0 ? [] : [pids],
    );
    return rows.map(({ pid }) => pid);
  }

  const ask = (path: string, body?: object, signal?: AbortSignal) =>
    fetch(`${server.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${tenant.bearer}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });

  /** Sessions in which a question waits for the locked tables. */
  const waiting = () => sessions(`wait_event_type = 'Lock' and query like 'with pieces as%'`);

  test.each(doors)('is cancelled in the database, and its session stays of use: $door', async ({ path, body }) => {
    await locker.query('begin; lock table metrics_rows, metrics_minutes, metrics_hours in access exclusive mode');
    const client = new AbortController();

    const answer = ask(path, body, client.signal);
    const ended = answer.catch((error: unknown) => error);
    await expect.poll(waiting, patience).toHaveLength(1);
    const pids = await waiting();
    client.abort(new Error('left'));
    expect(await ended).toEqual(new Error('left'));

    // The tables are still locked: the statement would wait on.
    await expect.poll(waiting, patience).toEqual([]);
    await expect.poll(() => sessions(`state = 'idle' and pid = any($1)`, pids), patience).toEqual(pids);
    await locker.query('rollback');
    expect((await ask(path, body)).status).toBe(200);
  });

  test('is cancelled in the middle of a file', async () => {
    await locker.query('begin; lock table metrics_rows in access exclusive mode');
    const client = new AbortController();

    const file = await ask(`/api/v1/metrics/series/spend/csv?${series}`, undefined, client.signal);
    const reader = file.body?.getReader();
    await reader?.read();
    await expect.poll(waiting, patience).toHaveLength(1);
    const pids = await waiting();
    client.abort(new Error('left'));

    await expect.poll(waiting, patience).toEqual([]);
    await expect.poll(() => sessions(`state = 'idle' and pid = any($1)`, pids), patience).toEqual(pids);
    await locker.query('rollback');
  });
});
