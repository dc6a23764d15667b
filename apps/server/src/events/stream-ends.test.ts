import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, select } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { openLiveServer, type LiveServer } from '../testing/doors/live-server.ts';
import { openSocket } from '../testing/doors/sockets.ts';
import { hasPostgres, openTestPostgres } from '../testing/postgres.ts';

const password = 'correct horse battery';
const over = { status: 401, code: 'unauthenticated' };

interface End {
  readonly status: number;
  readonly code: string;
}

interface Person {
  readonly email: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly workspaceId: string;
  readonly userId: string;
}

async function signUp({ services }: LiveServer): Promise<Person> {
  const email = `${newId()}@example.com`;
  const tokens = await services.call('auth.register', { email, password, full_name: 'Ann', workspace_name: 'Ann' });
  return await personOf(services, email, tokens);
}

async function personOf(
  services: LiveServer['services'],
  email: string,
  tokens: { access_token: string; refresh_token?: string | undefined; workspace_id: string },
): Promise<Person> {
  const { access_token: token, refresh_token: refreshToken = '', workspace_id: workspaceId } = tokens;
  const { user } = await services.call('auth.me', {}, { bearer: token });
  return { email, token, refreshToken, workspaceId, userId: user.id };
}

/** Somebody who also belongs to the owner's workspace, signed in there. */
async function joined(server: LiveServer, db: TestDatabase, owner: Person): Promise<Person> {
  const { email, userId } = await signUp(server);
  await db.asSystem('a member for a test; joining takes a mail', (tx) =>
    run(
      tx,
      sql`insert into workspace_members (workspace_id, user_id, email, email_key, full_name, role, created_at, updated_at)
          values (${owner.workspaceId}, ${userId}, ${email}, ${email}, 'Max', 'admin', now(), now())`,
    ),
  );
  const signIn = { username: email, password, workspace_id: owner.workspaceId };
  return await personOf(server.services, email, await server.services.call('auth.login', signIn));
}

/** Follows events through each of the three doors. `ends` tells how the server ended them. */
async function follow({ url, wsUrl }: LiveServer, token: string) {
  const signal = AbortSignal.timeout(30_000);
  const get = (path: string) =>
    fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' }, signal });
  const [sse, trpc] = await Promise.all([get('/api/v1/events/stream'), get('/trpc/events.stream.websocket?input={}')]);
  const socket = openSocket(`${wsUrl}/api/v1/events/ws`, { type: 'authenticate', token });
  expect([sse.status, trpc.status]).toEqual([200, 200]);
  await socket.received(1);
  const ends = Promise.all([problemOf(sse, 'problem'), problemOf(trpc, 'serialized-error'), refusalOf(socket)]);
  return { ends: async () => await ends };
}

/** The stream's last message, once the server has ended it; null when it ended without a problem. */
async function problemOf(response: Response, event: string): Promise<End | null> {
  const text = await response.text();
  const data = new RegExp(`event: ${event}\\ndata: (.*)\\n`).exec(text)?.[1];
  if (data === undefined) return null;
  const told = JSON.parse(data) as End & { data?: { problem: End } }; // a problem, or tRPC's error around it
  const { status, code } = told.data?.problem ?? told;
  return { status, code };
}

async function refusalOf({ received, closed }: ReturnType<typeof openSocket>): Promise<End | null> {
  const closeCode = await closed;
  const last = (await received(1)).at(-1) as { problem?: End }; // `ready`, or the problem after it
  if (last.problem === undefined || closeCode !== 4000 + last.problem.status) return null;
  return { status: last.problem.status, code: last.problem.code };
}

