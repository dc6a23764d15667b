import type { contract } from '@marquee/api';
import type { ErrorCode } from '@marquee/api/errors';
import type { Dialect, EntriesOf } from './dialect.ts';
import { signedIn } from './signed-in.ts';

const errorNames: Partial<Readonly<Record<ErrorCode, string>>> = {
  malformed: 'validation_error',
  validation_failed: 'validation_error',
  unauthenticated: 'unauthorized',
  unprocessable: 'unprocessable_entity',
  internal: 'internal_error',
};

/** The ads document: data in `{ success, data, message, pagination }`; signing in answers its tokens bare. */
export const ads: Dialect<EntriesOf<typeof contract, 'ads'>> = {
  document: 'ads',
  title: 'Ads API, as its document has it',
  base: '',
  entries: {
    'POST /api/v1/auth/login': { operation: 'auth.login', ...signedIn },
    'POST /api/v1/auth/register': {
      operation: 'auth.register',
      message: 'Account created',
      shape: {
        only: ['access_token', 'refresh_token', 'token_type', 'expires_in', 'workspace_id'],
        rename: { workspace_id: 'tenant_id' },
      },
    },
    'POST /api/v1/auth/refresh': { operation: 'auth.refresh', ...signedIn },
    'POST /api/v1/auth/forgot-password': {
      operation: 'auth.forgotPassword',
      status: 200,
      isEmpty: true,
      message: 'If the address has an account, a mail with a link is on its way',
    },
    'POST /api/v1/auth/reset-password': {
      operation: 'auth.resetPassword',
      status: 200,
      isEmpty: true,
      message: 'Password changed',
    },
    'GET /health': {
      operation: 'system.health',
      isBare: true,
      // Where the document's server queues its work in Redis, ours hands it to the durable engine.
      shape: { only: ['status', 'version', 'environment', 'database', 'engine'], rename: { engine: 'redis' } },
    },
    'GET /health/ready': { operation: 'system.ready', isBare: true },
    'GET /health/live': { operation: 'system.live', isBare: true },
    'GET /metrics': { operation: 'system.metrics' },
  },
  envelope: {
    constants: { success: true },
    data: 'data',
    message: 'message',
    timestamp: null,
    pagination: { key: 'pagination', names: { per_page: 'page_size', pages: 'total_pages' } },
  },
  problem: {
    body: ({ problem, fields }) => ({
      success: false,
      error: errorNames[problem.code] ?? problem.code,
      message: problem.detail,
      details: fields,
    }),
    schema: {
      type: 'object',
      properties: {
        success: { const: false },
        error: { type: 'string' },
        message: { type: 'string' },
        details: {
          type: 'array',
          items: {
            type: 'object',
            properties: { field: { type: 'string' }, message: { type: 'string' } },
            required: ['field', 'message'],
          },
        },
      },
      required: ['success', 'error', 'message', 'details'],
    },
  },
  limitHeaders: ({ remaining, resetSeconds }, now) => ({
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(Math.ceil(now.getTime() / 1000 + resetSeconds)),
  }),
  limits: byAddress(),
};

// 100 a minute, of which 20 may come at once: a bucket of 20 that refills at the minute's pace holds the burst.
function byAddress(): Dialect['limits'] {
  const policies = [
    { name: 'ads', quota: 100, windowSeconds: 60, by: 'address' },
    { name: 'ads-burst', quota: 20, windowSeconds: 12, by: 'address' },
  ] as const;
  return { anonymous: policies, authenticated: policies };
}
