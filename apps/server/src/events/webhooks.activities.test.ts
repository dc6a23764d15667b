import { once } from 'node:events';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { select } from '../database/sql.ts';
import { webhookPoster } from '../gateways/webhook-endpoint.ts';
import type { Member } from '../kernel/context.ts';
import { publishWaiting } from '../kernel/outbox/publisher.ts';
import { newId } from '../lib/ids.ts';
import { callerOf } from '../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { emitEvent } from '../testing/events.ts';
import { openTestServices, type TestServices } from '../testing/services.ts';
import { insertWorkspace } from '../testing/workspaces.ts';
import { fanOut } from './webhook-fan-out.ts';
import { webhooksActivities } from './webhooks.activities.ts';

const log = pino({ level: 'silent' });
const hourMs = 3_600_000;
let db: TestDatabase;
let services: TestServices;
let caller: Member;
let clockMs = Date.parse('2026-03-15T07:00:00.000Z');
const now = () => new Date(clockMs);

beforeAll(async () => {
  db = await openTestDatabase();
  services = await openTestServices(db, { now });
});
beforeEach(async () => {
  caller = callerOf(await insertWorkspace(db), 'owner');
});
afterAll(async () => {
  await services[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver over HTTP that keeps what came and answers as it is told, 204 once it is told nothing more. */
class Receiver {
  readonly got: Received[] = [];
  readonly answers: number[] = [];
  /** `Retry-After` of every answer. */
  retryAfter: string | undefined;
  readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      this.got.push({ headers: request.headers, body });
      const headers = this.retryAfter === undefined ? {} : { 'retry-after': this.retryAfter };
      response.writeHead(this.answers.shift() ?? 204, { location: '/elsewhere', ...headers }).end();
    });
  }).listen(0, '127.0.0.1');
  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/in`; // a TCP server's address is one
  }
}

let receiver: Receiver;
beforeEach(async () => {
  receiver = new Receiver();
  await once(receiver.server, 'listening');
});
afterEach(async () => {
  receiver.server.close();
  await once(receiver.server, 'close');
});

const create = (fields: { event_names?: string[] } = {}) =>
  services.call('events.webhooks.create', { url: receiver.url, ...fields }, { as: caller, idempotencyKey: newId() });
const deliveries = async (webhook_id: string) =>
  (await services.call('events.webhooks.deliveries', { webhook_id, limit: 500 }, { as: caller })).items;
const webhook = async () => (await services.call('events.webhooks.list', {}, { as: caller })).items[0];

const fanOutDeps = () => ({
  ...{ asSystem: db.asSystem, asWorkspace: db.asWorkspace, now, newId, log },
  wakeCommands: () => undefined,
});

async function publishAndFanOut(): Promise<void> {
  await publishWaiting({ asSystem: db.asSystem, log, notify: false, announce: () => undefined });
  while ((await fanOut(fanOutDeps())) > 0);
}

/** One attempt of a delivery, as its workflow asks for it. */
async function attempt(deliveryId: string): Promise<number | null> {
  const postWebhook = webhookPoster({ privatePermitted: true });
  const deps = { asWorkspace: db.asWorkspace, now, newId, sealer: services.deps.sealer, postWebhook };
  const ref = { workspaceId: caller.workspaceId, deliveryId };
  return await webhooksActivities({ ...deps, chance: () => 0 }).attemptWebhookDelivery(ref);
}

async function onlyDelivery(webhookId: string) {
  const [delivery] = await deliveries(webhookId);
  if (delivery === undefined) throw new Error('there is no delivery');
  return delivery;
}

function signed({ headers, body }: Received, secret: string): string {
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(content)
    .digest('base64')}`;
}

test('a published event is posted once, signed, with its id and place in the log', async () => {
  const { id, secret } = await create();
  const eventId = await emitEvent(db, caller.workspaceId, { name: 'a.b.made' });
  await publishAndFanOut();

  const { id: deliveryId } = await onlyDelivery(id);
  expect(await attempt(deliveryId)).toBeNull();
  expect(await attempt(deliveryId)).toBeNull();

  const [first, ...others] = receiver.got;
  if (first === undefined) throw new Error('nothing came');
  expect(others).toEqual([]);
  expect(JSON.parse(first.body)).toMatchObject({ type: 'a.b.made', id: eventId, sequence: 1 });
  expect(first.headers).toMatchObject({ 'webhook-id': eventId, 'webhook-signature': signed(first, secret) });
  expect(await onlyDelivery(id)).toMatchObject({ status: 'delivered', attempts: [{ number: 1, status_code: 204 }] });
});

