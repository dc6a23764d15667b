import type { Scope } from '@marquee/api/scopes';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishWaiting } from '../kernel/outbox/publisher.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { emitEvent } from '../testing/events.ts';
import { insertWorkspace } from '../testing/workspaces.ts';
import { eventFeed, type EventFeed, type FeedEvent, type Subscription } from './feed.ts';
import { openEventSignals, type EventSignals } from './signals.ts';

const log = pino({ level: 'silent' });
let db: TestDatabase;
let signals: EventSignals;
let feed: EventFeed;
let workspaceId: string;

beforeAll(async () => {
  db = await openTestDatabase();
  signals = await openEventSignals({ asSystem: db.asSystem, log, pollMs: null });
  feed = eventFeed({ asWorkspace: db.asWorkspace, signals, pageMax: 3 });
});
beforeEach(async () => {
  workspaceId = await insertWorkspace(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const publish = () => publishWaiting({ asSystem: db.asSystem, log, notify: false, announce: signals.announce });
const emit = (options?: Parameters<typeof emitEvent>[2]) => emitEvent(db, workspaceId, options);

/** Reads `count` events. */
async function take(count: number, options: Partial<Subscription> = {}): Promise<FeedEvent[]> {
  const left = new AbortController();
  const scopes: readonly Scope[] = ['messaging:read'];
  const events: FeedEvent[] = [];
  for await (const event of feed.subscribe({ workspaceId, scopes, signal: left.signal, ...options })) {
    events.push(event);
    if (events.length === count) left.abort();
  }
  return events;
}

test('a reader gets past events page by page, then live ones, each once and in order', async () => {
  for (let count = 0; count < 7; count++) await emit();
  await publish();

  const reading = take(9, { afterSequence: 1 });
  await emit();
  await publish();
  await emit();
  await emit();
  await publish();

  expect((await reading).map((event) => event.sequence)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('an event comes as it was emitted', async () => {
  const id = await emit({ name: 'messaging.campaigns.started', data: { campaign_id: 'c1' } });
  await publish();

  const [event] = await take(1, { afterSequence: 0 });

  const at = '2026-03-15T07:00:00.000Z';
  expect(event).toEqual({ sequence: 1, id, name: 'messaging.campaigns.started', at, data: { campaign_id: 'c1' } });
});

test('only events of the held scopes and of the asked names are seen', async () => {
  for (const scope of ['workspace:admin', 'messaging:read'] as const) await emit({ scope });
  for (let count = 0; count < 5; count++) await emit({ name: 'messaging.imports.finished' });
  await emit({ name: 'messaging.campaigns.started' });
  await publish();

  const events = await take(1, { afterSequence: 0, namePrefix: 'messaging.campaigns.' });

  expect(events.map((event) => event.sequence)).toEqual([8]);
});

test('another workspace sees none of it', async () => {
  await emit();
  await publish();
  const other = await insertWorkspace(db);

  const reading = take(1, { workspaceId: other, afterSequence: 0 });
  await emit();
  const own = await emitEvent(db, other);
  await publish();

  expect((await reading).map((event) => event.id)).toEqual([own]);
});

test('a cursor from beyond the end, as after a restored backup, goes on with what happens next', async () => {
  await emit();
  await publish();

  const reading = take(1, { afterSequence: 900 });
  const id = await emit();
  await publish();

  expect((await reading).map((event) => event.id)).toEqual([id]);
});

test('an aborted subscription ends while it waits', async () => {
  const stop = new AbortController();

  const reading = take(1, { signal: stop.signal });
  stop.abort();

  expect(await reading).toEqual([]);
});
