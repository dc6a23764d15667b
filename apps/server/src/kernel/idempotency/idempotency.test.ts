import { afterAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { deleteKey, readKey, storeAnswer } from './idempotency.store.ts';
import { leaseFrom, reserve } from './idempotency.ts';

const opened = openTestDatabase();
afterAll(async () => (await opened)[Symbol.asyncDispose]());

test('a call that outlived its lease neither answers nor frees the key of the call that took it over', async () => {
  const db = await opened;
  const workspaceId = await insertWorkspace(db);
  const begun = new Date('2026-03-15T07:00:00.000Z');
  const later = new Date(begun.getTime() + 61_000);
  const asked = { workspaceId, operation: 'things.make', key: 'k', inputHash: 'h' };
  const [slow, quick] = [begun, later].map((at) => ({ ...asked, leaseUntil: leaseFrom(at) }));
  if (slow === undefined || quick === undefined) throw new Error('there are two');

  const outcomes = await db.asWorkspace(workspaceId, async (tx) => ({
    first: await reserve(tx, slow, begun),
    second: await reserve(tx, quick, later),
    late: await storeAnswer(tx, slow, { value: 'slow' }),
    freed: await deleteKey(tx, slow),
    done: await storeAnswer(tx, quick, { value: 'quick' }),
  }));

  expect(outcomes).toEqual({ first: null, second: null, late: false, freed: undefined, done: true });
  const kept = await db.asWorkspace(workspaceId, (tx) => readKey(tx, asked));
  expect(kept).toMatchObject({ state: 'done', answer: { value: 'quick' } });
});
