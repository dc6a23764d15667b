import type { contract } from '@marquee/api';
import type { ErrorCode } from '@marquee/api/errors';
import type { Dialect, EntriesOf } from './dialect.ts';
import { signedIn } from './signed-in.ts';

const errorCodes: Partial<Readonly<Record<ErrorCode, string>>> = {
  malformed: 'VALIDATION_ERROR',
  validation_failed: 'VALIDATION_ERROR',
  unauthenticated: 'AUTHENTICATION_FAILED',
  rate_limited: 'RATE_LIMIT_EXCEEDED',
  internal: 'INTERNAL_ERROR',
  unavailable: 'SERVICE_UNAVAILABLE',
};

const policies = [
  { name: 'metrics', quota: 1000, windowSeconds: 60, by: 'caller' },
  { name: 'metrics-burst', quota: 100, windowSeconds: 1, by: 'caller' },
] as const;

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
        // No cache stands before the metrics, so there is no rate of hits to tell.
        inside: { aggregator_stats: { add: { cache_hit_rate: null } } },
        // Aggregates are computed in the database; what the document's Redis queues, our engine does.
        rename: { status: 'api', database: 'aggregator', engine: 'redis', checked_at: 'timestamp' },
      },
    },
  },
  envelope: {
    constants: { success: true },
    data: 'data',
    message: 'message',
    timestamp: 'timestamp',
    pagination: null,
  },
  problem: {
    body: ({ problem, fields, at, retryAfterSeconds }) => ({
      success: false,
      data: null,
      metadata: null,
      message: problem.detail,
      timestamp: at,
      error_code: errorCodes[problem.code] ?? problem.code.toUpperCase(),
      ...(fields.length === 0 ? {} : { details: fields }),
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
          type: 'array',
          items: {
            type: 'object',
            properties: { field: { type: 'string' }, message: { type: 'string' } },
            required: ['field', 'message'],
          },
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
