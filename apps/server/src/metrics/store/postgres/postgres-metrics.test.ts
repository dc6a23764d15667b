import { afterAll, beforeAll, describe } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { metricsStage, type MetricsStage } from '../../../testing/metrics-stage.ts';
import { behavesAsMetricsStore } from '../../../testing/metrics-store-suite.ts';
import { hasPostgres, openTestPostgres } from '../../../testing/postgres.ts';
import { postgresMetrics } from './postgres-metrics.ts';

describe('metrics in PGlite', () => {
  behavesAsMetricsStore(onStage(openTestDatabase));
});

describe.skipIf(!hasPostgres())('metrics in Postgres', () => {
  behavesAsMetricsStore(onStage(openTestPostgres));
});

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
