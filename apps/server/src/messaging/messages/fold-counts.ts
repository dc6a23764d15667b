import { sql } from 'drizzle-orm';
import type { AsSystem, Db } from '../../database/database.ts';
import { selectOne } from '../../database/sql.ts';

const changesMax = 20_000;
/** Names the lock that lets one process fold at a time. */
const foldLock = 7_213_431;

/**
 * Folds what statements appended about messages and contacts into the totals that reports read. Whoever reads meanwhile sees each
 * change once: here or there.
 *
 * @returns how many changes were folded
 */
export async function foldCounts(asSystem: AsSystem): Promise<number> {
  return (await foldAll(asSystem, foldMessages)) + (await foldAll(asSystem, foldContacts));
}

async function foldAll(asSystem: AsSystem, foldSome: (db: Db) => Promise<number>): Promise<number> {
  let folded = 0;
  for (;;) {
    const some = await asSystem('fold counts', async (db) => ((await lockFold(db)) ? await foldSome(db) : 0));
    folded += some;
    if (some < changesMax) return folded;
  }
}

async function lockFold(db: Db): Promise<boolean> {
  const lock = await selectOne<{ mine: boolean }>(
    db,
    sql`select pg_try_advisory_xact_lock(${foldLock}::bigint) as mine`,
  );
  return lock?.mine === true;
}

async function foldContacts(db: Db): Promise<number> {
  const found = await selectOne<{ n: number }>(
    db,
    sql`with taken as (
          delete from messaging_contact_count_changes c
          using (select workspace_id, id from messaging_contact_count_changes limit ${changesMax}) chosen
          where c.workspace_id = chosen.workspace_id and c.id = chosen.id returning c.*),
        folded as (
          insert into messaging_contact_counts as t (workspace_id, consent_state, contacts)
          select workspace_id, consent_state, sum(contacts) from taken group by 1, 2
          on conflict (workspace_id, consent_state) do update set contacts = t.contacts + excluded.contacts)
        select count(*)::int as n from taken`,
  );
  return found?.n ?? 0;
}

async function foldMessages(db: Db): Promise<number> {
  const found = await selectOne<{ n: number }>(
    db,
    sql`with taken as (
          delete from messaging_count_changes c using (select workspace_id, id from messaging_count_changes limit ${changesMax}) chosen
          where c.workspace_id = chosen.workspace_id and c.id = chosen.id returning c.*),
        runs as (
          insert into messaging_run_counts as t (workspace_id, campaign_id, run, made_at, status, reason, error_code, encoding, was_planned, messages, parts, deliveries, delivery_ms)
          select workspace_id, campaign_id, run, made_at, status, reason, error_code, encoding, was_planned, sum(messages), sum(parts), sum(deliveries), sum(delivery_ms)
          from taken group by 1, 2, 3, 4, 5, 6, 7, 8, 9
          on conflict on constraint messaging_run_counts_key do update set messages = t.messages + excluded.messages,
            parts = t.parts + excluded.parts, deliveries = t.deliveries + excluded.deliveries, delivery_ms = t.delivery_ms + excluded.delivery_ms),
        slots as (
          insert into messaging_slot_counts as t (workspace_id, slot, status, error_code, messages, deliveries, delivery_ms, last_at)
          select workspace_id, slot, status, error_code, sum(messages), sum(deliveries), sum(delivery_ms), max(last_at)
          from taken where slot is not null group by 1, 2, 3, 4
          on conflict on constraint messaging_slot_counts_key do update set messages = t.messages + excluded.messages,
            deliveries = t.deliveries + excluded.deliveries, delivery_ms = t.delivery_ms + excluded.delivery_ms,
            last_at = greatest(t.last_at, excluded.last_at)),
        days as (
          insert into messaging_day_counts as t (workspace_id, day, status, messages)
          select workspace_id, date_bin('1 day', made_at, '2000-01-01 00:00:00+00'), status, sum(messages) from taken group by 1, 2, 3
          on conflict (workspace_id, day, status) do update set messages = t.messages + excluded.messages)
        select count(*)::int as n from taken`,
  );
  return found?.n ?? 0;
}
