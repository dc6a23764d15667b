import type { RawResponse } from '@marquee/api/operation';
import { system } from '@marquee/api/system/system.contract';
import { expect, test } from 'vitest';
import type { Outside } from '../kernel/context.ts';
import { fail } from '../kernel/inside.ts';
import { createMetrics } from '../lib/telemetry/metrics.ts';
import { processUsage } from '../lib/telemetry/process-usage.ts';
import { queryUsage, summaryOf } from '../metrics/performance/query-usage.ts';
import { incoming } from '../testing/calls.ts';
import { systemService, type SystemDeps } from './system.service.ts';

function service(changes: Partial<SystemDeps> = {}) {
  return systemService({
    version: '0.1.0',
    environment: 'test',
    startedAt: new Date('2026-03-15T07:00:00Z'),
    metrics: createMetrics(),
    metricsToken: 'a token for metrics',
    queries: () => summaryOf(queryUsage(() => 0).total),
    usage: processUsage(),
    databaseHealthy: async () => true,
    engine: () => 'healthy',
    worker: () => 'healthy',
    isClosing: () => false,
    ...changes,
  });
}

function context(sender: object = {}) {
  // The system's services use nothing else of it.
  return {
    fail,
    now: () => new Date('2026-03-15T07:01:30Z'),
    sender: { ...incoming().sender, ...sender },
  } as unknown as Outside & {
    fail: typeof fail;
  };
}
function textOf(body: RawResponse['body']): string {
  return typeof body === 'string' ? body : '';
}
const scrape = (accept: string) => ({
  params: {},
  headers: { accept },
  body: (async function* () {})(),
  signal: AbortSignal.timeout(1000),
});

test('a sound server says so, with version and uptime', async () => {
  expect(await service().health({}, context())).toEqual({
    status: 'healthy',
    version: '0.1.0',
    environment: 'test',
    database: 'healthy',
    engine: 'healthy',
    worker: 'healthy',
    aggregator_stats: { queries_processed: 0, avg_latency: null, cache_hit_rate: null },
    uptime_seconds: 90,
    checked_at: '2026-03-15T07:01:30.000Z',
  });
});

test('health tells what was asked of marketing metrics, and how much of it was kept', async () => {
  let elapsedMs = 0;
  const usage = queryUsage(() => elapsedMs);
  await usage.compute('a', async () => void (elapsedMs += 375));
  for (const workspaceId of ['a', 'b', 'b']) usage.countHit(workspaceId);

  const { aggregator_stats } = await service({ queries: () => summaryOf(usage.total) }).health({}, context());

  expect(aggregator_stats).toEqual({ queries_processed: 4, avg_latency: 0.375, cache_hit_rate: 0.75 });
});

test('without the engine the server is degraded and still ready; without the database it is neither', async () => {
  const noEngine = service({ engine: () => 'starting' });
  const noDatabase = service({ databaseHealthy: async () => false });

  expect((await noEngine.health({}, context())).status).toBe('degraded');
  expect(await noEngine.ready({}, context())).toEqual({ status: 'ready', database: 'healthy' });
  expect(await noDatabase.health({}, context())).toMatchObject({ status: 'unhealthy', database: 'unavailable' });
  await expect(noDatabase.ready({}, context())).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
});

test('a server that shuts down is alive but not ready', async () => {
  const closing = service({ isClosing: () => true });

  expect(await closing.live({}, context())).toEqual({ status: 'alive' });
  await expect(closing.ready({}, context())).rejects.toMatchObject({ code: 'unavailable' });
});

test('metrics are JSON as documented, and Prometheus text when asked for', async () => {
  const metrics = createMetrics();
  metrics.observeCall({ operation: 'a.b', outcome: 'ok', seconds: 0.01 });
  metrics.gauge('marquee_things', 'Things', () => 3);
  const measured = service({ metrics });

  const json = await measured.metrics(scrape('*/*'), context());
  const text = await measured.metrics(
    scrape('application/openmetrics-text;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1'),
    context(),
  );

  const parsed: unknown = JSON.parse(textOf(json.body));
  expect(system.metrics.output?.parse(parsed)).toEqual(parsed);
  expect(parsed).toMatchObject({ app: { name: 'Marquee', environment: 'test' }, uptime_seconds: 90 });
  expect(text.headers?.['content-type']).toMatch('text/plain');
  expect(text.body).toContain('marquee_operation_seconds_count{operation="a.b",outcome="ok"} 1');
  expect(text.body).toContain('marquee_things 3');
});

test('callers of other machines need the token', async () => {
  const ask = (sender: object, deps: Partial<SystemDeps> = {}) =>
    service(deps).metrics(scrape('*/*'), context({ ip: '10.0.0.7', ...sender }));

  await expect(ask({})).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ask({ bearer: 'a wrong one' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ask({ bearer: '' }, { metricsToken: null })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await ask({ bearer: 'a token for metrics' })).status).toBe(200);
  expect((await ask({ ip: '::ffff:127.0.0.1' })).status).toBe(200);
});
