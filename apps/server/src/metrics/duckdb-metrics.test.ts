import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openTestDatabase } from '../testing/database.ts';
import { metricsStage, type MetricsStage } from '../testing/metrics-stage.ts';
import { behavesAsMetricsStore } from '../testing/metrics-store-suite.ts';
import { duckdbMetrics } from './duckdb-metrics.ts';

describe('metrics in a DuckDB file', () => {
  const stack = new AsyncDisposableStack();
  let stage: MetricsStage;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marquee-duckdb-'));
    stack.defer(async () => await rm(folder, { recursive: true }));
    const database = stack.use(await openTestDatabase());
    const store = stack.use(await duckdbMetrics({ path: join(folder, 'metrics.duckdb'), memoryMb: 256, threads: 2 }));
    stage = metricsStage(database, store);
  });
  afterAll(async () => await stack.disposeAsync());

  behavesAsMetricsStore(() => stage);
});
