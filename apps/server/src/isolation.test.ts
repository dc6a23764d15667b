import { contract } from '@marquee/api';
import type { Contact } from '@marquee/api/messaging/contacts.contract';
import { operationsOf } from '@marquee/api/operation';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { select, selectOne } from './database/sql.ts';
import { services, type ServiceDeps } from './services.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';
import { fixtures } from './testing/isolation/fixtures/fixtures.ts';
import { proveApart, proveConfined, proveRefusals } from './testing/isolation/proofs.ts';
import { proveTable, tableGuards } from './testing/isolation/tables.ts';
import { openStage, type Stage } from './testing/isolation/stage.ts';
import type { OperationName } from './testing/operation-names.ts';
import { hasPostgres, openTestPostgres } from './testing/postgres.ts';

// The compiler has checked that every operation's name is a key.
const names = Object.keys(fixtures) as OperationName[];

test('every operation of the contract has a fixture, and nothing else has', () => {
  expect(names.toSorted()).toEqual(
    operationsOf(contract)
      .map(([name]) => name)
      .toSorted(),
  );
});

describe('on PGlite', () => {
  const stage = provesIsolation(openTestDatabase);

  // What no database has a part in is proved on one of them.
  describe.each(names)('%s', (name) => {
    const fixture = fixtures[name];
    test('refuses who is not signed in, lacks the scope or has too low a role', () =>
      proveRefusals(stage(), name, fixture));
    test('keeps what is A’s from B by its own predicates alone', () =>
      proveApart({ ...stage(), services: stage().unguarded }, name, fixture));
  });
});

describe.skipIf(!hasPostgres())('on Postgres', () => {
  provesIsolation(openTestPostgres);
});

function provesIsolation(open: () => Promise<TestDatabase>): () => Stage {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(open);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  test('every table of workspaces is under forced row-level security, and no other is open to them', async () => {
    const tables = await tableGuards(stage.db.asSystem);

    const guarded = tables.filter(({ name, has_workspace }) => has_workspace || name === 'workspaces');
    expect(guarded.filter(({ is_forced }) => !is_forced)).toEqual([]);
    expect(tables.filter((table) => !guarded.includes(table) && table.is_readable)).toEqual([]);
    for (const { name } of guarded) await proveTable(stage, name);
  });

  describe.each(names)('%s', (name) => {
    const fixture = fixtures[name];
    test('keeps what is A’s from B', () => proveApart(stage, name, fixture));
    test('keeps it by row-level security alone', () => proveConfined(stage, name, fixture));
  });
  return () => stage;
}

test('the proofs notice what reads past row-level security, and what relies on it alone', async () => {
  await using stage = await openStage(openTestDatabase, withLeaks);
  const [past, bare] = ['messaging.contactImports.errors', 'messaging.contacts.get'] as const;

  await expect(proveApart(stage, past, fixtures[past])).rejects.toThrow('answered no number in alder');
  await expect(proveConfined(stage, past, fixtures[past])).rejects.toThrow("to be 'collection'");
  await proveApart(stage, bare, fixtures[bare]);
  const unguarded = { ...stage, services: stage.unguarded };
  await expect(proveApart(unguarded, bare, fixtures[bare])).rejects.toThrow('answered {');
});

/** The server's own tree, with a read that asks as the system and one that asks without naming its workspace. */
function withLeaks(deps: ServiceDeps) {
  const { messaging, ...tree } = services(deps);
  const errors: typeof messaging.contactImports.errors = async ({ params }) => {
    const query = sql`select reason from messaging_contact_import_errors where import_id = ${params.import_id}`;
    const rows = await deps.asSystem('leak', (db) => select<{ reason: string }>(db, query));
    return { status: 200, body: rows.map(({ reason }) => reason).join() };
  };
  const get: typeof messaging.contacts.get = async ({ phone_e164 }, ctx) => {
    const query = sql`select * from messaging_contacts where phone_e164 = ${phone_e164}`;
    const found = await selectOne<z.output<typeof Contact>>(ctx.db, query);
    return found ?? ctx.fail('not_found', 'No contact has this number.');
  };
  const leaky = { contacts: { ...messaging.contacts, get }, contactImports: { ...messaging.contactImports, errors } };
  return { ...tree, messaging: { ...messaging, ...leaky } };
}
