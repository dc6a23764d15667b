// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.events.webhooks`: list, create, update, delete, deliveries, replay, replayRange, rotate, test. */
export class Webhooks extends Resource {
  /**
   * List webhooks.
   *
   * Newest first. Secrets are never shown.
   *
   * @example
   * for await (const webhook of marquee.events.webhooks.list()) console.log(webhook);
   */
  list(params?: WebhookListParams, options?: RequestOptions): PagePromise<Webhook> {
    return this.client.page('GET /events/webhooks', { query: params }, options);
  }

  /**
   * Add a webhook.
   *
   * Events from now on that you may see are posted as `{ type, timestamp, id, sequence, data }`, signed by
   * Standard Webhooks. Each is delivered at least once: take an answer of 2xx as received, and leave out a
   * `webhook-id` you have seen. Deliveries are made in the order of `sequence` and carried out side by side, so
   * they may arrive in another; what failed is tried again for three days, with gaps of up to 24 hours, and not
   * before a `Retry-After` in the answer.
   *
   * @throws {QuotaExceededError}
   * @example
   * const webhookWithSecret = await marquee.events.webhooks.create({ url: 'https://example.com' });
   */
  create(params: WebhookCreateParams, options?: RequestOptions): ApiPromise<WebhookWithSecret> {
    return this.client.call('POST /events/webhooks', { body: params, key: true }, options);
  }

  /**
   * Change, pause or activate a webhook.
   *
   * A paused or disabled webhook that becomes active gets events from then on; replay the range between, if it
   * matters.
   *
   * @throws {NotFoundError}
   * @example
   * const webhook = await marquee.events.webhooks.update(webhook_id, { status: 'paused' });
   */
  update(webhook_id: string, params: WebhookUpdateParams, options?: RequestOptions): ApiPromise<Webhook> {
    return this.client.call('PUT /events/webhooks/{webhook_id}', { path: [webhook_id], body: params }, options);
  }

  /**
   * Delete a webhook with its deliveries.
   *
   * @throws {NotFoundError}
   * @example
   * const webhookDeleteAnswer = await marquee.events.webhooks.delete(webhook_id);
   */
  delete(webhook_id: string, options?: RequestOptions): ApiPromise<WebhookDeleteAnswer> {
    return this.client.call('DELETE /events/webhooks/{webhook_id}', { path: [webhook_id] }, options);
  }

  /**
   * List deliveries of a webhook with their attempts.
   *
   * Newest first; kept for 30 days after they end.
   *
   * @throws {NotFoundError}
   * @example
   * for await (const webhookDelivery of marquee.events.webhooks.deliveries(webhook_id))
   * console.log(webhookDelivery);
   */
  deliveries(
    webhook_id: string,
    params?: WebhookDeliveriesParams,
    options?: RequestOptions,
  ): PagePromise<WebhookDelivery> {
    return this.client.page(
      'GET /events/webhooks/{webhook_id}/deliveries',
      { path: [webhook_id], query: params },
      options,
    );
  }

  /**
   * Deliver one event again.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const webhookDelivery = await marquee.events.webhooks.replay(webhook_id, delivery_id);
   */
  replay(webhook_id: string, delivery_id: string, options?: RequestOptions): ApiPromise<WebhookDelivery> {
    return this.client.call(
      'POST /events/webhooks/{webhook_id}/deliveries/{delivery_id}/replay',
      { path: [webhook_id, delivery_id], key: true },
      options,
    );
  }

  /**
   * Deliver a range of the event log again.
   *
   * Up to 500 events a call; pass `next_after` as `after` for the rest, until it is null.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const webhookReplay = await marquee.events.webhooks.replayRange(webhook_id, { after: 0, until: 1 });
   */
  replayRange(
    webhook_id: string,
    params: WebhookReplayRangeParams,
    options?: RequestOptions,
  ): ApiPromise<WebhookReplay> {
    return this.client.call(
      'POST /events/webhooks/{webhook_id}/replay',
      { path: [webhook_id], body: params, key: true },
      options,
    );
  }

  /**
   * Give a webhook a new secret.
   *
   * Until the overlap ends, messages are signed with the new secret and with the one before.
   *
   * @throws {NotFoundError}
   * @example
   * const webhookWithSecret = await marquee.events.webhooks.rotate(webhook_id);
   */
  rotate(webhook_id: string, params?: WebhookRotateParams, options?: RequestOptions): ApiPromise<WebhookWithSecret> {
    return this.client.call(
      'POST /events/webhooks/{webhook_id}/rotate',
      { path: [webhook_id], body: params, key: true },
      options,
    );
  }

