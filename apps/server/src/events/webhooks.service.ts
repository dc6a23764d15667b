import { events as everyEvent } from '@marquee/api';
import { ApiError } from '@marquee/api/errors';
import { webhookEvents, type webhooks } from '@marquee/api/events/webhooks.contract';
import { eventsOf } from '@marquee/api/operation';
import { unknownEventNames, wantsEvent } from '@marquee/rules/events/webhook-retry';
import { nearNames } from '@marquee/rules/text/near-names';
import { endpointFault } from '../gateways/webhook-endpoint.ts';
import type { Implements, Inside } from '../kernel/context.ts';
import { listPage } from '../kernel/paging/page.ts';
import type { Sealer } from '../lib/crypto/sealed.ts';
import { newWebhookSecret } from '../lib/crypto/standard-webhooks.ts';
import { lastSequence, readEvents } from './log.store.ts';
import { newDelivery } from './webhook-delivery.ts';
import {
  attemptsOf,
  countDeliveries,
  deliveriesPage,
  deliveryById,
  insertDeliveries,
  type DeliveryRow,
} from './webhook-deliveries.store.ts';
import {
  countWebhooks,
  deleteWebhook,
  insertWebhook,
  lockWebhook,
  updateWebhook,
  webhookById,
  webhookSealContext,
  webhooksPage,
  type WebhookRow,
} from './webhooks.store.ts';

/** What endpoints are kept with. */
export interface WebhooksDeps {
  readonly sealer: Sealer;
  /** Whether events may be posted to private addresses and over plain http. */
  readonly webhooksToPrivate: boolean;
}

/** Endpoints that events are posted to. */
export function webhooksService(deps: WebhooksDeps): Implements<typeof webhooks> {
  return {
    list,
    create: create(deps),
    update: update(deps),
    delete: remove,
    rotate: rotate(deps),
    test,
    deliveries,
    replay,
    replayRange,
  };
}

type Service = Implements<typeof webhooks>;

const webhooksMax = 50;
const replayMax = 500;
const noWebhook = 'No webhook has this id.';
const notActive = 'The webhook is not active; activate it first.';

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) => {
  const { items, page } = await listPage(input, {
    rows: (wanted) => webhooksPage(db, workspaceId, wanted),
    count: () => countWebhooks(db, workspaceId),
    key: ({ id }) => id,
  });
  return { items: items.map(shown), page };
};

const create =
  (deps: WebhooksDeps): Service['create'] =>
  async (input, ctx) => {
    refuseUnsafeUrl(input.url, deps);
    refuseUnknownNames(input.event_names);
    const { workspaceId: workspace_id, scopes } = ctx.caller;
    if ((await countWebhooks(ctx.db, workspace_id)) >= webhooksMax)
      ctx.fail('quota_exceeded', `A workspace has at most ${webhooksMax} webhooks; delete one first.`);
    const [id, secret, at] = [ctx.newId(), newWebhookSecret(), ctx.now().toISOString()];
    const row: WebhookRow = {
      ...{ workspace_id, id, ...input, scopes: [...scopes], status: 'active' },
      secret_sealed: deps.sealer.seal(secret, webhookSealContext({ workspace_id, id })),
      ...{ previous_secret_sealed: null, previous_secret_until: null, failing_since: null },
      ...{ cursor: await lastSequence(ctx.db, workspace_id), created_at: at, updated_at: at },
    };
    await insertWebhook(ctx.db, row);
    ctx.audit({ webhook_id: id });
    return { ...shown(row), secret };
  };

const update =
  (deps: WebhooksDeps): Service['update'] =>
  async ({ webhook_id, ...change }, ctx) => {
    if (change.url !== undefined) refuseUnsafeUrl(change.url, deps);
    refuseUnknownNames(change.event_names ?? []);
    const { workspaceId } = ctx.caller;
    const old = (await lockWebhook(ctx.db, workspaceId, webhook_id)) ?? ctx.fail('not_found', noWebhook);
    const isReturning = change.status === 'active' && old.status !== 'active';
    const fresh = isReturning ? { cursor: await lastSequence(ctx.db, workspaceId), failing_since: null } : {};
    const fields = { ...change, ...fresh, updated_at: ctx.now().toISOString() };
    await updateWebhook(ctx.db, old, fields);
    ctx.audit({ webhook_id, status: change.status ?? old.status });
    return shown((await webhookById(ctx.db, workspaceId, webhook_id)) ?? old);
  };

const remove: Service['delete'] = async ({ webhook_id }, ctx) => {
  const { id } = await required(ctx, webhook_id);
  await deleteWebhook(ctx.db, ctx.caller.workspaceId, id);
  ctx.audit({ webhook_id });
  return { webhook_id };
};

const rotate =
  ({ sealer }: WebhooksDeps): Service['rotate'] =>
  async ({ webhook_id, overlap_hours }, ctx) => {
    const old = (await lockWebhook(ctx.db, ctx.caller.workspaceId, webhook_id)) ?? ctx.fail('not_found', noWebhook);
    const [secret, at] = [newWebhookSecret(), ctx.now()];
    const change = {
      secret_sealed: sealer.seal(secret, webhookSealContext(old)),
      previous_secret_sealed: overlap_hours === 0 ? null : old.secret_sealed,
      previous_secret_until:
        overlap_hours === 0 ? null : new Date(at.getTime() + overlap_hours * 3_600_000).toISOString(),
      updated_at: at.toISOString(),
    };
    await updateWebhook(ctx.db, old, change);
    ctx.audit({ webhook_id, overlap_hours });
    return { ...shown({ ...old, ...change }), secret };
  };

