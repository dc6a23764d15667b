import type { contract } from '@marquee/api';
import type { ErrorCode } from '@marquee/api/errors';
import type { Dialect, EntriesOf, Paging } from '../dialect.ts';
import type { Shape } from '../shape.ts';

const pages: Paging = { kind: 'page', page: 'page', perPage: 'per_page', perPageDefault: 20, perPageMax: 100 };

const user: Shape = {
  only: ['phone_e164', 'created_at', 'consent_state', 'consent_updated_at', 'attributes', 'last_message_received'],
};

const campaign: Shape = {
  only: [
    'id',
    'name',
    'description',
    'status',
    'created_at',
    'schedule_time',
    'template',
    'segment',
    'messages_sent',
    'messages_failed',
    'rate_limit_per_second',
    'quiet_hours_start',
    'quiet_hours_end',
  ],
  inside: { segment: { only: ['id', 'name'] } },
  values: { status: 'upper' },
};

const template: Shape = { only: ['id', 'name', 'content', 'variables', 'character_count', 'created_at', 'is_active'] };

const segment: Shape = {
  only: ['id', 'name', 'description', 'filter_criteria', 'estimated_audience_size', 'created_at'],
};

const entries: EntriesOf<typeof contract, 'messaging'> = {
  'GET /api/v1/users': {
    operation: 'messaging.contacts.list',
    list: { key: 'users', item: user, paging: pages, totals: ['total', 'page', 'per_page', 'pages'] },
  },
  'POST /api/v1/users': {
    operation: 'messaging.contacts.create',
    shape: { only: ['phone_e164', 'created_at', 'consent_state'] },
    message: 'User created successfully',
  },
  'GET /api/v1/users/{phone_e164}': { operation: 'messaging.contacts.get', shape: user },
  'PUT /api/v1/users/{phone_e164}': {
    operation: 'messaging.contacts.update',
    shape: user,
    message: 'User updated successfully',
  },
  'DELETE /api/v1/users/{phone_e164}': {
    operation: 'messaging.contacts.delete',
    status: 200,
    shape: { only: ['phone_e164'] },
    message: 'User deleted successfully',
  },
  'POST /api/v1/users/bulk/upload': {
    operation: 'messaging.contactImports.create',
    status: 200,
    shape: {
      only: ['id', 'processed', 'created', 'updated', 'errors', 'validation_errors'],
      rename: { id: 'upload_id' },
    },
    message: 'Bulk upload completed',
    settle: {
      waitMs: 20_000,
      operation: 'messaging.contactImports.get',
      input: { import_id: 'id' },
      field: 'status',
      ended: {
        completed: { status: 200, message: 'Bulk upload completed' },
        failed: { status: 422, message: 'Bulk upload failed' },
        cancelled: { status: 422, message: 'Bulk upload was cancelled' },
      },
      pending: { status: 202, message: 'Bulk upload accepted; the counts are what is done so far' },
    },
  },
  'GET /api/v1/campaigns': {
    operation: 'messaging.campaigns.list',
    convert: { status: 'lower' },
    list: { key: 'campaigns', item: campaign, paging: pages, totals: ['total'] },
  },
  'POST /api/v1/campaigns': {
    operation: 'messaging.campaigns.create',
    shape: campaign,
    message: 'Campaign created successfully',
  },
  'POST /api/v1/campaigns/{campaign_id}/trigger': {
    operation: 'messaging.campaigns.trigger',
    status: 200,
    shape: { only: ['campaign_id', 'estimated_recipients', 'execution_started'] },
    message: 'Campaign triggered successfully',
  },
  'GET /api/v1/reporting/campaigns/{campaign_id}/summary': {
    operation: 'messaging.campaigns.summary',
    shape: {
      only: [
        'campaign_id',
        'campaign_name',
        'performance_metrics',
        'status_breakdown',
        'error_analysis',
        'execution_timeline',
      ],
      inside: {
        performance_metrics: {
          only: [
            'messages_sent',
            'messages_delivered',
            'messages_failed',
            'delivery_rate',
            'average_delivery_time_minutes',
          ],
        },
        execution_timeline: { only: ['started_at', 'completed_at', 'duration_minutes'] },
      },
      keys: { status_breakdown: 'upper' },
    },
  },
  'GET /api/v1/templates': {
    operation: 'messaging.templates.list',
    list: { key: 'templates', item: template, paging: { kind: 'all' }, totals: [] },
  },
  'POST /api/v1/templates': {
    operation: 'messaging.templates.create',
    shape: template,
    message: 'Template created successfully',
  },
  'GET /api/v1/segments': {
    operation: 'messaging.segments.list',
    list: { key: 'segments', item: segment, paging: { kind: 'all' }, totals: [] },
  },
  'POST /api/v1/segments': {
    operation: 'messaging.segments.create',
    shape: segment,
    message: 'Segment created successfully',
  },
  'POST /api/v1/segments/{segment_id}/evaluate': {
    operation: 'messaging.segments.evaluate',
    shape: { only: ['segment_id', 'matching_users', 'sample_users', 'evaluation_time_ms'] },
  },
  'GET /api/v1/reporting/messages/status': {
    operation: 'messaging.messages.list',
    convert: { status: 'lower', start_date: 'day_start', end_date: 'day_end' },
    defaults: { include_summary: true },
    list: {
      key: 'messages',
      item: {
        only: [
          'id',
          'recipient_phone',
          'campaign_name',
          'status',
          'sent_at',
          'delivered_at',
          'delivery_time_seconds',
          'error_code',
        ],
        values: { status: 'upper' },
      },
      paging: { ...pages, perPageDefault: 100, perPageMax: 500 },
      totals: [],
    },
    shape: { only: ['summary'] },
  },
  'GET /api/v1/monitoring/dashboard': {
    operation: 'messaging.monitoring.dashboard',
    shape: {
      only: ['system_health', 'activity_24h', 'performance_metrics', 'recent_errors'],
      inside: {
        activity_24h: { only: ['messages_sent', 'messages_delivered', 'inbound_messages', 'delivery_rate'] },
      },
    },
  },
  'GET /api/v1/monitoring/inbound': {
    operation: 'messaging.inbound.list',
    list: {
      key: 'inbound_events',
      item: { only: ['id', 'from_phone', 'to_phone', 'body', 'received_at', 'message_sid'] },
      paging: { kind: 'limit', limit: 'limit', limitDefault: 100, limitMax: 500 },
      totals: [],
    },
    shape: { only: ['summary'], inside: { summary: { rename: { total: 'total_inbound_24h' } } } },
  },
  'POST /webhooks/inbound': { operation: 'hooks.twilio.inbound' },
  'POST /webhooks/status': { operation: 'hooks.twilio.status' },
};

