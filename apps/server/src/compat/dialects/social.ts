import type { contract } from '@marquee/api';
import type { Dialect, EntriesOf } from '../dialect.ts';

const connection = { healthy: 'connected', unavailable: 'disconnected', starting: 'connecting' } as const;

const policies = [{ name: 'social', quota: 100, windowSeconds: 60, by: 'address' }] as const;

/** The social document: `{ success, data, message, timestamp }`, and `{ success, error: { code, message, details } }` for failures. */
export const social: Dialect<EntriesOf<typeof contract, 'social'>> = {
  document: 'social',
  title: 'Social publishing API, as its document has it',
  base: '',
  entries: {
    'GET /api/v1/system/health': {
      operation: 'system.health',
      shape: {
        only: ['status', 'version', 'uptime_seconds'],
        gather: {
          services: {
            only: ['database', 'engine'],
            words: { database: connection, engine: connection },
            // Work that the document's server queues in Redis is handed to the durable engine here.
            rename: { engine: 'redis' },
            add: { stable_diffusion: 'not_configured', ollama: 'not_configured' },
          },
        },
      },
    },
    'WS /api/v1/ws/updates': {
      isBare: true,
      operation: 'events.stream.websocket',
      shape: { only: ['name', 'data', 'at'], rename: { name: 'type', at: 'timestamp' } },
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
    body: ({ problem, fields, at }) => ({
      success: false,
      error: {
        code: problem.code.toUpperCase(),
        message: problem.detail,
        details: Object.fromEntries(fields.map(({ field, message }) => [field, message])),
      },
      timestamp: at,
    }),
    schema: {
      type: 'object',
      properties: {
        success: { const: false },
        error: {
          type: 'object',
          properties: {
            code: { type: 'string' },
            message: { type: 'string' },
            details: { type: 'object', additionalProperties: { type: 'string' } },
          },
          required: ['code', 'message', 'details'],
        },
        timestamp: { type: 'string', format: 'date-time' },
      },
      required: ['success', 'error', 'timestamp'],
    },
  },
  limitHeaders: ({ quota, remaining, resetSeconds }, now) => ({
    'x-ratelimit-limit': String(quota),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil(now.getTime() / 1000 + resetSeconds)),
  }),
  limits: { anonymous: policies, authenticated: policies },
};
