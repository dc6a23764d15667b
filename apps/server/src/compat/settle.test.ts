import { expect, test } from 'vitest';
import type { Settle } from './dialect.ts';
import { settle } from './settle.ts';

const rule: Settle = {
  waitMs: 120,
  operation: 'a.b.get',
  input: { import_id: 'id' },
  field: 'status',
  ended: { completed: { status: 200, message: 'done' }, failed: { status: 422, message: 'failed' } },
  pending: { status: 202, message: 'still going' },
};
const { signal } = new AbortController();

test('a record that has ended already is not looked at', async () => {
  const looks: unknown[] = [];
  const settled = await settle(
    rule,
    { id: 'i', status: 'failed' },
    { look: async (input) => looks.push(input), signal },
  );

  expect(settled).toEqual({ value: { id: 'i', status: 'failed' }, status: 422, message: 'failed' });
  expect(looks).toEqual([]);
});

test('a record is looked at by the fields of the first answer until it ends', async () => {
  const looks: unknown[] = [];
  const look = async (input: unknown) => {
    looks.push(input);
    return { status: looks.length < 2 ? 'running' : 'completed' };
  };
  const settled = await settle(rule, { id: 'i', status: 'queued' }, { look, signal });

  expect(settled).toMatchObject({ status: 200, message: 'done' });
  expect(looks).toEqual([{ import_id: 'i' }, { import_id: 'i' }]);
});

test('waiting ends with the time or the client, and tells what is known', async () => {
  const look = async () => ({ id: 'i', status: 'running' });
  const late = await settle(rule, { id: 'i', status: 'queued' }, { look, signal });
  const left = await settle(
    { ...rule, waitMs: 60_000 },
    { id: 'i', status: 'queued' },
    { look, signal: AbortSignal.abort() },
  );

  expect(late).toEqual({ value: { id: 'i', status: 'running' }, status: 202, message: 'still going' });
  expect(left.status).toBe(202);
});