const test: Service['test'] = async ({ webhook_id }, ctx) => {
  const webhook = await required(ctx, webhook_id);
  if (webhook.status !== 'active') ctx.fail('conflict', notActive);
  const event = { id: ctx.newId(), name: webhookEvents.tested.name, sequence: null };
  return await begin(ctx, newDelivery(webhook, event, { id: ctx.newId(), at: ctx.now().toISOString() }));
};

const deliveries: Service['deliveries'] = async (input, ctx) => {
  const { db, caller } = ctx;
  await required(ctx, input.webhook_id);
  const { items, page } = await listPage(input, {
    rows: (wanted) => deliveriesPage(db, caller.workspaceId, wanted),
    count: (filters) => countDeliveries(db, caller.workspaceId, filters),
    key: ({ id }) => id,
  });
  const ids = items.map(({ id }) => id);
  const attempts = Map.groupBy(await attemptsOf(db, caller.workspaceId, ids), ({ delivery_id }) => delivery_id);
  return {
    items: items.map((row) => ({ ...delivered(row), attempts: (attempts.get(row.id) ?? []).map(attempted) })),
    page,
  };
};

const replay: Service['replay'] = async ({ webhook_id, delivery_id }, ctx) => {
  const webhook = await required(ctx, webhook_id);
  const old = await deliveryById(ctx.db, webhook.workspace_id, delivery_id);
  if (old?.webhook_id !== webhook_id) return ctx.fail('not_found', 'The webhook has no delivery with this id.');
  if (webhook.status !== 'active') ctx.fail('conflict', notActive);
  const event = { id: old.event_id, name: old.event_name, sequence: old.sequence };
  const fresh = { id: ctx.newId(), at: ctx.now().toISOString(), replayOf: old.id };
  return await begin(ctx, newDelivery(webhook, event, fresh));
};

const replayRange: Service['replayRange'] = async ({ webhook_id, after, until }, ctx) => {
  const webhook = await required(ctx, webhook_id);
  if (webhook.status !== 'active') ctx.fail('conflict', notActive);
  const query = { workspaceId: webhook.workspace_id, scopes: webhook.scopes, afterSequence: after };
  const { events } = await readEvents(ctx.db, query, replayMax);
  const at = ctx.now().toISOString();
  const rows = events
    .filter(({ sequence, name }) => sequence <= until && wantsEvent(webhook.event_names, name))
    .map((event) => newDelivery(webhook, event, { id: ctx.newId(), at }));
  await insertDeliveries(ctx.db, rows, ctx.newId);
  const last = events.at(-1)?.sequence;
  const next_after = events.length === replayMax && last !== undefined && last < until ? last : null;
  ctx.audit({ webhook_id, count: rows.length });
  return { count: rows.length, next_after };
};

type Finding = Inside & { readonly fail: (code: 'not_found', detail: string) => never };

async function required(ctx: Finding, id: string): Promise<WebhookRow> {
  return (await webhookById(ctx.db, ctx.caller.workspaceId, id)) ?? ctx.fail('not_found', noWebhook);
}

async function begin(ctx: Inside, row: DeliveryRow) {
  await insertDeliveries(ctx.db, [row], ctx.newId);
  ctx.audit({ webhook_id: row.webhook_id, delivery_id: row.id });
  return { ...delivered(row), attempts: [] };
}

function refuseUnsafeUrl(url: string, { webhooksToPrivate }: WebhooksDeps): void {
  const detail = endpointFault(url, webhooksToPrivate);
  if (detail === null) return;
  throw new ApiError('validation_failed', detail, { errors: [{ pointer: '/url', code: 'invalid', detail }] });
}

const eventNames = eventsOf(everyEvent).map(({ name }) => name);

/** A name that is misspelled would be waited for in vain. */
function refuseUnknownNames(wanted: readonly string[]): void {
  const unknown = unknownEventNames(wanted, eventNames);
  if (unknown.length === 0) return;
  const errors = unknown.map((name) => ({
    ...{ pointer: `/event_names/${wanted.indexOf(name)}`, code: 'unknown' },
    detail: `There is no event ${name}.${meant(name)}`,
  }));
  throw new ApiError('validation_failed', errors.map(({ detail }) => detail).join(' '), { errors });
}

function meant(name: string): string {
  const near = name.endsWith('.*') ? nearBeginnings(name) : nearNames(name, eventNames);
  return near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`;
}

function nearBeginnings(name: string): readonly string[] {
  const beginnings = eventNames.flatMap((each) => {
    const parts = each.split('.').slice(0, -1);
    return parts.map((_part, n) => `${parts.slice(0, n + 1).join('.')}.*`);
  });
  return nearNames(name, [...new Set(beginnings)]);
}

/** An endpoint without its secrets. */
function shown(row: WebhookRow) {
  const { workspace_id: _w, scopes: _s, secret_sealed: _c, previous_secret_sealed: _p, ...rest } = row;
  return rest;
}

function delivered({ workspace_id: _workspace, attempt_count: _count, ...rest }: DeliveryRow) {
  return rest;
}

function attempted({
  workspace_id: _workspace,
  delivery_id: _delivery,
  ...rest
}: Awaited<ReturnType<typeof attemptsOf>>[number]) {
  return rest;
}