  /**
   * Send a test event to a webhook.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const webhookDelivery = await marquee.events.webhooks.test(webhook_id);
   */
  test(webhook_id: string, options?: RequestOptions): ApiPromise<WebhookDelivery> {
    return this.client.call('POST /events/webhooks/{webhook_id}/test', { path: [webhook_id], key: true }, options);
  }
}

export interface Webhook {
  /** The webhook. */
  id: string;
  /** Where events are posted: https, on the public internet unless the server permits private addresses. */
  url: string;
  /** For people; never sent. */
  description: string;
  /**
   * Which events: exact names, or `messaging.campaigns.*` for all that begin so; an empty list means all. A name
   * that no event has is refused.
   */
  event_names: string[];
  /** `paused` by you; `disabled` by the server, after days without a success or an answer 410. */
  status: 'active' | 'paused' | 'disabled' | (string & {});
  /** `sequence` of the last event that was looked at for this endpoint. */
  cursor: number;
  /** The first failure since the last success. */
  failing_since: string | null;
  /** Until when messages are signed with the secret before, too. */
  previous_secret_until: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface WebhookAttempt {
  /** From 1, within the delivery. */
  number: number;
  /** Instant in UTC, ISO 8601. */
  at: string;
  /** From the start of the call to its end. */
  duration_ms: number;
  /** Null when there was no answer. */
  status_code: number | null;
  /** The first 1,000 bytes of the answer. */
  answer: string | null;
  /** Why there was no answer. */
  error: string | null;
}

export interface WebhookCreateParams {
  /**
   * Where events are posted: https, on the public internet unless the server permits private addresses. At most
   * 2000 characters.
   */
  url: string;
  /** For people; never sent. At most 200 characters. Default "". */
  description?: string | undefined;
  /**
   * Which events: exact names, or `messaging.campaigns.*` for all that begin so; an empty list means all. A name
   * that no event has is refused. At most 100 items. Default [].
   */
  event_names?: string[] | undefined;
}

export interface WebhookDeleteAnswer {
  /** The webhook. */
  webhook_id: string;
}

export interface WebhookDeliveriesParams extends PageParams {
  /** `failed` after the last attempt; `skipped` when the endpoint was not active or the event is gone. */
  status?: 'pending' | 'delivered' | 'failed' | 'skipped' | (string & {}) | undefined;
}

export interface WebhookDelivery {
  /** The delivery. */
  id: string;
  /** The webhook. */
  webhook_id: string;
  /** The header `webhook-id`, the same in every attempt and replay. */
  event_id: string;
  /** What happened. */
  event_name: string;
  /** Of the event in the log; null for a test. */
  sequence: number | null;
  /** `failed` after the last attempt; `skipped` when the endpoint was not active or the event is gone. */
  status: 'pending' | 'delivered' | 'failed' | 'skipped' | (string & {});
  /** In the order they were made. */
  attempts: WebhookAttempt[];
  /** Instant in UTC, ISO 8601. */
  next_attempt_at: string | null;
  /** The delivery that this one repeats. */
  replay_of: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  finished_at: string | null;
}

export interface WebhookListParams extends PageParams {}

export interface WebhookReplay {
  /** Deliveries made. */
  count: number;
  /** Pass as `after` for the rest; null at the end. */
  next_after: number | null;
}

export interface WebhookReplayRangeParams {
  /** `sequence` of the last event already seen; 0 means from the beginning. */
  after: number;
  /** `sequence` of the last event to deliver. */
  until: number;
}

export interface WebhookRotateParams {
  /** How long the secret before still signs, too. 0 to 168. Default 24. */
  overlap_hours?: number | undefined;
}

export interface WebhookUpdateParams {
  /**
   * Where events are posted: https, on the public internet unless the server permits private addresses. At most
   * 2000 characters.
   */
  url?: string | undefined;
  /** For people; never sent. At most 200 characters. */
  description?: string | undefined;
  /**
   * Which events: exact names, or `messaging.campaigns.*` for all that begin so; an empty list means all. A name
   * that no event has is refused. At most 100 items.
   */
  event_names?: string[] | undefined;
  /** `paused` to get nothing for a while; `active` to go on. */
  status?: 'active' | 'paused' | (string & {}) | undefined;
}

export interface WebhookWithSecret extends Webhook {
  /** Signs every message (`whsec_…`, Standard Webhooks); shown this once. */
  secret: string;
}
