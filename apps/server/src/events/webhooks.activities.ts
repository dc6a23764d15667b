import { webhookEvents } from '@marquee/api/events/webhooks.contract';
import {
  isWebhookTaken,
  retryAfterMsOf,
  webhookFailingMaxMs,
  webhookRetryDelayMs,
} from '@marquee/rules/events/webhook-retry';
import type { WebhookDeliveryRef, WebhooksActivities } from '@marquee/workflows';
import type { AsWorkspace, Db } from '../database/database.ts';
import type { PostWebhook, WebhookAnswer, WebhookPost } from '../gateways/webhook-endpoint.ts';
import { insertEvent } from '../kernel/outbox/outbox.store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/crypto/sealed.ts';
import { webhookHeaders } from '../lib/crypto/standard-webhooks.ts';
import { deliveryById, eventAt, insertAttempt, updateDelivery, type DeliveryRow } from './webhook-deliveries.store.ts';
import { webhookBody } from './webhook-delivery.ts';
import { lockWebhook, updateWebhook, webhookById, webhookSealContext, type WebhookRow } from './webhooks.store.ts';

/** What deliveries work with. */
export interface WebhooksActivityDeps {
  readonly asWorkspace: AsWorkspace;
  readonly now: Clock;
  readonly newId: () => string;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly postWebhook: PostWebhook;
  /** From 0 to below 1, for jitter. */
  readonly chance: () => number;
  /** Tells the publisher that an event waits. */
  readonly wake?: () => void;
}

/** Carries deliveries out. The call stands between two short transactions, never in one. */
export function webhooksActivities(deps: WebhooksActivityDeps): WebhooksActivities {
  return {
    async attemptWebhookDelivery(ref) {
      const post = await deps.asWorkspace(ref.workspaceId, (db) => prepare(deps, db, ref));
      if (post === null) return null;
      const at = deps.now();
      const answer = await deps.postWebhook(post);
      const againInMs = await deps.asWorkspace(ref.workspaceId, (db) => record(deps, db, { ref, at, answer }));
      deps.wake?.();
      return againInMs;
    },
  };
}

/** What to post; null when the delivery has ended or ends here. */
async function prepare(
  { now, sealer }: WebhooksActivityDeps,
  db: Db,
  { workspaceId, deliveryId }: WebhookDeliveryRef,
): Promise<WebhookPost | null> {
  const delivery = await deliveryById(db, workspaceId, deliveryId);
  if (delivery?.status !== 'pending') return null;
  const webhook = await webhookById(db, workspaceId, delivery.webhook_id);
  const event = webhook === undefined ? undefined : await eventOf(db, delivery);
  const at = now();
  if (webhook?.status !== 'active' || event === undefined) {
    await updateDelivery(db, delivery, { status: 'skipped', next_attempt_at: null, finished_at: at.toISOString() });
    return null;
  }
  const body = webhookBody(event);
  const signed = webhookHeaders({ id: event.id, at, body }, secretsOf(webhook, sealer, at));
  const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'Marquee-Webhooks/1' };
  return { url: webhook.url, body, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } };
}

async function eventOf(db: Db, delivery: DeliveryRow) {
  const { sequence, workspace_id, event_id, event_name, webhook_id, created_at } = delivery;
  if (sequence !== null) return await eventAt(db, workspace_id, sequence);
  return { sequence, id: event_id, name: event_name, at: created_at, data: { webhook_id } };
}

function secretsOf(webhook: WebhookRow, sealer: Pick<Sealer, 'open'>, at: Date): readonly string[] {
  const { secret_sealed, previous_secret_sealed: previous, previous_secret_until: until } = webhook;
  const isOverlapping = until !== null && at.getTime() < Date.parse(until);
  const sealed = previous !== null && isOverlapping ? [secret_sealed, previous] : [secret_sealed];
  return sealed.map((each) => sealer.open(each, webhookSealContext(webhook)));
}

interface Attempt {
  readonly ref: WebhookDeliveryRef;
  readonly at: Date;
  readonly answer: WebhookAnswer;
}

async function record(deps: WebhooksActivityDeps, db: Db, attempt: Attempt): Promise<number | null> {
  const { ref, at, answer } = attempt;
  const found = await deliveryById(db, ref.workspaceId, ref.deliveryId);
  // Every attempt of an endpoint is noted under its lock: what it did last is then no matter of luck.
  const webhook = found && (await lockWebhook(db, ref.workspaceId, found.webhook_id));
  const delivery = webhook && (await deliveryById(db, ref.workspaceId, ref.deliveryId));
  if (webhook === undefined || delivery === undefined) return null;
  const end = deps.now();
  const number = delivery.attempt_count + 1;
  const { status: status_code, excerpt, error, retryAfter } = answer;
  await insertAttempt(db, {
    ...{ workspace_id: ref.workspaceId, delivery_id: ref.deliveryId, number, at: at.toISOString() },
    ...{ duration_ms: end.getTime() - at.getTime(), status_code, answer: excerpt, error },
  });
  const isTaken = isWebhookTaken(status_code);
  const isGone = status_code === 410;
  const askedMs = retryAfterMsOf(retryAfter, end.getTime());
  const againInMs = isTaken || isGone ? null : webhookRetryDelayMs(number, deps.chance(), askedMs);
  const next_attempt_at = againInMs === null ? null : new Date(end.getTime() + againInMs).toISOString();
  const finished_at = againInMs === null ? end.toISOString() : null;
  const status = isTaken ? 'delivered' : againInMs === null ? 'failed' : 'pending';
  await updateDelivery(db, delivery, { attempt_count: number, status, next_attempt_at, finished_at });
  if (isTaken) await updateWebhook(db, webhook, { failing_since: null });
  else await noteFailure(deps, db, { webhook, at: end, isGone });
  return againInMs;
}

async function noteFailure(
  { newId }: WebhooksActivityDeps,
  db: Db,
  { webhook, at, isGone }: { readonly webhook: WebhookRow; readonly at: Date; readonly isGone: boolean },
): Promise<void> {
  const failing_since = webhook.failing_since ?? at.toISOString();
  const isOver = isGone || at.getTime() - Date.parse(failing_since) >= webhookFailingMaxMs;
  if (!isOver || webhook.status !== 'active') return await updateWebhook(db, webhook, { failing_since });
  await updateWebhook(db, webhook, { failing_since, status: 'disabled', updated_at: at.toISOString() });
  const { name, scope } = webhookEvents.disabled;
  const data = { webhook_id: webhook.id, reason: isGone ? 'gone' : 'failing' };
  const { workspace_id: workspaceId } = webhook;
  await insertEvent(db, { id: newId(), workspaceId, name, scope, data, at: at.toISOString(), requestId: null });
}
