import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CampaignRunRef } from '@marquee/workflows';
import { run } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { runFacts, settleRun } from './campaign-runs.store.ts';
import { foldCounts } from '../messages/fold-counts.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];
const at = '2026-03-10T12:00:00.000Z';

describe.each(databases)('what a run still wants on $on', ({ open, isMissing }) => {
  let db: TestDatabase;
  let ref: CampaignRunRef;
  beforeAll(async () => {
    if (!isMissing) db = await open();
  });
  beforeEach(async () => {
    if (!isMissing) ref = { workspaceId: await insertWorkspace(db), campaignId: newId(), run: 1 };
  });
  afterAll(() => db?.[Symbol.asyncDispose]());

  const change = (statement: ReturnType<typeof sql>) => db.asWorkspace(ref.workspaceId, (tx) => run(tx, statement));
  const facts = () => db.asWorkspace(ref.workspaceId, (tx) => runFacts(tx, ref, at));
  const insert = (count: number) =>
    change(sql`insert into messaging_messages (workspace_id, id, campaign_id, run, position, phone_e164, sender_id, status, created_at, updated_at)
      select ${ref.workspaceId}::uuid, uuid_v7(${at}::timestamptz), ${ref.campaignId}::uuid, 1, p, '+14155550100', 'main', 'planned', ${at}::timestamptz, ${at}::timestamptz
      from generate_series(1, ${count}) p`);

  test.skipIf(isMissing)('follows messages that are due, wait for an instant, are taken and are over', async () => {
    await insert(1200);
    expect(await facts()).toEqual({
      ...{ total: 1200, pending: 1200, dueBatches: [0, 1, 2], nextDueAt: null, nextLookAt: null },
    });

    await change(sql`update messaging_messages set status = 'delivered' where position between 1 and 1150`);
    await change(
      sql`update messaging_messages set status = 'planned', reason = 'quiet_hours', not_before = '2026-03-10T15:00:00Z' where position = 1`,
    );
    await change(
      sql`update messaging_messages set status = 'unconfirmed', not_before = '2026-03-10T13:00:00Z' where position = 2`,
    );
    expect(await facts()).toEqual({
      ...{ total: 1200, pending: 52, dueBatches: [2] },
      ...{ nextDueAt: '2026-03-10T15:00:00.000Z', nextLookAt: '2026-03-10T13:00:00.000Z' },
    });

    await foldCounts(db.asSystem);
    await change(sql`update messaging_messages set status = 'delivered' where position > 1150`);
    expect(await facts()).toMatchObject({ pending: 2, dueBatches: [], nextDueAt: '2026-03-10T15:00:00.000Z' });
    await change(sql`update messaging_messages set not_before = '2026-03-10T11:00:00Z' where position = 1`);
    expect(await facts()).toMatchObject({ pending: 2, dueBatches: [0], nextDueAt: null });

    await change(
      sql`update messaging_messages set status = 'calling', called_at = ${at}, claim_id = gen_random_uuid() where position = 1`,
    );
    expect(await facts()).toMatchObject({ pending: 2, dueBatches: [] });
    await db.asWorkspace(ref.workspaceId, (tx) => settleRun(tx, ref, { at, settleMs: 60_000 }));
    expect(await facts()).toMatchObject({ pending: 2, nextLookAt: '2026-03-10T12:01:00.000Z' });
    await change(sql`update messaging_messages set status = 'delivered', not_before = null where position <= 2`);
    expect(await facts()).toEqual({
      ...{ total: 1200, pending: 0, dueBatches: [], nextDueAt: null, nextLookAt: null },
    });
  });
});
