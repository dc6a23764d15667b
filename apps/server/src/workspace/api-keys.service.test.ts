import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { select } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { openPeople, type People } from '../testing/people.ts';

let people: People;
let owner: string;
beforeAll(async () => {
  people = await openPeople();
  owner = await newOwner();
});
afterAll(() => people[Symbol.asyncDispose]());

async function newOwner(): Promise<string> {
  const input = { email: `${newId()}@example.com`, password: 'a password of some length', full_name: 'Olga' };
  return String((await people.call('auth.register', input))['access_token']);
}

async function make(input: object = {}, bearer = owner) {
  const made = await people.call(
    'workspace.apiKeys.create',
    { name: 'nightly', scopes: ['workspace:read'], ...input },
    { bearer },
  );
  return { ...made, id: String(made['id']), key: String(made['key']) };
}

const use = (key: string) => people.call('workspace.settings.get', {}, { bearer: key });

test('a key is shown once, kept as a hash, and acts with its own scopes', async () => {
  const { id, key } = await make();

  expect(key).toMatch(/^mq_live_[\w-]{43}$/);
  expect(await people.call('auth.me', {}, { bearer: key })).toMatchObject({
    kind: 'api_key',
    api_key_id: id,
    scopes: ['workspace:read'],
    workspaces: [],
  });
  await expect(people.call('workspace.apiKeys.list', {}, { bearer: key })).rejects.toMatchObject({ code: 'forbidden' });
  const stored = await people.db.asSystem('test', (db) => select(db, sql`select * from workspace_api_keys`));
  expect(JSON.stringify(stored)).not.toContain(key);
});

test('a revoked key is refused at once, and revoking twice keeps the first instant', async () => {
  const { id, key } = await make();
  await use(key);

  const first = await people.call('workspace.apiKeys.revoke', { key_id: id }, { bearer: owner });
  await expect(use(key)).rejects.toMatchObject({ code: 'unauthenticated' });
  people.wait(5);
  const second = await people.call('workspace.apiKeys.revoke', { key_id: id }, { bearer: owner });

  expect(second['revoked_at']).toBe(first['revoked_at']);
});

test('a key revoked in one process is refused in another within ten seconds', async () => {
  const { id, key } = await make();
  const elsewhere = people.another();
  await elsewhere('workspace.settings.get', {}, { bearer: key });
  await people.call('workspace.apiKeys.revoke', { key_id: id }, { bearer: owner });

  people.wait(10);

  await expect(elsewhere('workspace.settings.get', {}, { bearer: key })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('a key ends at its expiry, to the second, though it is in use', async () => {
  const { key } = await make({ expires_at: new Date(people.now().getTime() + 3000).toISOString() });
  await use(key);

  people.wait(3);

  await expect(use(key)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a key cannot be made to end in the past or to do more than its maker', async () => {
  await expect(make({ expires_at: people.now().toISOString() })).rejects.toMatchObject({ code: 'unprocessable' });
  const { key } = await make({ scopes: ['workspace:admin'] });

  await expect(make({ scopes: ['messaging:send'] }, key)).rejects.toMatchObject({ code: 'forbidden' });
});

test('use is noted about every five minutes', async () => {
  const { id, key } = await make();
  const lastUse = async () => {
    const { items } = (await people.call('workspace.apiKeys.list', {}, { bearer: owner })) as {
      items: { id: string; last_used_at: string | null }[];
    };
    return items.find((item) => item.id === id)?.last_used_at;
  };
  expect(await lastUse()).toBeNull();

  await use(key);
  const first = await lastUse();
  people.wait(60);
  await use(key);

  expect(first).not.toBeNull();
  expect(await lastUse()).toBe(first);
  people.wait(300);
  await use(key);
  expect(await lastUse()).toBe(people.now().toISOString());
});

test('an unknown key is nobody, and another workspace’s is not found', async () => {
  const { id, key } = await make();
  const stranger = await newOwner();

  await expect(use(`${key}x`)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(people.call('workspace.apiKeys.revoke', { key_id: id }, { bearer: stranger })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await use(key)).toMatchObject({ time_zone: 'UTC' });
});

test('revoked keys are listed when asked for', async () => {
  const fresh = await newOwner();
  const { id } = await make({}, fresh);
  await people.call('workspace.apiKeys.revoke', { key_id: id }, { bearer: fresh });

  expect(await people.call('workspace.apiKeys.list', { include_total: true }, { bearer: fresh })).toMatchObject({
    items: [],
    page: { total: 0 },
  });
  expect(await people.call('workspace.apiKeys.list', { include_revoked: true }, { bearer: fresh })).toMatchObject({
    items: [{ id }],
  });
});
