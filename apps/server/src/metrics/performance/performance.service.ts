import { freemem, totalmem } from 'node:os';
import type { performance } from '@marquee/api/metrics/performance.contract';
import type { Implements } from '../../kernel/context.ts';
import type { MetricsAsking } from '../series/ask.ts';
import { hitRate } from './query-usage.ts';

/** What the process tells of itself besides its counts. */
export interface PerformanceDeps {
  readonly metricsAsking: MetricsAsking;
  readonly system: { readonly version: string; readonly startedAt: Date };
}

/** How fast answers are. */
export function performanceService({ metricsAsking, system }: PerformanceDeps): Implements<typeof performance> {
  const { cache, usage } = metricsAsking;
  return {
    async get(_input, ctx) {
      const workspaceId = await ctx.read(async ({ caller }) => caller.workspaceId);
      const { hits, misses, stored, running, averageMs, p95Ms, uploads } = usage.of(workspaceId);
      return {
        since: system.startedAt.toISOString(),
        queries: { processed: hits + misses, computed: misses, running, average_ms: averageMs, p95_ms: p95Ms },
        cache: {
          ...{ hits, misses, hit_rate: hitRate({ hits, misses }), stored },
          ...{ ...cache.holding(workspaceId), bytes_max: cache.bytesMax },
        },
        uploads: { batches: uploads.batches, rows: uploads.rows, average_ms: uploads.averageMs },
        memory: {
          process_bytes: process.memoryUsage.rss(),
          available_bytes: freemem(),
          used_percent: 100 * (1 - freemem() / totalmem()),
        },
        uptime_seconds: Math.max(0, (ctx.now().getTime() - system.startedAt.getTime()) / 1000),
        version: system.version,
      };
    },
  };
}
