import type { ProviderStatus } from '@marquee/rules/messaging/sms/message-status';
import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { sweepParkedReports } from './apply-parked.ts';
import { campaignActivities } from '../campaigns/campaigns.activities.ts';
import { foldCounts } from './fold-counts.ts';
import { messagesByStatus, runGroups, runTotals, type CountedMessages } from './message-counts.store.ts';
import { applyReports } from './message-statuses.store.ts';
import { activitySince } from '../monitoring/monitoring.store.ts';
import { sendBatch } from '../sending/send-batch.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];

describe.each(databases)('counts of messages on $on', ({ open, isMissing }) => {
  let db: TestDatabase;
  beforeAll(async () => {
    if (!isMissing) db = await open();
  });
  afterAll(() => db?.[Symbol.asyncDispose]());

  const opened = () => openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));

  test.skipIf(isMissing)('equal a count of the rows after kills, duplicates and reordered callbacks', async () => {
    const sending = await opened();
    const ref = await frozenRun(sending, 120);

    await dieAmidst(sending, ref);
    await expectExact(sending, ref);
    await foldCounts(db.asSystem);
    sending.carrier.answer = ({ to }) => (/[37]$/.test(to) ? { kind: 'refused', code: 21_211 } : null);
    await sendBatch(sending.deps, { ...ref, batch: 0, claimId: sending.deps.newId() }, sending.attempt);
    await expectExact(sending, ref);
    await reportAll(sending, ['delivered', 'sent', 'delivered', 'queued', 'sent']);
    await expectExact(sending, ref);
    await foldCounts(db.asSystem);

    await expectExact(sending, ref);
    expect(Object.keys(await sending.statuses()).toSorted()).toEqual([
      ...['delivered', 'failed', 'queued', 'unconfirmed'],
    ]);
  });

  test.skipIf(isMissing)(
    'stay exact while lanes, callbacks and the fold run at once',
    { timeout: 120_000 },
    async () => {
      const sending = await opened();
      const ref = await frozenRun(sending, 2000);
      const { deps } = sending;
      const lanes = [0, 1, 2, 3].map((batch) =>
        sendBatch({ ...deps }, { ...ref, batch, claimId: deps.newId() }, sending.attempt),
      );
      let isSending = true;
      const others = [
        (async () => {
          while (isSending) await foldCounts(db.asSystem);
        })(),
        (async () => {
          while (isSending) await reportAll(sending, ['sent', 'delivered']);
        })(),
      ];

      await Promise.all(lanes).finally(() => (isSending = false));
      await Promise.all(others);
      await reportAll(sending, ['delivered']);
      // Reports and records that committed at one instant have not seen each other.
      while ((await sweepParkedReports(db)) > 0);

      await expectExact(sending, ref);
      expect(await sending.statuses()).toEqual({ delivered: 2000 });
      expect(await sending.inWorkspace((tx) => runTotals(tx, ref.workspaceId, ref))).toEqual({
        total: 2000,
        pending: 0,
        waiting: 0,
        taken: 0,
      });
    },
  );

  test.skipIf(isMissing)('follow rows that are deleted, and go with their workspace', async () => {
    const sending = await opened();
    const ref = await frozenRun(sending, 20);
    await sending.inWorkspace((tx) => run(tx, sql`delete from messaging_messages where position <= 5`));
    await expectExact(sending, ref);
    await foldCounts(db.asSystem);

    await db.asSystem('a workspace ends', (tx) => run(tx, sql`delete from workspaces where id = ${ref.workspaceId}`));

    const left = await db.asSystem('look for what is left', (tx) =>
      select<{ n: number }>(
        tx,
        sql`select (select count(*) from messaging_count_changes where workspace_id = ${ref.workspaceId})::int
                 + (select count(*) from messaging_run_counts where workspace_id = ${ref.workspaceId})::int as n`,
      ),
    );
    expect(left).toEqual([{ n: 0 }]);
  });

  test.skipIf(isMissing)(
    'cut a range of time exactly, whole days and parts of days, with a campaign and without',
    async () => {
      const sending = await opened();
      const ref = await frozenRun(sending, 10);
      await sending.inWorkspace((tx) =>
        run(
          tx,
          sql`insert into messaging_messages (workspace_id, id, channel, phone_e164, sender_id, status, created_at, updated_at)
            select ${ref.workspaceId}::uuid, uuid_v7(at), 'whatsapp', '+14155550100', 'main', 'sent', at, at
            from generate_series('2026-03-08T00:00:00Z'::timestamptz, '2026-03-12T23:00:00Z', '1 hour') at`,
        ),
      );
      const ranges = [
        {},
        { start_date: '2026-03-09T00:00:00Z', end_date: '2026-03-11T00:00:00Z' },
        { start_date: '2026-03-08T13:30:00Z', end_date: '2026-03-12T02:00:00.001Z' },
        { start_date: '2026-03-10T11:59:00Z', end_date: '2026-03-10T12:00:01Z' },
        { start_date: '2026-03-10T12:00:00.001Z' },
        { end_date: '2026-03-10T12:00:00+00:00' },
        { start_date: '2026-03-09T23:30:00Z', end_date: '2026-03-10T00:30:00Z' },
      ];
      for (const fold of [false, true]) {
        if (fold) await foldCounts(db.asSystem);
        for (const range of ranges) {
          const filters: CountedMessages[] = [
            ...[range, { ...range, campaign_id: ref.campaignId }, { ...range, status: 'sent' }],
            ...(['sms', 'whatsapp'] as const).map((channel) => ({ ...range, channel })),
            { ...range, campaign_id: ref.campaignId, channel: 'whatsapp' },
          ];
          for (const filter of filters) {
            const counted = await sending.inWorkspace((tx) => messagesByStatus(tx, ref.workspaceId, filter));
            expect({ filter, counted: sorted(counted) }).toEqual({ filter, counted: await rowsWhere(sending, filter) });
          }
        }
      }
    },
  );
});

