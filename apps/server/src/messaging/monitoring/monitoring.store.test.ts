import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, select } from '../../database/sql.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { foldCounts } from '../messages/fold-counts.ts';
import { standingOf } from './monitoring.store.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];

describe.each(databases)('contacts by consent on $on', ({ open, isMissing }) => {
  let db: TestDatabase;
  let workspaceId: string;
  beforeAll(async () => {
    if (isMissing) return;
    db = await open();
    workspaceId = await insertWorkspace(db);
  });
  afterAll(() => db?.[Symbol.asyncDispose]());

  const change = (statement: ReturnType<typeof sql>) => db.asWorkspace(workspaceId, (tx) => run(tx, statement));
  const standing = async () => {
    const { total_users, opted_in_users, opted_out_users } = await db.asWorkspace(workspaceId, (tx) =>
      standingOf(tx, workspaceId, '2026-01-01T00:00:00Z'),
    );
    return [total_users, opted_in_users, opted_out_users];
  };

  test.skipIf(isMissing)(
    'are counted through additions, changes and deletions, folded or not, and go with their workspace',
    async () => {
      await change(sql`insert into messaging_contacts (workspace_id, id, phone_e164, consent_state, consent_updated_at, created_at, updated_at)
        select ${workspaceId}::uuid, gen_random_uuid(), '+1415' || 5550000 + n, case n % 4 when 0 then 'OPT_OUT' else 'OPT_IN' end, now(), now(), now()
        from generate_series(1, 100) n`);
      expect(await standing()).toEqual([100, 75, 25]);
      await foldCounts(db.asSystem);

      await change(
        sql`update messaging_contacts set consent_state = 'STOP' where phone_e164 in ('+14155550001', '+14155550004')`,
      );
      await change(sql`update messaging_contacts set time_zone = 'UTC'`);
      await change(sql`delete from messaging_contacts where phone_e164 >= '+14155550091'`);
      expect(await standing()).toEqual([90, 67, 23]);
      await foldCounts(db.asSystem);
      expect(await standing()).toEqual([90, 67, 23]);

      await db.asSystem('a workspace ends', (tx) => run(tx, sql`delete from workspaces where id = ${workspaceId}`));
      const left = await db.asSystem('look for what is left', (tx) =>
        select<{ n: number }>(
          tx,
          sql`select ((select count(*) from messaging_contact_count_changes where workspace_id = ${workspaceId})
                + (select count(*) from messaging_contact_counts where workspace_id = ${workspaceId}))::int as n`,
        ),
      );
      expect(left).toEqual([{ n: 0 }]);
    },
  );
});
