import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../../database/sql.ts';
import { eventFeed } from '../../events/feed.ts';
import { openEventSignals } from '../../events/signals.ts';
import { newId } from '../../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { emitEvent } from '../../testing/events.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { insertEvent } from './outbox.store.ts';
import { publishWaiting, startPublisher, type PublisherDeps } from './publisher.ts';

const log = pino({ level: 'silent' });
let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const depsOn = ({ asSystem }: TestDatabase): PublisherDeps => ({
  asSystem,
  log,
  notify: false,
  announce: () => undefined,
});

test('events get a sequence without gaps for each workspace, in the order they were promised', async () => {
  const [one, two] = [await insertWorkspace(db), await insertWorkspace(db)];
  const ids = [await emitEvent(db, one), await emitEvent(db, two), await emitEvent(db, one)];

  await publishWaiting(depsOn(db));
  ids.push(await emitEvent(db, one));
  await publishWaiting(depsOn(db));

  expect(await sequencesOf(db, one)).toEqual([ids[0], ids[2], ids[3]].map((id, at) => ({ id, sequence: at + 1 })));
  expect(await sequencesOf(db, two)).toEqual([{ id: ids[1], sequence: 1 }]);
});

test('events of a rolled back transaction are never published', async () => {
  const workspaceId = await insertWorkspace(db);
  const event = {
    id: newId(),
    workspaceId,
    name: 'a.b.c',
    scope: 'messaging:read',
    data: {},
    at: '2026-03-15T07:00:00.000Z',
    requestId: null,
  };

  const failed = db.asWorkspace(workspaceId, async (tx) => {
    await insertEvent(tx, event);
    throw new Error('changed its mind');
  });
  await expect(failed).rejects.toThrow('changed its mind');
  await publishWaiting(depsOn(db));

  expect(await sequencesOf(db, workspaceId)).toEqual([]);
});

test('more events than one batch holds are all published', async () => {
  const workspaceId = await insertWorkspace(db);
  await db.asSystem('test', (tx) =>
    select(
      tx,
      sql`insert into outbox_events (id, workspace_id, name, scope, data, at)
                   select gen_random_uuid(), ${workspaceId}, 'a.b.c', 'messaging:read', '{}', now() from generate_series(1, 2500)`,
    ),
  );

  await publishWaiting(depsOn(db));

  const events = await sequencesOf(db, workspaceId);
  expect(events.map((event) => event.sequence)).toEqual(Array.from({ length: 2500 }, (_, at) => at + 1));
});

test('cursor readers lose no event under 8 writers on PGlite', async () => {
  await provesNothingLost(db, { publishers: 1, eventsEach: 25 });
});

describe.skipIf(!hasPostgres())('on Postgres', () => {
  test('cursor readers lose no event under 8 concurrent writers and 2 publishers', async () => {
    await using postgres = await openTestPostgres();
    await provesNothingLost(postgres, { publishers: 2, eventsEach: 100, listen: postgres.database.listen });
  });
});

interface Load {
  readonly publishers: number;
  readonly eventsEach: number;
  readonly listen?: (channel: string, onNotify: () => void) => Promise<AsyncDisposable>;
}

/** Eight writers whose transactions overlap and end in another order than they began; two readers that must see every event. */
async function provesNothingLost(on: TestDatabase, { publishers, eventsEach, listen }: Load): Promise<void> {
  const workspaceId = await insertWorkspace(on);
  const shared = listen === undefined ? { pollMs: 20 } : { pollMs: null, listen };
  await using signals = await openEventSignals({ asSystem: on.asSystem, log, ...shared });
  const feed = eventFeed({ asWorkspace: on.asWorkspace, signals, pageMax: 7 });
  const total = 8 * eventsEach;
  const read = async () => {
    const seen: { id: string; sequence: number }[] = [];
    const stop = new AbortController();
    for await (const { id, sequence } of feed.subscribe({
      workspaceId,
      scopes: ['messaging:read'],
      afterSequence: 0,
      signal: stop.signal,
    })) {
      seen.push({ id, sequence });
      if (seen.length === total) stop.abort();
    }
    return seen;
  };
  const started = Array.from({ length: publishers }, () =>
    startPublisher({ ...depsOn(on), notify: listen !== undefined, everyMs: 20 }),
  );
  const readers = [read(), read()];

  const written = await Promise.all(
    Array.from({ length: 8 }, (_, writer) => write(on, { workspaceId, writer, eventsEach })),
  );

  for (const reader of readers) {
    const seen = await reader;
    expect(seen.map((event) => event.sequence)).toEqual(Array.from({ length: total }, (_, at) => at + 1));
    expect(seen.map((event) => event.id).toSorted()).toEqual(written.flat().toSorted());
  }
  for (const publisher of started) await publisher[Symbol.asyncDispose]();
}

async function write(
  db: TestDatabase,
  { workspaceId, writer, eventsEach }: { workspaceId: string; writer: number; eventsEach: number },
) {
  const ids: string[] = [];
  for (let count = 0; count < eventsEach; count++) {
    const id = newId();
    ids.push(id);
    await db.asWorkspace(workspaceId, async (tx) => {
      const event = { id, workspaceId, name: 'a.b.c', scope: 'messaging:read', data: {}, requestId: null };
      await insertEvent(tx, { ...event, at: '2026-03-15T07:00:00.000Z' });
      // Holding the transaction open makes later ids commit before earlier ones.
      if ((writer + count) % 3 === 0) await select(tx, sql`select pg_sleep(0.003)`);
    });
  }
  return ids;
}

async function sequencesOf(db: TestDatabase, workspaceId: string) {
  return await db.asWorkspace(workspaceId, (tx) =>
    select<{ id: string; sequence: number }>(
      tx,
      sql`select id, sequence from events where workspace_id = ${workspaceId} order by sequence`,
    ),
  );
}