async function frozenRun(sending: Sending, contacts: number): Promise<CampaignRunRef> {
  const campaignId = await sending.campaign({ contacts });
  const started = await sending.call('messaging.campaigns.trigger', { campaign_id: campaignId });
  const ref = { workspaceId: sending.workspaceId, campaignId, run: Number(started['run']) };
  const activities = campaignActivities(sending.deps);
  await activities.nextCampaignStep(ref);
  await new MockActivityEnvironment().run(() => activities.freezeCampaignAudience(ref));
  return ref;
}

/** An attempt that is killed with calls open: its database goes away while it records. */
async function dieAmidst({ deps, attempt, carrier }: Sending, ref: CampaignRunRef): Promise<void> {
  let isDead = false;
  carrier.answer = (_message, count) => {
    isDead ||= count >= 50;
    return null;
  };
  const asWorkspace: typeof deps.asWorkspace = async (workspaceId, work) => {
    if (isDead) throw new Error('killed');
    return await deps.asWorkspace(workspaceId, work);
  };
  const claim = { ...ref, batch: 0, claimId: deps.newId() };
  await expect(sendBatch({ ...deps, asWorkspace }, claim, attempt)).rejects.toThrow('killed');
}

/** Carriers' reports about everything that has been sent, in this order, for each message. */
async function reportAll({ inWorkspace, workspaceId, carrier, deps }: Sending, statuses: readonly ProviderStatus[]) {
  const sids = carrier.sent.map(({ sid }) => sid).filter((_sid, n) => n % 5 !== 4 || statuses.length === 1);
  for (const status of statuses) {
    const at = deps.now().toISOString();
    const reports = sids.map((sid) => ({ sid, messageId: null, status, errorCode: null, at }));
    await inWorkspace((tx) => applyReports(tx, workspaceId, reports));
  }
}

const alike = sql`status, reason, error_code, encoding, claimed_at is not null or status <> 'excluded'`;

async function expectExact({ inWorkspace, workspaceId }: Sending, ref: CampaignRunRef): Promise<void> {
  const groups = await inWorkspace((tx) => runGroups(tx, workspaceId, ref));
  const rows = await inWorkspace((tx) =>
    select<(typeof groups)[number]>(
      tx,
      sql`select ${alike} as was_planned, count(*)::int as messages, coalesce(sum(parts), 0)::int as parts, count(delivered_at)::int as deliveries,
                 coalesce(sum(extract(epoch from delivered_at - sent_at)), 0)::float8 as delivery_seconds
          from messaging_messages where workspace_id = ${workspaceId} group by ${alike}`,
    ),
  );
  const key = (group: object) => JSON.stringify(Object.entries(group).toSorted(([a], [b]) => a.localeCompare(b)));
  expect(groups.map(key).toSorted()).toEqual(rows.map(key).toSorted());
  expect(sorted(await inWorkspace((tx) => sentSince(tx, workspaceId)))).toEqual(
    sorted(new Map([...byStatus(rows)].filter(([status]) => handedOver.has(status)))),
  );
}

const handedOver = new Set(['accepted', 'queued', 'sending', 'sent', 'delivered', 'read', 'undelivered', 'failed']);

async function sentSince(tx: Db, workspaceId: string): Promise<ReadonlyMap<string, number>> {
  return byStatus(await activitySince(tx, workspaceId, '2026-01-01T00:00:00Z'));
}

function byStatus(groups: readonly { readonly status: string; readonly messages: number }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status, messages } of groups) counts.set(status, (counts.get(status) ?? 0) + messages);
  return counts;
}

async function rowsWhere({ inWorkspace, workspaceId }: Sending, filter: CountedMessages) {
  const rows = await inWorkspace((tx) =>
    select<{ status: string; messages: number }>(
      tx,
      sql`select status, count(*)::int as messages from messaging_messages where workspace_id = ${workspaceId}
            and (${filter.start_date ?? null}::timestamptz is null or created_at >= ${filter.start_date ?? null}::timestamptz)
            and (${filter.end_date ?? null}::timestamptz is null or created_at < ${filter.end_date ?? null}::timestamptz)
            and (${filter.campaign_id ?? null}::uuid is null or campaign_id = ${filter.campaign_id ?? null}::uuid)
            and (${filter.channel ?? null}::text is null or channel = ${filter.channel ?? null}::text)
            and (${filter.status ?? null}::text is null or status = ${filter.status ?? null}::text)
          group by 1`,
    ),
  );
  return sorted(byStatus(rows));
}

function sorted(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b));
}
