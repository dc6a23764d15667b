import type { contract } from '@marquee/api';
import type { ErrorCode } from '@marquee/api/errors';
import type { Dialect, EntriesOf } from '../dialect.ts';
import type { Shape } from '../shape.ts';
import { signedIn } from './signed-in.ts';

const errorNames: Partial<Readonly<Record<ErrorCode, string>>> = {
  malformed: 'validation_error',
  validation_failed: 'validation_error',
  unauthenticated: 'unauthorized',
  unprocessable: 'unprocessable_entity',
  internal: 'internal_error',
};

const whatsappTemplate: Shape = {
  only: [
    ...['id', 'name', 'language', 'category', 'status', 'reason', 'header_text', 'body_text', 'footer_text'],
    ...['body_variables', 'created_at', 'updated_at'],
  ],
  values: { status: 'upper' },
  rename: { header_text: 'header_content' },
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
    'POST /api/v1/whatsapp/messages': {
      operation: 'messaging.whatsappMessages.send',
      // The document's contacts have integers.
      params: { contact_id: 'contact_number' },
      shape: { only: ['id', 'status', 'reason', 'provider_sid', 'error_code', 'body', 'created_at'] },
      settle: {
        waitMs: 5000,
        operation: 'messaging.messages.get',
        input: { message_id: 'id' },
        field: 'status',
        ended: {
          ...all(['accepted', 'queued', 'sending', 'sent', 'delivered', 'read'], {
            status: 200,
            message: 'Message sent',
          }),
          ...all(['failed', 'undelivered', 'excluded', 'expired', 'held', 'canceled'], {
            status: 422,
            message: 'Message could not be sent',
          }),
        },
        pending: { status: 202, message: 'Message accepted; it is sent as soon as it may be' },
      },
    },
    'GET /api/v1/whatsapp/templates': {
      operation: 'messaging.whatsappTemplates.list',
      list: { item: whatsappTemplate, paging: { kind: 'all' }, totals: ['total'] },
    },
    'POST /api/v1/whatsapp/templates': {
      operation: 'messaging.whatsappTemplates.create',
      shape: whatsappTemplate,
      message: 'Template handed over for review',
    },
    'POST /api/v1/whatsapp/webhook': { operation: 'hooks.whatsapp.receive', isBare: true },
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

function all<T>(words: readonly string[], each: T): Readonly<Record<string, T>> {
  return Object.fromEntries(words.map((word) => [word, each]));
}

// 100 a minute, of which 20 may come at once: a bucket of 20 that refills at the minute's pace holds the burst.
function byAddress(): Dialect['limits'] {
  const policies = [
    { name: 'ads', quota: 100, windowSeconds: 60, by: 'address' },
    { name: 'ads-burst', quota: 20, windowSeconds: 12, by: 'address' },
  ] as const;
  return { anonymous: policies, authenticated: policies };
}
