import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
import { openPeople, type People } from '../testing/people.ts';

let people: People;
let bearer: string;
let email: string;
beforeAll(async () => {
  people = await openPeople();
  email = `${newId()}@example.com`;
  bearer = String(
    (await people.call('auth.register', { email, password: 'a password of some length', full_name: 'Olga' }))[
      'access_token'
    ],
  );
  for (const name of ['One', 'Two', 'Three']) {
    people.wait(60);
    await people.call('workspace.settings.update', { name }, { bearer });
  }
});
afterAll(() => people[Symbol.asyncDispose]());

const list = (input: object = {}) => people.call('workspace.audit.list', input, { bearer });

test('every change is a line, newest first, without personal data', async () => {
  const { items } = (await list()) as { items: { operation: string }[] };

  expect(items.map((item) => item.operation)).toEqual([
    ...Array.from({ length: 3 }, () => 'workspace.settings.update'),
    'auth.register',
  ]);
  expect(items[0]).toMatchObject({ actor_kind: 'user', outcome: 'done', facts: { changed: 'name' } });
  expect(JSON.stringify(items)).not.toContain(email);
});

test('lines are found by operation and time, and counted', async () => {
  const from = new Date(people.now().getTime() - 60_000).toISOString();

  expect(await list({ operation: 'auth.register', include_total: true })).toMatchObject({
    items: [{ operation: 'auth.register' }],
    page: { total: 1 },
  });
  expect(await list({ from, include_total: true })).toMatchObject({ page: { total: 2 } });
  expect(await list({ until: from, include_total: true })).toMatchObject({ page: { total: 2 } });
});

test('pages follow each other, and a cursor holds for its own filters', async () => {
  const first = (await list({ limit: 3 })) as { items: { id: string }[]; page: { next_cursor: string } };
  const cursor = first.page.next_cursor;

  const second = await list({ limit: 3, cursor });

  expect(second).toMatchObject({ items: [{ operation: 'auth.register' }], page: { next_cursor: null } });
  await expect(list({ cursor, outcome: 'done' })).rejects.toMatchObject({ code: 'validation_failed' });
});

test('limits are told with what is left of them', async () => {
  const { items } = (await people.call('workspace.limits.get', {}, { bearer })) as { items: object[] };

  expect(items).toContainEqual({
    policy: 'default',
    quota: 1000,
    window_seconds: 60,
    remaining: expect.any(Number),
    reset_seconds: expect.any(Number),
  });
});
