import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../database/database.ts';
import { run, selectOne } from '../../database/sql.ts';
import type { TestDatabase } from '../../testing/database.ts';
import { carryRunOn, triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { enterNewContacts, lockContact } from '../contacts/contacts.store.ts';
import { openReview } from '../inbound/opt-out-reviews.store.ts';

const phone = '+14150000001';

// PGlite has one session: only Postgres lets two transactions meet at a lock.
describe.skipIf(!hasPostgres())('on Postgres', () => {
  let database: TestDatabase;
  let sending: Sending;

  beforeAll(async () => {
    database = await openTestPostgres();
  });
  beforeEach(async () => {
    sending = await openSending(async () => ({ ...database, [Symbol.asyncDispose]: async () => undefined }));
  });
  afterAll(async () => await database?.[Symbol.asyncDispose]());

  /** Lets a campaign's call wait for the contact's lock, does `work` under it, and carries the campaign on. */
  async function meanwhile(id: string, work: (db: Db, contactId: string) => Promise<void>): Promise<void> {
    const ref = await triggerRun(sending, id);
    const locked = Promise.withResolvers<void>();
    const other = sending.inWorkspace(async (db) => {
      const contact = await lockContact(db, sending.workspaceId, phone);
      locked.resolve();
      await untilSomebodyWaits();
      await work(db, contact?.id ?? '');
    });
    await locked.promise;
    await Promise.all([other, carryRunOn(sending, ref)]);
  }

  async function untilSomebodyWaits(): Promise<void> {
    for (;;) {
      const found = await database.asSystem('look for a waiting transaction', (db) =>
        selectOne<{ n: number }>(
          db,
          // Who waits for a transaction waits in no database, and other tests use this server, too.
          sql`select count(*)::int as n from pg_locks
              where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`,
        ),
      );
      if ((found?.n ?? 0) > 0) return;
    }
  }

  test('an answer that may mean stop holds a call that waited for it to be written down', async () => {
    const id = await sending.campaign({ contacts: 1 });
    const at = sending.deps.now().toISOString();

    await meanwhile(id, async (db, contactId) => {
      const review = { id: sending.deps.newId(), contactId, inboundId: sending.deps.newId(), at };
      await openReview(db, sending.workspaceId, review);
    });

    expect(sending.carrier.sent).toEqual([]);
    expect(await sending.statuses()).toEqual({ planned: 1 });
  });

  test('a number that is stopped while its contact is being added is stopped', async () => {
    const at = sending.deps.now().toISOString();
    const entered = Promise.withResolvers<void>();
    const adding = sending.inWorkspace(async (db) => {
      await enterNewContacts(db, sending.workspaceId);
      entered.resolve();
      await untilSomebodyWaits();
      await run(
        db,
        sql`insert into messaging_contacts (workspace_id, id, phone_e164, consent_state, consent_updated_at, created_at, updated_at)
            values (${sending.workspaceId}, ${sending.deps.newId()}, ${phone}, 'OPT_IN', ${at}, ${at}, ${at})`,
      );
    });
    await entered.promise;

    const [made] = await Promise.all([
      sending.call('messaging.suppressions.add', { phone_e164: phone, reason: 'asked by phone' }),
      adding,
    ]);

    expect(made['phone_e164']).toBe(phone);
    expect(await sending.call('messaging.contacts.get', { phone_e164: phone })).toMatchObject({
      consent_state: 'STOP',
    });
  });

  test('a message that another campaign began under the lock counts against the frequency cap', async () => {
    const id = await sending.campaign({ contacts: 1, fields: { frequency_cap: { messages: 1, days: 1 } } });
    const at = sending.deps.now().toISOString();

    await meanwhile(id, async (db, contactId) => {
      await run(
        db,
        sql`insert into messaging_messages (workspace_id, id, channel, contact_id, phone_e164, sender_id, status, called_at, created_at, updated_at)
            values (${sending.workspaceId}, ${sending.deps.newId()}, 'whatsapp', ${contactId}, ${phone}, 'main', 'calling', ${at}, ${at}, ${at})`,
      );
    });

    expect(sending.carrier.sent).toEqual([]);
    expect(await sending.statuses()).toEqual({ calling: 1, excluded: 1 });
  });
});
