import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { select } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { openPeople, type People } from '../testing/people.ts';

const password = 'a password of some length';
let people: People;
let owner: { readonly access: string; readonly userId: string; readonly workspaceId: string };

beforeAll(async () => {
  people = await openPeople();
});
afterAll(() => people[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = await newOwner();
});

async function newOwner(email = `${newId()}@example.com`) {
  const tokens = await people.call('auth.register', { email, password, full_name: 'Olga', workspace_name: 'Acme' });
  return await signedIn(tokens);
}

async function signedIn(tokens: Record<string, unknown>) {
  const access = String(tokens['access_token']);
  const me = await people.call('auth.me', {}, { bearer: access });
  return { access, userId: (me as { user: { id: string } }).user.id, workspaceId: String(tokens['workspace_id']) };
}

async function invite(email: string, role = 'operator'): Promise<{ id: string; token: string }> {
  const invitation = await people.call('workspace.members.invite', { email, role }, { bearer: owner.access });
  await people.deliver();
  const mail = people.mailbox.at(-1);
  expect(mail?.to).toBe(email);
  return { id: String(invitation['user_id']), token: /#token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '' };
}

async function joined(role = 'operator') {
  const email = `${newId()}@example.com`;
  const { token } = await invite(email, role);
  return { email, ...(await signedIn(await people.call('auth.acceptInvite', { token, full_name: 'Max', password }))) };
}

function list() {
  return people.call('workspace.members.list', {}, { bearer: owner.access });
}

test('someone invited is listed, joins with a new account, and is then a member', async () => {
  const email = `${newId()}@example.com`;
  const { id, token } = await invite(email, 'viewer');
  expect(await list()).toMatchObject({
    items: [{ role: 'owner' }, { user_id: id, status: 'invited', email, full_name: null }],
  });

  const member = await signedIn(await people.call('auth.acceptInvite', { token, full_name: 'Max', password }));

  expect(member.workspaceId).toBe(owner.workspaceId);
  expect(await list()).toMatchObject({
    items: [{ role: 'owner' }, { user_id: member.userId, status: 'active', role: 'viewer', full_name: 'Max' }],
  });
  const events = await people.db.asSystem('test', (db) =>
    select<{ name: string }>(
      db,
      sql`select name from outbox_events where workspace_id = ${owner.workspaceId} order by id`,
    ),
  );
  expect(events.map((event) => event.name)).toEqual(['workspace.members.invited', 'workspace.members.joined']);
});

test('an invitation is good once', async () => {
  const { token } = await invite(`${newId()}@example.com`);
  await people.call('auth.acceptInvite', { token, full_name: 'Max', password });

  const again = people.call('auth.acceptInvite', { token, full_name: 'Eve', password });

  await expect(again).rejects.toMatchObject({ code: 'unprocessable' });
});

test('inviting an address again replaces the invitation and its link', async () => {
  const email = `${newId()}@example.com`;
  const first = await invite(email, 'viewer');
  const second = await invite(email, 'admin');

  await expect(
    people.call('auth.acceptInvite', { token: first.token, full_name: 'M', password }),
  ).rejects.toMatchObject({ code: 'unprocessable' });
  await people.call('auth.acceptInvite', { token: second.token, full_name: 'M', password });

  expect(await list()).toMatchObject({ items: [{ role: 'owner' }, { email, role: 'admin' }] });
});

test('an invitation is over after seven days, or when it is withdrawn', async () => {
  const late = await invite(`${newId()}@example.com`);
  people.wait(7 * 86_400);
  owner = await newOwner();
  const withdrawn = await invite(`${newId()}@example.com`);
  await people.call('workspace.members.remove', { user_id: withdrawn.id }, { bearer: owner.access });

  for (const { token } of [late, withdrawn]) {
    await expect(people.call('auth.acceptInvite', { token, full_name: 'M', password })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  }
});

test('someone with an account joins with its own password, and signs in where they worked last', async () => {
  const email = `${newId()}@example.com`;
  const other = await newOwner(email);
  const { token } = await invite(email);

  await expect(people.call('auth.acceptInvite', { token, password: 'not their password' })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  await people.call('auth.acceptInvite', { token, password });

  expect(await people.call('auth.login', { email, password })).toMatchObject({ workspace_id: owner.workspaceId });
  expect(await people.call('auth.login', { email, password, workspace_id: other.workspaceId })).toMatchObject({
    workspace_id: other.workspaceId,
  });
  expect(await people.call('auth.login', { email, password })).toMatchObject({ workspace_id: other.workspaceId });
  const foreign = people.call('auth.login', { email, password, workspace_id: newId() });
  await expect(foreign).rejects.toMatchObject({ code: 'forbidden' });
});

test('someone new must give a name and a long enough password', async () => {
  const { token } = await invite(`${newId()}@example.com`);

  await expect(people.call('auth.acceptInvite', { token, password })).rejects.toMatchObject({ code: 'unprocessable' });
  await expect(people.call('auth.acceptInvite', { token, full_name: 'M', password: 'short' })).rejects.toMatchObject({
    code: 'unprocessable',
  });
});

test('members are invited by admins only, never above their own role, and never twice', async () => {
  const viewer = await joined('viewer');
  const admin = await joined('admin');
  const from = (bearer: string, input: object) => people.call('workspace.members.invite', input, { bearer });

  await expect(from(viewer.access, { email: 'a@example.com' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(from(admin.access, { email: 'a@example.com', role: 'owner' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(from(admin.access, { email: viewer.email.toUpperCase() })).rejects.toMatchObject({ code: 'conflict' });
});

test('a changed role holds for sessions that are open', async () => {
  const member = await joined('viewer');

  await people.call('workspace.members.update', { user_id: member.userId, role: 'admin' }, { bearer: owner.access });

  expect(await people.call('auth.me', {}, { bearer: member.access })).toMatchObject({ role: 'admin' });
});

test('the last owner can neither step down nor leave, also when two owners act at once', async () => {
  const alone = people.call(
    'workspace.members.update',
    { user_id: owner.userId, role: 'admin' },
    { bearer: owner.access },
  );
  await expect(alone).rejects.toMatchObject({ code: 'unprocessable' });
  const second = await joined('owner');

  const both = await Promise.allSettled([
    people.call('workspace.members.remove', { user_id: second.userId }, { bearer: owner.access }),
    people.call('workspace.members.remove', { user_id: owner.userId }, { bearer: second.access }),
  ]);

  expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  const owners = await people.db.asSystem('test', (db) =>
    select(db, sql`select 1 from workspace_members where workspace_id = ${owner.workspaceId} and role = 'owner'`),
  );
  expect(owners).toHaveLength(1);
});

test('someone removed is out at once, with their sessions and keys', async () => {
  const member = await joined('admin');
  const { key } = await people.call(
    'workspace.apiKeys.create',
    { name: 'k', scopes: ['workspace:read'] },
    { bearer: member.access },
  );
  await people.call('workspace.limits.get', {}, { bearer: String(key) });

  await people.call('workspace.members.remove', { user_id: member.userId }, { bearer: owner.access });

  for (const bearer of [member.access, String(key)]) {
    await expect(people.call('workspace.limits.get', {}, { bearer })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  }
  expect(await people.call('workspace.apiKeys.list', {}, { bearer: owner.access })).toMatchObject({ items: [] });
});

test('another workspace’s members are not found and stay as they are', async () => {
  const stranger = await newOwner();

  const update = people.call(
    'workspace.members.update',
    { user_id: stranger.userId, role: 'viewer' },
    { bearer: owner.access },
  );
  const remove = people.call('workspace.members.remove', { user_id: stranger.userId }, { bearer: owner.access });

  await expect(update).rejects.toMatchObject({ code: 'not_found' });
  await expect(remove).rejects.toMatchObject({ code: 'not_found' });
  expect(await people.call('auth.me', {}, { bearer: stranger.access })).toMatchObject({ role: 'owner' });
});

test('people come in pages without gaps, and a made-up cursor is refused', async () => {
  for (let n = 0; n < 4; n += 1) await invite(`${newId()}@example.com`);
  const seen: string[] = [];
  let cursor: string | null = null;

  do {
    const page: Record<string, unknown> = await people.call(
      'workspace.members.list',
      { limit: 2, include_total: true, ...(cursor === null ? {} : { cursor }) },
      { bearer: owner.access },
    );
    const { items, page: at } = page as {
      items: { user_id: string }[];
      page: { next_cursor: string | null; total: number };
    };
    expect(at.total).toBe(5);
    seen.push(...items.map((item) => item.user_id));
    cursor = at.next_cursor;
  } while (cursor !== null);

  expect(new Set(seen).size).toBe(5);
  const made = people.call('workspace.members.list', { cursor: 'bm9uc2Vuc2U' }, { bearer: owner.access });
  await expect(made).rejects.toMatchObject({ code: 'validation_failed' });
});
