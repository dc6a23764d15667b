import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { selectOne } from '../../database/sql.ts';
import { callerOf } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { openTestServices, type TestServices } from '../../testing/services.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { sweepCacheClears } from './cache-clears.store.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];

describe.each(databases)('kept answers of two server processes on $on', ({ open, isMissing }) => {
  let db: TestDatabase;
  let [one, other]: (TestServices | undefined)[] = [];
  beforeAll(async () => {
    if (isMissing) return;
    db = await open();
    [one, other] = [await openTestServices(db), await openTestServices(db)];
  });
  afterAll(async () => {
    await one?.[Symbol.asyncDispose]();
    await other?.[Symbol.asyncDispose]();
    await db?.[Symbol.asyncDispose]();
  });

  async function stage() {
    if (one === undefined || other === undefined) throw new Error('the services are open');
    const processes = { one, other };
    const as = callerOf(await insertWorkspace(db), 'operator');
    const query = {
      metrics: [{ name: 'spend', data_type: 'ads' }],
      time_range: { start: '2026-03-15T00:00:00Z', end: '2026-03-16T00:00:00Z' },
    };
    return {
      as,
      upload: (where: 'one' | 'other', spend: number, data_type = 'ads') =>
        processes[where].call('metrics.batches.upload', { data_type, data: [{ date: '2026-03-15', spend }] }, { as }),
      ask: async (where: 'one' | 'other', by = as) => {
        const { series, metadata } = await processes[where].call('metrics.dashboards.query', query, { as: by });
        return [metadata.cache, series[0]?.points[0]?.value];
      },
      clear: (where: 'one' | 'other', pattern?: string) =>
        processes[where].call('metrics.cache.clear', pattern === undefined ? {} : { pattern }, { as }),
      stats: (where: 'one' | 'other') => processes[where].call('metrics.performance.get', {}, { as }),
    };
  }

  test.skipIf(isMissing)(
    'data that one takes in makes what both have kept of its type void, and of no other',
    async () => {
      const { upload, ask } = await stage();
      await upload('one', 1);
      expect([await ask('one'), await ask('other'), await ask('one'), await ask('other')]).toEqual([
        ['miss', 1],
        ['miss', 1],
        ['hit', 1],
        ['hit', 1],
      ]);

      await upload('other', 2);
      await upload('other', 5, 'another_type');

      expect([await ask('one'), await ask('other')]).toEqual([
        ['miss', 2],
        ['miss', 2],
      ]);
      expect(await ask('one')).toEqual(['hit', 2]);
    },
  );

  test.skipIf(isMissing)(
    'what one clears the other has forgotten before its next answer, and only what matches',
    async () => {
      const { upload, ask, clear } = await stage();
      await upload('one', 1);
      await ask('one');
      await ask('other');

      expect(await clear('one', 'series:*')).toEqual({ pattern: 'series:*', cleared: 0 });
      expect(await ask('other')).toEqual(['hit', 1]);
      expect(await clear('one', 'dashboard:a?s')).toEqual({ pattern: 'dashboard:a?s', cleared: 1 });
      expect(await ask('other')).toEqual(['miss', 1]);
      expect(await ask('other')).toEqual(['hit', 1]);
    },
  );

  test.skipIf(isMissing)('equal questions at the same time are computed once, and all counts are true', async () => {
    const { upload, ask, stats } = await stage();
    await upload('one', 1);

    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('one')));

    expect(answers.filter(([from]) => from === 'miss')).toHaveLength(1);
    expect(await stats('one')).toMatchObject({
      queries: { processed: 8, computed: 1, running: 0, average_ms: expect.any(Number) },
      cache: { hits: 7, misses: 1, hit_rate: 7 / 8, stored: 1, entries: 1, bytes: expect.any(Number) },
      uploads: { batches: 1, rows: 1 },
    });
    expect(await stats('other')).toMatchObject({ queries: { processed: 0 }, cache: { hit_rate: null, entries: 0 } });
  });

  test.skipIf(isMissing)('another workspace’s equal question is another question', async () => {
    const [mine, theirs] = [await stage(), await stage()];
    await mine.upload('one', 1);
    await theirs.upload('one', 2);

    expect([await mine.ask('one'), await theirs.ask('one')]).toEqual([
      ['miss', 1],
      ['miss', 2],
    ]);
    await mine.clear('one');
    expect(await theirs.ask('one')).toEqual(['hit', 2]);
  });

  test.skipIf(isMissing)('clearings are forgotten once no process can have missed them', async () => {
    const { clear, as } = await stage();
    await clear('one');
    const count = async () =>
      await db.asSystem('count', (tx) =>
        selectOne<{ n: number }>(
          tx,
          sql`select count(*)::int as n from metrics_cache_clears where workspace_id = ${as.workspaceId}`,
        ),
      );

    await sweepCacheClears({ ...db, now: () => new Date() });
    expect(await count()).toEqual({ n: 1 });
    await sweepCacheClears({ ...db, now: () => new Date(Date.now() + 3 * 86_400_000) });
    expect(await count()).toEqual({ n: 0 });
  });
});
