import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../lib/ids.ts';
import { callerOf } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { bucketsInPostgres } from './limits.store.ts';
import { bucketsInMemory, limitsOver, defaultPolicies, type BucketStore, type LimitPolicy } from './limits.ts';

const policy: LimitPolicy = { name: 'three-a-minute', quota: 3, windowSeconds: 60, by: 'caller' };
let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const stores: readonly [string, () => BucketStore][] = [
  ['memory', () => bucketsInMemory()],
  ['the database', () => bucketsInPostgres(db.asSystem)],
];

test.each(stores)('buckets in %s give the quota, refuse, and refill evenly', async (_name, open) => {
  let nowMs = 1_000_000;
  const limits = limitsOver(open(), defaultPolicies, () => new Date(nowMs));
  const caller = callerOf(newId(), 'operator');
  const take = () =>
    limits.take([policy], caller, '127.0.0.1').then(
      (state) => state?.remaining,
      (error: unknown) => error,
    );

  expect([await take(), await take(), await take()]).toEqual([2, 1, 0]);
  expect(await take()).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 20 });
  nowMs += 20_000;
  expect(await take()).toBe(0);
  expect(await take()).toMatchObject({ code: 'rate_limited' });
});

test.each(stores)('buckets in %s are counted for each caller alone', async (_name, open) => {
  const limits = limitsOver(open(), defaultPolicies, () => new Date(0));
  const [a, b] = [callerOf(newId(), 'operator'), callerOf(newId(), 'operator')];

  await limits.take([policy], a, '127.0.0.1');

  expect(await limits.take([policy], b, '127.0.0.1')).toMatchObject({ remaining: 2 });
});
