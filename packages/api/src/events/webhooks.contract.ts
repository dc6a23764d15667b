import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';
import { EventSequence } from './log.contract.ts';

const WebhookUrl = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .describe('Where events are posted: https, on the public internet unless the server permits private addresses');

const EventNames = z
  .array(
    z
      .string()
      .regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*(\.\*)?$/)
      .max(100),
  )
  .max(100)
  .describe(
    'Which events: exact names, or `messaging.campaigns.*` for all that begin so; an empty list means all. A name that no event has is refused',
  );

const Description = z.string().max(200).describe('For people; never sent');

const WebhookId = z.uuid().describe('The webhook');

/** An endpoint that events are posted to. */
export const Webhook = z
  .object({
    id: WebhookId,
    url: WebhookUrl,
    description: Description,
    event_names: EventNames,
    status: z
      .enum(['active', 'paused', 'disabled'])
      .describe('`paused` by you; `disabled` by the server, after days without a success or an answer 410'),
    cursor: z.int().describe('`sequence` of the last event that was looked at for this endpoint'),
    failing_since: Instant.nullable().describe('The first failure since the last success'),
    previous_secret_until: Instant.nullable().describe('Until when messages are signed with the secret before, too'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Webhook' });

const WithSecret = Webhook.extend({
  secret: z.string().describe('Signs every message (`whsec_…`, Standard Webhooks); shown this once'),
}).meta({ id: 'WebhookWithSecret' });

/** One try to deliver. */
export const WebhookAttempt = z
  .object({
    number: z.int().describe('From 1, within the delivery'),
    at: Instant,
    duration_ms: z.int().describe('From the start of the call to its end'),
    status_code: z.int().nullable().describe('Null when there was no answer'),
    answer: z.string().nullable().describe('The first 1,000 bytes of the answer'),
    error: z.string().nullable().describe('Why there was no answer'),
  })
  .meta({ id: 'WebhookAttempt' });

/** One event on its way to one endpoint. */
export const WebhookDelivery = z
  .object({
    id: z.uuid().describe('The delivery'),
    webhook_id: WebhookId,
    event_id: z.uuid().describe('The header `webhook-id`, the same in every attempt and replay'),
    event_name: z.string().describe('What happened'),
    sequence: z.int().nullable().describe('Of the event in the log; null for a test'),
    status: z
      .enum(['pending', 'delivered', 'failed', 'skipped'])
      .describe('`failed` after the last attempt; `skipped` when the endpoint was not active or the event is gone'),
    attempts: z.array(WebhookAttempt).describe('In the order they were made'),
    next_attempt_at: Instant.nullable(),
    replay_of: z.uuid().nullable().describe('The delivery that this one repeats'),
    created_at: Instant,
    finished_at: Instant.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

/** What happens to endpoints themselves. */
export const webhookEvents = {
  disabled: event({
    name: 'events.webhooks.disabled',
    scope: 'events:read',
    summary: 'An endpoint failed for too long, or said that it is gone, and gets nothing more',
    data: z.object({ webhook_id: z.uuid(), reason: z.enum(['failing', 'gone']) }),
  }),
  tested: event({
    name: 'events.webhooks.tested',
    scope: 'events:read',
    summary: 'A test of an endpoint; sent to that endpoint only and not logged',
    data: z.object({ webhook_id: z.uuid() }),
  }),
};

const webhookId = { webhook_id: WebhookId };
const write = { scope: 'workspace:admin', role: 'admin', limit: 'default' } as const;

/** Endpoints that events are posted to. */
export const webhooks = {
  list: operation({
    kind: 'query',
    rest: 'GET /events/webhooks',
    tx: 'read',
    summary: 'List webhooks',
    description: 'Newest first. Secrets are never shown.',
    scope: 'events:read',
    limit: 'default',
    input: z.object({ ...pageInput }),
    output: pageOf(Webhook, 'WebhookPage'),
  }),
  create: operation({
    ...write,
    kind: 'mutation',
    rest: 'POST /events/webhooks',
    tx: 'write',
    status: 201,
    idempotent: 'secret',
    summary: 'Add a webhook',
    description:
      'Events from now on that you may see are posted as `{ type, timestamp, id, sequence, data }`, signed by Standard Webhooks. Each is ' +
      'delivered at least once: take an answer of 2xx as received, and leave out a `webhook-id` you have seen. Deliveries are made in ' +
      'the order of `sequence` and carried out side by side, so they may arrive in another; what failed is tried again for three days, ' +
      'with gaps of up to 24 hours, and not before a `Retry-After` in the answer.',
    errors: ['validation_failed', 'quota_exceeded'],
    input: z.object({ url: WebhookUrl, description: Description.default(''), event_names: EventNames.default([]) }),
    output: WithSecret,
  }),
  update: operation({
    ...write,
    kind: 'mutation',
    rest: 'PUT /events/webhooks/{webhook_id}',
    tx: 'write',
    idempotent: 'natural',
    summary: 'Change, pause or activate a webhook',
    description:
      'A paused or disabled webhook that becomes active gets events from then on; replay the range between, if it matters.',
    errors: ['not_found', 'validation_failed'],
    input: z.object({
      ...webhookId,
      url: WebhookUrl.optional(),
      description: Description.optional(),
      event_names: EventNames.optional(),
      status: z
        .enum(['active', 'paused'])
        .optional()
        .meta({ examples: ['paused'] })
        .describe('`paused` to get nothing for a while; `active` to go on'),
    }),
    output: Webhook,
  }),
  delete: operation({
    ...write,
    kind: 'mutation',
    rest: 'DELETE /events/webhooks/{webhook_id}',
    tx: 'write',
    idempotent: 'natural',
    summary: 'Delete a webhook with its deliveries',
    errors: ['not_found'],
    input: z.object(webhookId),
    output: z.object(webhookId),
  }),
  rotate: operation({
    ...write,
    kind: 'mutation',
    rest: 'POST /events/webhooks/{webhook_id}/rotate',
    tx: 'write',
    idempotent: 'secret',
    summary: 'Give a webhook a new secret',
    description: 'Until the overlap ends, messages are signed with the new secret and with the one before.',
    errors: ['not_found'],
    input: z.object({
      ...webhookId,
      overlap_hours: z.int().min(0).max(168).default(24).describe('How long the secret before still signs, too'),
    }),
    output: WithSecret,
  }),
  test: operation({
    ...write,
    kind: 'mutation',
    rest: 'POST /events/webhooks/{webhook_id}/test',
    tx: 'write',
    status: 202,
    idempotent: 'key',
    summary: 'Send a test event to a webhook',
    errors: ['not_found', 'conflict'],
    input: z.object(webhookId),
    output: WebhookDelivery,
  }),
  deliveries: operation({
    kind: 'query',
    rest: 'GET /events/webhooks/{webhook_id}/deliveries',
    tx: 'read',
    summary: 'List deliveries of a webhook with their attempts',
    description: 'Newest first; kept for 30 days after they end.',
    scope: 'events:read',
    limit: 'default',
    errors: ['not_found'],
    input: z.object({
      ...webhookId,
      ...pageInput,
      status: WebhookDelivery.shape.status.optional(),
    }),
    output: pageOf(WebhookDelivery, 'WebhookDeliveryPage'),
  }),
  replay: operation({
    ...write,
    kind: 'mutation',
    rest: 'POST /events/webhooks/{webhook_id}/deliveries/{delivery_id}/replay',
    tx: 'write',
    status: 202,
    idempotent: 'key',
    summary: 'Deliver one event again',
    errors: ['not_found', 'conflict'],
    input: z.object({ ...webhookId, delivery_id: z.uuid().describe('The delivery to repeat') }),
    output: WebhookDelivery,
  }),
  replayRange: operation({
    ...write,
    kind: 'mutation',
    rest: 'POST /events/webhooks/{webhook_id}/replay',
    tx: 'write',
    status: 202,
    idempotent: 'key',
    summary: 'Deliver a range of the event log again',
    description: 'Up to 500 events a call; pass `next_after` as `after` for the rest, until it is null.',
    errors: ['not_found', 'conflict'],
    input: z.object({
      ...webhookId,
      after: EventSequence,
      until: z.int().min(1).describe('`sequence` of the last event to deliver'),
    }),
    output: z
      .object({
        count: z.int().describe('Deliveries made'),
        next_after: z.int().nullable().describe('Pass as `after` for the rest; null at the end'),
      })
      .meta({ id: 'WebhookReplay' }),
  }),
};
