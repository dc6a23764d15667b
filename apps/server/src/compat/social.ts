import type { contract } from '@marquee/api';
import type { Dialect, EntriesOf } from './dialect.ts';

const policies = [{ name: 'social', quota: 100, windowSeconds: 60, by: 'address' }] as const;

/** The social document: `{ success, data, message, timestamp }`, and `{ success, error: { code, message, details } }` for failures. */
export const social: Dialect<EntriesOf<typeof contract, 'social'>> = {
  document: 'social',
  title: 'Social publishing API, as its document has it',
  base: '',
  entries: {},
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