const errorNames: Partial<Readonly<Record<ErrorCode, string>>> = {
  malformed: 'validation_error',
  validation_failed: 'validation_error',
  unauthenticated: 'unauthorized',
  rate_limited: 'rate_limit_exceeded',
  unprocessable: 'unprocessable_entity',
  internal: 'internal_error',
};

/** The messaging document: answers stand bare, a message beside them where the document shows one. */
export const messaging: Dialect<EntriesOf<typeof contract, 'messaging'>> = {
  document: 'messaging',
  title: 'Messaging API, as its document has it',
  base: '',
  entries,
  envelope: { constants: {}, data: null, message: 'message', timestamp: null, pagination: null },
  problem: {
    body: ({ problem, fields, at, retryAfterSeconds }) => ({
      error: errorNames[problem.code] ?? problem.code,
      message: problem.detail,
      ...(fields[0] === undefined ? {} : { details: { field: fields[0].field, problem: fields[0].message, fields } }),
      timestamp: at,
      request_id: problem.request_id,
      ...(retryAfterSeconds === null ? {} : { retry_after_seconds: retryAfterSeconds }),
    }),
    schema: {
      type: 'object',
      properties: {
        error: { type: 'string' },
        message: { type: 'string' },
        details: {
          type: 'object',
          properties: {
            field: { type: 'string' },
            problem: { type: 'string' },
            fields: {
              type: 'array',
              items: {
                type: 'object',
                properties: { field: { type: 'string' }, message: { type: 'string' } },
                required: ['field', 'message'],
              },
            },
          },
          required: ['field', 'problem', 'fields'],
        },
        timestamp: { type: 'string', format: 'date-time' },
        request_id: { type: 'string' },
        retry_after_seconds: { type: 'integer' },
      },
      required: ['error', 'message', 'timestamp', 'request_id'],
    },
  },
  limitHeaders: ({ quota, remaining, resetSeconds }, now) => ({
    'x-ratelimit-limit': String(quota),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil(now.getTime() / 1000 + resetSeconds)),
  }),
  limits: {
    anonymous: [{ name: 'messaging-address', quota: 1000, windowSeconds: 3600, by: 'address' }],
    authenticated: [{ name: 'messaging-key', quota: 10_000, windowSeconds: 3600, by: 'caller' }],
  },
};
