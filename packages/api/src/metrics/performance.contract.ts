import { z } from 'zod';
import { operation } from '../operation.ts';
import { Instant } from '../time.ts';

/** How fast answers are. */
export const performance = {
  get: operation({
    kind: 'query',
    rest: 'GET /metrics/stats',
    summary: 'How fast metrics are answered',
    description:
      'Counts of this workspace in the server process that answers, since it started; memory is the process’s and the machine’s.',
    scope: 'metrics:read',
    tx: 'none',
    limit: 'default',
    input: z.object({}),
    output: z
      .object({
        since: Instant.describe('When the process started'),
        queries: z
          .object({
            processed: z.int().describe('Questions answered, from the cache or not'),
            computed: z.int().describe('Those computed'),
            running: z.int().describe('Being computed now'),
            average_ms: z.number().nullable().describe('Mean time to compute one; null before the first'),
            p95_ms: z.number().nullable().describe('95 of 100 of the last 1,000 were computed within this time'),
          })
          .describe('Questions'),
        cache: z
          .object({
            hits: z.int().describe('Questions answered from it, or together with an equal one'),
            misses: z.int().describe('Questions computed'),
            hit_rate: z.number().nullable().describe('Hits of all, 0 to 1; null before the first question'),
            stored: z.int().describe('Answers that were put into it'),
            entries: z.int().describe('Answers kept of this workspace'),
            bytes: z.int().describe('Bytes they take, about'),
            bytes_max: z.int().describe('Bytes that the process keeps at most, of all workspaces'),
          })
          .describe('Kept answers'),
        uploads: z
          .object({
            batches: z.int().describe('Batches taken'),
            rows: z.int().describe('Rows in them that were new or replaced'),
            average_ms: z.number().nullable().describe('Mean time to take one; null before the first'),
          })
          .describe('Uploads'),
        memory: z
          .object({
            process_bytes: z.int().describe('Resident memory of the process'),
            available_bytes: z.int().describe('Memory free on the machine'),
            used_percent: z.number().describe('Memory in use on the machine, in percent'),
          })
          .describe('Memory'),
        uptime_seconds: z.number().describe('Since the process started'),
        version: z.string().describe('The server’s version'),
      })
      .meta({ id: 'MetricsPerformance' }),
    documented: ['metrics GET /stats/performance'],
  }),
};
