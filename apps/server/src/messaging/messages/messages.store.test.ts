import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, select } from '../../database/sql.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { foldCounts } from './fold-counts.ts';
import { messagesPage, type MessageFilters } from './messages.store.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];

const statuses = ['planned', 'claimed', 'sent', 'delivered', 'failed', 'excluded', 'held'];

describe.each(databases)('pages of messages on $on', ({ open, isMissing }) => {
  let db: TestDatabase;
  let workspaceId: string;
  beforeAll(async () => {
    if (isMissing) return;
    db = await open();
    workspaceId = await insertWorkspace(db);
    await insertMessages();
    await foldCounts(db.asSystem);
    await insertMessages();
  });
  afterAll(() => db?.[Symbol.asyncDispose]());

  /** Runs a few seconds, hours and days apart, in each some statuses only, and single messages between them. */
  async function insertMessages(): Promise<void> {
    await db.asWorkspace(workspaceId, (tx) =>
      run(
        tx,
        sql`insert into messaging_messages (workspace_id, id, campaign_id, run, position, channel, phone_e164, sender_id, status, created_at, updated_at)
          select ${workspaceId}::uuid, uuid_v7(at), campaign, case when campaign is null then null else 1 end, p,
                 case when campaign is null then 'whatsapp' else 'sms' end, '+14155550100', 'main',
                 (${`{${statuses.join(',')}}`}::text[])[1 + (n * 3 + p * p) % least(2 + n % 6, 7)], at, at
          from (select n, '2026-03-01T22:00:00Z'::timestamptz + n * n * interval '7 minutes' + (n % 3) * interval '2 seconds' as at,
                       case when n % 4 > 0 then gen_random_uuid() end as campaign from generate_series(1, 24) n) made,
               generate_series(1, 5) p`,
      ),
    );
  }

  async function expected({ status, channel, start_date = '-infinity', end_date = 'infinity' }: MessageFilters) {
    const standing = status === undefined ? sql`true` : sql`status = ${status}`;
    const byChannel = channel === undefined ? sql`true` : sql`channel = ${channel}`;
    const rows = await db.asWorkspace(workspaceId, (tx) =>
      select<{ id: string }>(
        tx,
        sql`select id from messaging_messages where workspace_id = ${workspaceId} and ${standing} and ${byChannel}
          and created_at >= ${start_date}::timestamptz and created_at < ${end_date}::timestamptz order by id desc`,
      ),
    );
    return rows.map(({ id }) => id);
  }

  async function paged(filters: MessageFilters, limit: number) {
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = { filters, after, limit };
      const rows = await db.asWorkspace(workspaceId, (tx) => messagesPage(tx, workspaceId, page));
      ids.push(...rows.map(({ id }) => id));
      after = rows.at(-1)?.id;
      if (after === undefined) return ids;
    }
  }

  const ranges = [
    {},
    { start_date: '2026-03-02T10:00:00.000Z' },
    { start_date: '2026-03-01T23:00:00.000Z', end_date: '2026-03-03T04:30:00.000Z' },
  ];

  async function expectWhole(filters: MessageFilters): Promise<void> {
    const all = await expected(filters);
    expect(await paged(filters, 3)).toEqual(all);
    expect(await paged(filters, 1000)).toEqual(all);
  }

  test.skipIf(isMissing).each([...statuses, 'queued'])(
    'with the status %s hold every message once, newest first',
    async (status) => {
      for (const range of ranges) await expectWhole({ status, ...range });
    },
  );

  test.skipIf(isMissing).each(['sms', 'whatsapp'] as const)(
    'by %s hold every message once, newest first, whatever its status',
    async (channel) => {
      for (const range of ranges) await expectWhole({ channel, ...range });
      for (const status of statuses) await expectWhole({ channel, status });
    },
  );
});