test('an endpoint that errs and redirects is tried again with the same id until it takes the event', async () => {
  const { id } = await create();
  await emitEvent(db, caller.workspaceId);
  await publishAndFanOut();
  receiver.answers.push(500, 302);
  const { id: deliveryId } = await onlyDelivery(id);

  expect([await attempt(deliveryId), await attempt(deliveryId)]).toEqual([5000, 300_000]);
  expect(await webhook()).toMatchObject({ failing_since: now().toISOString() });
  expect(await attempt(deliveryId)).toBeNull();

  expect(new Set(receiver.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect((await onlyDelivery(id)).attempts.map(({ status_code }) => status_code)).toEqual([500, 302, 204]);
  expect(await webhook()).toMatchObject({ failing_since: null, status: 'active' });
});

test('an endpoint that says when to come again is left alone until then, for a day at most', async () => {
  const { id } = await create();
  await emitEvent(db, caller.workspaceId);
  await publishAndFanOut();
  const { id: deliveryId } = await onlyDelivery(id);
  receiver.answers.push(429, 503, 503);

  receiver.retryAfter = '3600';
  expect(await attempt(deliveryId)).toBe(hourMs);
  expect(await onlyDelivery(id)).toMatchObject({ next_attempt_at: new Date(clockMs + hourMs).toISOString() });
  receiver.retryAfter = new Date(clockMs + 1000).toUTCString();
  expect(await attempt(deliveryId)).toBe(300_000);
  receiver.retryAfter = '9999999';
  expect(await attempt(deliveryId)).toBe(24 * hourMs);
});

test('names that no event has are refused, and near ones told', async () => {
  const event_names = ['messaging.contacts.*', 'messaging.campaigns.complete', 'mesaging.contacts.*', 'weather.rained'];

  await expect(create({ event_names })).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [
      { pointer: '/event_names/1', detail: expect.stringContaining('Near it: messaging.campaigns.completed') },
      { pointer: '/event_names/2', detail: expect.stringContaining('Near it: messaging.contacts.*') },
      { pointer: '/event_names/3', detail: 'There is no event weather.rained.' },
    ],
  });
  const { id } = await create();
  const change = { webhook_id: id, event_names: ['messaging'] };
  await expect(services.call('events.webhooks.update', change, { as: caller })).rejects.toMatchObject({
    errors: [{ pointer: '/event_names/0' }],
  });
});

test('a delivery fails after its tenth attempt and can be replayed', async () => {
  const { id } = await create();
  await emitEvent(db, caller.workspaceId);
  await publishAndFanOut();
  receiver.answers.push(...Array.from({ length: 10 }, () => 503));
  const { id: deliveryId } = await onlyDelivery(id);
  let againInMs: number | null = 0;
  let attempts = 0;
  while (againInMs !== null) {
    againInMs = await attempt(deliveryId);
    attempts += 1;
  }
  expect(attempts).toBe(10);
  expect(await onlyDelivery(id)).toMatchObject({ status: 'failed', next_attempt_at: null });

  const input = { webhook_id: id, delivery_id: deliveryId };
  const again = await services.call('events.webhooks.replay', input, { as: caller, idempotencyKey: newId() });
  await attempt(again.id);

  expect(await onlyDelivery(id)).toMatchObject({ id: again.id, status: 'delivered', replay_of: deliveryId });
});

test.each([
  { what: 'says that it is gone', answer: 410, laterMs: 0, reason: 'gone' },
  { what: 'has failed for five days', answer: 500, laterMs: 120 * hourMs, reason: 'failing' },
])('an endpoint that $what is disabled, and an event says so', async ({ answer, laterMs, reason }) => {
  const { id } = await create();
  await emitEvent(db, caller.workspaceId);
  await publishAndFanOut();
  const { id: deliveryId } = await onlyDelivery(id);
  if (laterMs > 0) {
    receiver.answers.push(500);
    await attempt(deliveryId);
    clockMs += laterMs;
  }
  receiver.answers.push(answer);
  await attempt(deliveryId);

  expect(await webhook()).toMatchObject({ status: 'disabled' });
  await publishAndFanOut();
  const { items } = await services.call('events.log.list', { name_prefix: 'events.webhooks.' }, { as: caller });
  expect(items).toMatchObject([{ name: 'events.webhooks.disabled', data: { webhook_id: id, reason } }]);
});

