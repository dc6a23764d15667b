import { z } from 'zod';
import { operation, rawOperation } from '../operation.ts';
import { Instant } from '../time.ts';

/** How one part of the server is. */
export const PartState = z
  .enum(['healthy', 'starting', 'unavailable', 'elsewhere'])
  .describe('`elsewhere`: run by another process of this installation')
  .meta({ id: 'PartState' });

/** How one part of the server is. */
export type PartState = z.output<typeof PartState>;

/** How the server is. */
export const Health = z
  .object({
    status: z
      .enum(['healthy', 'degraded', 'unhealthy'])
      .describe('`degraded`: requests are answered, but work waits; `unhealthy`: requests fail'),
    version: z.string().describe('Version of the server'),
    environment: z.string().describe('Name of the installation, such as `production`'),
    database: PartState.describe('Where records are kept'),
    engine: PartState.describe('The durable engine; while it is away, jobs say `waiting_for_engine`'),
    worker: PartState.describe('Carries out jobs'),
    aggregator_stats: z
      .object({
        queries_processed: z.int().describe('Queries answered'),
        avg_latency: z.number().nullable().describe('Seconds to compute one; null before the first'),
        cache_hit_rate: z
          .number()
          .nullable()
          .describe('Share of them answered from the cache, 0 to 1; null before the first query'),
      })
      .describe('Queries of marketing metrics that this process has answered'),
    uptime_seconds: z.int().describe('Seconds since the process began'),
    checked_at: Instant.describe('When this was found'),
  })
  .meta({ id: 'Health', description: 'How the server and its parts are' });

/** What the process uses; null where the platform does not tell. */
export const ServerMetrics = z
  .object({
    app: z
      .object({
        name: z.string().describe('Name of the program'),
        version: z.string().describe('Its version'),
        environment: z.string().describe('Name of the installation'),
      })
      .describe('What runs'),
    system: z
      .object({
        cpu_percent: z.number().describe('Of one core, since the last reading'),
        memory_mb: z.number().describe('Resident memory in MiB'),
        memory_percent: z.number().describe('Resident memory as a share of the machine'),
        threads: z.int().nullable().describe('Threads of the process'),
        open_files: z.int().nullable().describe('Open file descriptors'),
      })
      .describe('What the process uses'),
    uptime_seconds: z.int().describe('Seconds since the process began'),
  })
  .meta({ id: 'ServerMetrics', description: 'What the process uses; null where the platform does not tell' });

const nothing = z.object({});

/** The server itself: for load balancers, orchestrators and monitoring. */
export const system = {
  health: operation({
    kind: 'query',
    rest: 'GET /system/health',
    aliases: ['/health'],
    tx: 'none',
    summary: 'Tell how the server and its parts are',
    description: 'Always answers 200 while the process lives; read `status`.',
    scope: 'public',
    limit: 'unmetered',
    input: nothing,
    output: Health,
    documented: ['ads GET /health', 'metrics GET /health', 'social GET /api/v1/system/health'],
    since: '0.1.0',
  }),
  ready: operation({
    kind: 'query',
    rest: 'GET /system/health/ready',
    aliases: ['/health/ready'],
    tx: 'none',
    summary: 'Tell whether the server can take requests',
    description: 'Answers 503 while the database is away or the server is shutting down: send requests elsewhere.',
    scope: 'public',
    limit: 'unmetered',
    errors: ['unavailable'],
    input: nothing,
    output: z
      .object({
        status: z.literal('ready').describe('Requests are taken'),
        database: z.literal('healthy').describe('Where records are kept'),
      })
      .meta({ id: 'Readiness' }),
    documented: ['ads GET /health/ready'],
    since: '0.1.0',
  }),
  live: operation({
    kind: 'query',
    rest: 'GET /system/health/live',
    aliases: ['/health/live'],
    tx: 'none',
    summary: 'Tell that the process is alive',
    scope: 'public',
    limit: 'unmetered',
    input: nothing,
    output: z.object({ status: z.literal('alive').describe('The process answers') }).meta({ id: 'Liveness' }),
    documented: ['ads GET /health/live'],
    since: '0.1.0',
  }),
  metrics: rawOperation({
    kind: 'raw',
    rest: 'GET /system/metrics',
    aliases: ['/metrics'],
    summary: 'Measure the server',
    description:
      'JSON, or the Prometheus text format when `Accept` asks for `text/plain`. Open to callers on the same machine, and to others with the configured token as Bearer.',
    scope: 'public',
    limit: 'unmetered',
    errors: ['forbidden'],
    params: nothing,
    produces: ['application/json', 'text/plain'],
    output: ServerMetrics,
    documented: ['ads GET /metrics'],
    since: '0.1.0',
  }),
};
