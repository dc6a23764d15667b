import type { contract } from '@marquee/api';
import type { ErrorCode, Problem } from '@marquee/api/errors';
import type { JsonSchema } from '../../http/openapi/json-schema.ts';
import type { LimitPolicy } from '../../kernel/limits/limits.ts';
import type { Dialect, EntriesOf, Failure } from '../dialect.ts';
import { clearing, dashboard, statistics, timeSeries, upload } from './metrics-answers.ts';
import { signedIn } from './signed-in.ts';

const errorCodes: Partial<Readonly<Record<ErrorCode, string>>> = {
  malformed: 'VALIDATION_ERROR',
  validation_failed: 'VALIDATION_ERROR',
  unauthenticated: 'AUTHENTICATION_FAILED',
  rate_limited: 'RATE_LIMIT_EXCEEDED',
  internal: 'INTERNAL_ERROR',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** The document's table: calls a minute, and as many at once. */
function limitsOf(name: string, perMinute: number, perSecond: number): readonly LimitPolicy[] {
  return [
    { name, quota: perMinute, windowSeconds: 60, by: 'caller' },
    { name: `${name}-burst`, quota: perSecond, windowSeconds: 1, by: 'caller' },
  ];
}

const policies = limitsOf('metrics', 1000, 100);

/** What is wrong with the order of two fields is told as one object, as the document does; anything else as a list. */
function detailsOf(problem: Problem, fields: Failure['fields']): object {
  const [first] = fields;
  if (first === undefined) return {};
  const isRange = fields.length === 1 && problem.errors?.[0]?.code.startsWith('range_') === true;
  return { details: isRange ? { field: first.field, issue: first.message } : fields };
}

function textFields(...names: readonly string[]): JsonSchema {
  const properties = names.map((name): [string, JsonSchema] => [name, { type: 'string' }]);
  return { type: 'object', properties: Object.fromEntries(properties), required: [...names] };
}

/** The metrics document: `{ success, data, metadata, message, timestamp }`; signing in answers its tokens bare. */
export const metrics: Dialect<EntriesOf<typeof contract, 'metrics'>> = {
  document: 'metrics',
  title: 'Marketing metrics API, as its document has it',
  base: '/v1',
  entries: {
    'POST /auth/token': { operation: 'auth.login', ...signedIn },
    'POST /auth/refresh': { operation: 'auth.refresh', ...signedIn },
    'GET /health': {
      operation: 'system.health',
      isBare: true,
      shape: {
        only: ['status', 'database', 'engine', 'aggregator_stats', 'checked_at'],
        // Aggregates are computed in the database; what the document's Redis queues, our engine does.
        rename: { status: 'api', database: 'aggregator', engine: 'redis', checked_at: 'timestamp' },
      },
    },
    'POST /data/upload': {
      operation: 'metrics.batches.upload',
      telling: upload,
      status: 200,
      limits: limitsOf('metrics-upload', 100, 10),
    },
    'POST /query/dashboard': {
      operation: 'metrics.dashboards.query',
      telling: dashboard,
      limits: limitsOf('metrics-dashboard', 1000, 50),
    },
    'GET /metrics/{metric_name}/timeseries': {
      operation: 'metrics.series.get',
      telling: timeSeries,
      limits: limitsOf('metrics-series', 500, 25),
    },
    'GET /export/csv/{metric_name}': { operation: 'metrics.series.csv', limits: limitsOf('metrics-csv', 10, 2) },
    'GET /stats/performance': { operation: 'metrics.performance.get', telling: statistics },
    'DELETE /cache/clear': { operation: 'metrics.cache.clear', telling: clearing },
  },
  envelope: {
    constants: { success: true },
    data: 'data',
    metadata: 'metadata',
    message: 'message',
    timestamp: 'timestamp',
    pagination: null,
  },
  problem: {
    // The document gives validation 422 and keeps 400 for what cannot be read.
    statuses: { validation_failed: 422 },
    body: ({ problem, fields, at, retryAfterSeconds }) => ({
      success: false,
      data: null,
      metadata: null,
      message: problem.detail,
      timestamp: at,
      error_code: errorCodes[problem.code] ?? problem.code.toUpperCase(),
      ...detailsOf(problem, fields),
      ...(retryAfterSeconds === null ? {} : { retry_after: retryAfterSeconds }),
    }),
    schema: {
      type: 'object',
      properties: {
        success: { const: false },
        data: { type: 'null' },
        metadata: { type: 'null' },
        message: { type: 'string' },
        timestamp: { type: 'string', format: 'date-time' },
        error_code: { type: 'string' },
        details: {
          anyOf: [
            { type: 'array', items: textFields('field', 'message') },
            { ...textFields('field', 'issue'), description: 'Of a range that is reversed or too long' },
          ],
        },
        retry_after: { type: 'integer', description: 'Seconds' },
      },
      required: ['success', 'data', 'metadata', 'message', 'timestamp', 'error_code'],
    },
  },
  limitHeaders: ({ quota, remaining, resetSeconds }, now) => ({
    'x-ratelimit-limit': String(quota),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil(now.getTime() / 1000 + resetSeconds)),
  }),
  limits: { anonymous: policies, authenticated: policies },
};