test('after a rotation messages carry both signatures until the overlap ends', async () => {
  const { id, secret: before } = await create();
  const input = { webhook_id: id, overlap_hours: 1 };
  const { secret } = await services.call('events.webhooks.rotate', input, { as: caller, idempotencyKey: newId() });
  const sendTest = async () => {
    const made = await services.call(
      'events.webhooks.test',
      { webhook_id: id },
      { as: caller, idempotencyKey: newId() },
    );
    await attempt(made.id);
    const got = receiver.got.at(-1);
    if (got === undefined) throw new Error('nothing came');
    return got;
  };

  const during = await sendTest();
  clockMs += hourMs;
  const after = await sendTest();

  expect(during.headers['webhook-signature']).toBe(`${signed(during, secret)} ${signed(during, before)}`);
  expect(after.headers['webhook-signature']).toBe(signed(after, secret));
  expect(JSON.parse(after.body)).toMatchObject({ type: 'events.webhooks.tested', sequence: null });
});

test('a paused endpoint gets nothing, begins anew when active, and a replayed range fills the gap', async () => {
  const { id } = await create({ event_names: ['messaging.contacts.*'] });
  await emitEvent(db, caller.workspaceId, { name: 'messaging.contacts.created' });
  await publishAndFanOut();
  const { id: pending } = await onlyDelivery(id);
  const change = (status: 'active' | 'paused') =>
    services.call('events.webhooks.update', { webhook_id: id, status }, { as: caller });

  await change('paused');
  expect(await attempt(pending)).toBeNull();
  await emitEvent(db, caller.workspaceId, { name: 'messaging.contacts.updated' });
  await emitEvent(db, caller.workspaceId, { name: 'messaging.inbound.received' });
  await publishAndFanOut();
  await change('active');
  await publishAndFanOut();
  expect(await deliveries(id)).toMatchObject([{ id: pending, status: 'skipped' }]);

  const range = { webhook_id: id, after: 1, until: 100 };
  const replayed = await services.call('events.webhooks.replayRange', range, { as: caller, idempotencyKey: newId() });
  expect(replayed).toEqual({ count: 1, next_after: null });
  expect((await onlyDelivery(id)).event_name).toBe('messaging.contacts.updated');
  expect(receiver.got).toEqual([]);
});

test('under 8 writers and 2 fan-outs every event becomes one delivery with one workflow', async () => {
  const { id } = await create();
  let isWriting = true;
  const fanning = Array.from({ length: 2 }, async () => {
    while (isWriting) await publishAndFanOut();
  });
  const written = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const ids: string[] = [];
      for (let count = 0; count < 25; count++) ids.push(await emitEvent(db, caller.workspaceId));
      return ids;
    }),
  );
  isWriting = false;
  await Promise.all(fanning);
  await publishAndFanOut();

  const made = await deliveries(id);
  expect(made.map(({ event_id }) => event_id).toSorted()).toEqual(written.flat().toSorted());
  const commands = await db.asWorkspace(caller.workspaceId, (tx) =>
    select<{ id: string }>(tx, sql`select workflow_id as id from outbox_commands where workflow = 'deliverWebhook'`),
  );
  expect(commands.map((each) => each.id).toSorted()).toEqual(
    made.map((each) => `webhook-delivery:${each.id}`).toSorted(),
  );
});

test('events that the maker of an endpoint may not see are not for it, nor is another workspace’s', async () => {
  const owner = caller;
  caller = { ...owner, scopes: ['events:read', 'workspace:admin'] };
  const { id } = await create();
  caller = owner;
  await emitEvent(db, caller.workspaceId, { scope: 'messaging:read' });
  await emitEvent(db, await insertWorkspace(db));
  await publishAndFanOut();

  expect(await deliveries(id)).toEqual([]);
  expect(await webhook()).toMatchObject({ cursor: 1 });
});
