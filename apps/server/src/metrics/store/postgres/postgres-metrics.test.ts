import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../database/database.ts';
import { connectionOf } from '../../../database/session.ts';
import { openTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { valuesOf } from '../../../testing/metrics/metrics-data.ts';
import { metricsStage, type MetricsStage } from '../../../testing/metrics/metrics-stage.ts';
import { behavesAsMetricsStore } from '../../../testing/metrics/metrics-store-suite.ts';
import { hasPostgres, openTestPostgres } from '../../../testing/postgres.ts';
import { postgresMetrics } from './postgres-metrics.ts';

const startMs = Date.parse('2026-05-04T00:00:00Z');

describe('metrics in PGlite', () => {
  const stage = onStage(openTestDatabase);
  behavesAsMetricsStore(stage);
  writesInFewStatements(stage);
  keepsCommittedSetsAlone(stage);
});

describe.skipIf(!hasPostgres())('metrics in Postgres', () => {
  const stage = onStage(openTestPostgres);
  behavesAsMetricsStore(stage);
  writesInFewStatements(stage);
  keepsCommittedSetsAlone(stage);
});

function writesInFewStatements(stage: () => MetricsStage): void {
  test('thousands of new dimension sets cost three statements more than known ones, however many they are', async () => {
    const { store, commitOf, newType } = stage();
    const type = await newType(['spend']);
    const statements = async (batchKey: string, names: readonly string[]): Promise<number> => {
      const rows = names.map((name, at) => ({
        atMs: startMs + at * 60_000,
        dimensions: [['campaign', name]] as const,
        values: valuesOf([['spend', batchKey.length]]),
      }));
      const write = { type, batchKey, rows, setsMax: 100_000 };
      let count = 0;
      const receipt = await store.write(write, (work) =>
        commitOf(write)(async (db, locked) => {
          const { objects } = connectionOf(db);
          const counting: Connection['objects'] = async (text, params) => {
            count += 1;
            return await objects(text, params);
          };
          Object.assign(connectionOf(db), { objects: counting });
          return await work(db, locked);
        }),
      );
      expect(receipt.accepted).toBe(names.length);
      return count;
    };
    const names = (from: number, length: number) => Array.from({ length }, (_, index) => `c${from + index}`);
    await statements('1', names(0, 7000));

    const known = await statements('two', names(0, 7000).toReversed());
    const [few, many] = [await statements('three', names(7000, 10)), await statements('four', names(8000, 7000))];

    expect(many).toBe(few);
    expect(many - known).toBeLessThanOrEqual(3);
  });
}

function keepsCommittedSetsAlone(stage: () => MetricsStage): void {
  test.each([
    { what: 'is tried again', again: true },
    { what: 'finds the batch known instead', again: false },
  ])('sets of a transaction that was rolled back are added anew when it $what', async ({ again }) => {
    const { store, database, commitOf, newType } = stage();
    const type = await newType(['spend']);
    const batch = (batchKey: string) => ({
      ...{ type, batchKey, setsMax: 10 },
      rows: [{ atMs: startMs, dimensions: [['campaign', 'a']] as const, values: valuesOf([['spend', 7]]) }],
    });
    const known = { accepted: 0, replaced: 0, duplicates: 1, refused: [] };
    await store.write(batch('first'), async (work) => {
      const rolledBack = database.asWorkspace(type.workspaceId, async (db) => {
        await work(db, type);
        throw new Error('the connection was lost');
      });
      await expect(rolledBack).rejects.toThrow('the connection was lost');
      return again ? await commitOf(batch('first'))(work) : known;
    });

    const receipt = await store.write(batch('second'), commitOf(batch('second')));

    expect(receipt).toMatchObject(again ? { accepted: 0, duplicates: 1 } : { accepted: 1, duplicates: 0 });
    const scan = { type, fromMs: startMs, toMs: startMs + 86_400_000, granularity: 86_400, zone: 'UTC' } as const;
    const measures = [{ kind: 'sum', field: 'spend' }] as const;
    expect(
      await store.scan(
        { ...scan, dimensions: ['campaign'], filters: [], measures, rowsMax: 10 },
        new AbortController().signal,
      ),
    ).toEqual([{ bucketMs: startMs, group: ['a'], values: [7], counts: [1] }]);
  });
}

function onStage(open: () => Promise<TestDatabase>): () => MetricsStage {
  const stack = new AsyncDisposableStack();
  let stage: MetricsStage;
  beforeAll(async () => {
    const database = stack.use(await open());
    stage = metricsStage(database, stack.use(postgresMetrics(database.database)));
  });
  afterAll(async () => await stack.disposeAsync());
  return () => stage;
}