describe('in the process that ends it', () => {
  let db: TestDatabase;
  let server: LiveServer;
  let owner: Person;
  let aheadMs = 0;

  beforeAll(async () => {
    db = await openTestDatabase();
    server = await openLiveServer(db, { now: () => new Date(Date.parse('2026-03-15T07:00:00Z') + aheadMs) });
    owner = await signUp(server);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  });

  const keyOf = ({ token: bearer }: Person) =>
    server.services.call('workspace.apiKeys.create', { name: newId(), scopes: ['events:read'] }, { bearer });

  test('streams end when their API key is revoked', async () => {
    const { id, key } = await keyOf(owner);
    const { ends } = await follow(server, key);

    await server.services.call('workspace.apiKeys.revoke', { key_id: id }, { bearer: owner.token });

    expect(await ends()).toEqual([over, over, over]);
  });

  test('streams end when their session is signed out', async () => {
    const leaving = await signUp(server);
    const { ends } = await follow(server, leaving.token);

    await server.services.call('auth.logout', {}, { bearer: leaving.token });

    expect(await ends()).toEqual([over, over, over]);
  });

  test('streams end when a refresh token of their session is used a second time', async () => {
    const robbed = await signUp(server);
    const { ends } = await follow(server, robbed.token);
    await server.services.call('auth.refresh', { refresh_token: robbed.refreshToken });

    aheadMs += 11_000;
    const again = server.services.call('auth.refresh', { refresh_token: robbed.refreshToken });

    await expect(again).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await ends()).toEqual([over, over, over]);
  });

  test('streams end when their member is removed, and those of others go on', async () => {
    const member = await joined(server, db, owner);
    const { key: bystander } = await keyOf(owner);
    const [removed, other] = [await follow(server, member.token), await follow(server, bystander)];
    let isOtherOver = false;
    void other.ends().then(() => (isOtherOver = true));

    await server.services.call('workspace.members.remove', { user_id: member.userId }, { bearer: owner.token });

    expect(await removed.ends()).toEqual([over, over, over]);
    expect(isOtherOver).toBe(false);
  });

  test('streams end with word to connect again when their member’s role becomes another', async () => {
    const member = await joined(server, db, owner);
    const { ends } = await follow(server, member.token);

    const change = { user_id: member.userId, role: 'viewer' } as const;
    await server.services.call('workspace.members.update', change, { bearer: owner.token });

    const changed = { status: 503, code: 'unavailable' };
    expect(await ends()).toEqual([changed, changed, changed]);
    await follow(server, member.token);
  });

  test('streams end when their key loses the scope to follow', async () => {
    const { id, key } = await keyOf(owner);
    const { ends } = await follow(server, key);

    await db.asSystem('test', (tx) =>
      run(tx, sql`update workspace_api_keys set scopes = '["system:read"]' where id = ${id}`),
    );

    const forbidden = { status: 403, code: 'forbidden' };
    expect(await ends()).toEqual([forbidden, forbidden, forbidden]);
  });

  test('streams end when their access token does', async () => {
    const { ends } = await follow(server, owner.token);

    aheadMs += 1_800_000;

    expect(await ends()).toEqual([over, over, over]);
  });
});

describe.skipIf(!hasPostgres())('in every other process on the same Postgres', () => {
  test('streams end when their key is revoked or their session signed out elsewhere', async () => {
    await using db = await openTestPostgres();
    await using here = await openLiveServer(db);
    await using elsewhere = await openLiveServer(db);
    const owner = await signUp(elsewhere);
    const bearer = { bearer: owner.token };
    const name = { name: 'Reader', scopes: ['events:read'] as const };
    const { id, key } = await elsewhere.services.call(
      'workspace.apiKeys.create',
      { ...name, scopes: [...name.scopes] },
      bearer,
    );
    const [byKey, bySession] = [await follow(here, key), await follow(here, owner.token)];

    await elsewhere.services.call('workspace.apiKeys.revoke', { key_id: id }, bearer);
    expect(await byKey.ends()).toEqual([over, over, over]);

    await elsewhere.services.call('auth.logout', {}, bearer);
    expect(await bySession.ends()).toEqual([over, over, over]);
    const sessions = await db.asSystem('test', (tx) =>
      select<{ ended_because: string }>(tx, sql`select ended_because from auth_sessions`),
    );
    expect(sessions).toEqual([{ ended_because: 'logout' }]);
  });
});
