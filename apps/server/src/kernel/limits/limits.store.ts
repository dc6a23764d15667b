import { sql } from 'drizzle-orm';
import type { AsSystem } from '../../database/database.ts';
import { selectOne } from '../../database/sql.ts';
import type { Bucket, BucketStore } from './limits.ts';

/** Buckets shared by every process on one Postgres. */
export function bucketsInPostgres(asSystem: AsSystem): BucketStore {
  return {
    async take(bucket, nowMs) {
      const { key, quota, perSecond, at } = termsOf(bucket, nowMs);
      const refilled = sql`bucket_refilled(b, excluded.updated_at, ${quota}, ${perSecond})`;
      const row = await asSystem('rate limits', (db) =>
        selectOne<{ tokens: number; taken: boolean }>(
          db,
          sql`insert into rate_buckets as b (key, tokens, taken, updated_at) values (${key}, ${quota}::float8 - 1, true, ${at})
              on conflict (key) do update set
                tokens = ${refilled} - case when ${refilled} >= 1 then 1 else 0 end,
                taken = ${refilled} >= 1,
                updated_at = greatest(b.updated_at, excluded.updated_at)
              returning tokens, taken`,
        ),
      );
      if (row === undefined) throw new Error('an upsert answered no row');
      return row.taken ? Math.floor(row.tokens) : row.tokens - 1;
    },
    async peek(bucket, nowMs) {
      const { key, quota, perSecond, at } = termsOf(bucket, nowMs);
      const row = await asSystem('rate limits', (db) =>
        selectOne<{ tokens: number }>(
          db,
          sql`select bucket_refilled(b, ${at}, ${quota}, ${perSecond}) as tokens from rate_buckets b where key = ${key}`,
        ),
      );
      return Math.floor(row?.tokens ?? quota);
    },
  };
}

function termsOf({ key, policy: { quota, windowSeconds } }: Bucket, nowMs: number) {
  return { key, quota, perSecond: quota / windowSeconds, at: new Date(nowMs).toISOString() };
}
