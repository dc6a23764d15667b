import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, select } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { openPeople, type People } from '../testing/people.ts';

let people: People;
beforeAll(async () => {
  people = await openPeople();
});
afterAll(() => people[Symbol.asyncDispose]());

const password = 'a password of some length';

async function registered(name = newId()) {
  const email = `${name}@example.com`;
  const tokens = await people.call('auth.register', { email, password, full_name: 'Ada', workspace_name: 'Acme' });
  return {
    email,
    access: String(tokens['access_token']),
    refresh: String(tokens['refresh_token']),
    workspaceId: String(tokens['workspace_id']),
  };
}

function tokenIn(text: string | undefined): string {
  return /#token=(\S+)/.exec(text ?? '')?.[1] ?? '';
}

async function resetTokenFor(email: string): Promise<string> {
  await people.call('auth.forgotPassword', { email });
  await people.deliver();
  return tokenIn(people.mailbox.at(-1)?.text);
}

test('registering makes a workspace, its owner and tokens that work', async () => {
  const { access, email, workspaceId } = await registered();

  const me = await people.call('auth.me', {}, { bearer: access });

  expect(me).toMatchObject({
    kind: 'user',
    role: 'owner',
    user: { email, full_name: 'Ada' },
    workspace: { id: workspaceId, name: 'Acme' },
  });
  expect(decodeJwt(access)).toMatchObject({ workspace: workspaceId, role: 'owner' });
});

test('an address has one account, whatever its case', async () => {
  const { email } = await registered();

  const again = people.call('auth.register', {
    email: email.toUpperCase(),
    password,
    full_name: 'B',
    tenant_name: 'C',
  });

  await expect(again).rejects.toMatchObject({ code: 'conflict' });
});

test('signing in takes username or email, in any case, and tells nothing about which part was wrong', async () => {
  const { email, workspaceId } = await registered();

  const right = await people.call('auth.login', { username: email.toUpperCase(), password });
  const wrong = await people.call('auth.login', { email, password: 'wrong' }).catch((error: unknown) => error);
  const unknown = await people
    .call('auth.login', { email: 'nobody@example.com', password })
    .catch((error: unknown) => error);

  expect(right).toMatchObject({ workspace_id: workspaceId, token_type: 'bearer', expires_in: 1800 });
  expect(wrong).toMatchObject({ code: 'unauthenticated', message: (unknown as Error).message });
});

test('a sign-in without username and email is refused as input', async () => {
  await expect(people.call('auth.login', { password })).rejects.toMatchObject({ code: 'validation_failed' });
});

test('after ten wrong passwords even the right one waits, in every process, until the window is over', async () => {
  const { email } = await registered();
  for (let n = 0; n < 10; n += 1) {
    await expect(people.call('auth.login', { email, password: 'wrong' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  }

  const blocked = people.another()('auth.login', { email, password });

  await expect(blocked).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 900 });
  people.wait(901);
  expect(await people.call('auth.login', { email, password })).toMatchObject({ token_type: 'bearer' });
});

test('ten guesses in parallel are counted as ten', async () => {
  const { email } = await registered();

  const guesses = await Promise.allSettled(
    Array.from({ length: 12 }, () => people.call('auth.login', { email, password: 'wrong' })),
  );

  const codes = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.code : 'ok'));
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(2);
});

test('an access token ends after 30 minutes and a forged one never counts', async () => {
  const { access } = await registered();
  const [head, body, signature = ''] = access.split('.');
  const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;

  await expect(people.call('auth.me', {}, { bearer: forged })).rejects.toMatchObject({ code: 'unauthenticated' });
  people.wait(1801);

  await expect(people.call('auth.me', {}, { bearer: access })).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('tokens signed in one process count in another', async () => {
  const { access } = await registered();

  expect(await people.another()('auth.me', {}, { bearer: access })).toMatchObject({ role: 'owner' });
});

test('a refresh token is good once, from the body or as Bearer', async () => {
  const { refresh } = await registered();

  const second = await people.call('auth.refresh', { refresh_token: refresh });
  const third = await people.call('auth.refresh', {}, { bearer: String(second['refresh_token']) });

  expect(new Set([refresh, second['refresh_token'], third['refresh_token']]).size).toBe(3);
  expect(await people.call('auth.me', {}, { bearer: String(third['access_token']) })).toMatchObject({ role: 'owner' });
});

test('a refresh token sent twice within seconds issues nothing twice and ends nothing', async () => {
  const { refresh } = await registered();

  const both = await Promise.allSettled([1, 2].map(() => people.call('auth.refresh', { refresh_token: refresh })));

  const issued = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  expect(issued).toHaveLength(1);
  expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
  expect(await people.call('auth.refresh', { refresh_token: issued[0]?.['refresh_token'] })).toMatchObject({
    token_type: 'bearer',
  });
});

test('a refresh token that comes back later ends its whole session', async () => {
  const { refresh } = await registered();
  const next = await people.call('auth.refresh', { refresh_token: refresh });
  people.wait(11);

  await expect(people.call('auth.refresh', { refresh_token: refresh })).rejects.toMatchObject({
    code: 'unauthenticated',
  });

  await expect(people.call('auth.refresh', { refresh_token: next['refresh_token'] })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  await expect(people.call('auth.me', {}, { bearer: String(next['access_token']) })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('an unused session is over after 30 days', async () => {
  const { refresh } = await registered();
  people.wait(30 * 86_400);

  await expect(people.call('auth.refresh', { refresh_token: refresh })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('a web page keeps its session in a cookie that counts from this origin only', async () => {
  const { email } = await registered();
  const cookies: string[] = [];
  const page = { origin: 'https://marquee.example.com', setCookie: (header: string) => void cookies.push(header) };

  const tokens = await people.call('auth.login', { email, password, web: true }, { sender: page });
  const value = /^marquee_refresh=([^;]+)/.exec(cookies[0] ?? '')?.[1] ?? '';
  const refresh = (origin: string | null) =>
    people.call('auth.refresh', {}, { sender: { ...page, origin, cookies: { marquee_refresh: value } } });

  expect(tokens).not.toHaveProperty('refresh_token');
  expect(cookies[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000; Secure$/);
  await expect(refresh('https://evil.example.com')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(refresh(null)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await refresh(page.origin)).not.toHaveProperty('refresh_token');
  expect(cookies).toHaveLength(2);
});

test('signing out ends the session here at once and elsewhere within ten seconds', async () => {
  const { access, refresh } = await registered();
  const elsewhere = people.another();
  await elsewhere('auth.me', {}, { bearer: access });

  await people.call('auth.logout', {}, { bearer: access });

  await expect(people.call('auth.me', {}, { bearer: access })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(people.call('auth.refresh', { refresh_token: refresh })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  expect(await elsewhere('auth.me', {}, { bearer: access })).toMatchObject({ role: 'owner' });
  people.wait(10);
  await expect(elsewhere('auth.me', {}, { bearer: access })).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('signing out with a refresh token alone works, twice too', async () => {
  const { refresh } = await registered();

  await people.call('auth.logout', { refresh_token: refresh });
  await people.call('auth.logout', { refresh_token: refresh });

  await expect(people.call('auth.refresh', { refresh_token: refresh })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('a forgotten password answers alike for every address and mails only real ones', async () => {
  const { email } = await registered();
  const before = people.mailbox.length;

  const real = await people.call('auth.forgotPassword', { email });
  const unknown = await people.call('auth.forgotPassword', { email: 'nobody@example.com' });
  await people.deliver();

  expect(unknown).toEqual(real);
  expect(people.mailbox.slice(before).map((mail) => mail.to)).toEqual([email]);
});

test('a reset link works once, ends every session and lets the new password in', async () => {
  const { email, access } = await registered();
  const token = await resetTokenFor(email);

  await people.call('auth.resetPassword', { token, new_password: 'quite another password' });

  await expect(people.call('auth.me', {}, { bearer: access })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(people.call('auth.login', { email, password })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(people.call('auth.resetPassword', { token, new_password: 'a third password' })).rejects.toMatchObject({
    code: 'unprocessable',
  });
  expect(await people.call('auth.login', { email, password: 'quite another password' })).toMatchObject({
    token_type: 'bearer',
  });
});

test('a reset link is over after an hour, and using one ends the others', async () => {
  const { email } = await registered();
  const first = await resetTokenFor(email);
  const second = await resetTokenFor(email);
  await people.call('auth.resetPassword', { token: second, new_password: 'quite another password' });
  const third = await resetTokenFor(email);
  people.wait(3600);

  for (const token of [first, third]) {
    await expect(people.call('auth.resetPassword', { token, new_password: 'one more password' })).rejects.toMatchObject(
      { code: 'unprocessable' },
    );
  }
});

test('nothing that lets anybody in is stored in the clear', async () => {
  const { email, refresh } = await registered();
  const token = await resetTokenFor(email);

  const stored = await people.db.asSystem('test', async (db) => [
    await select(db, sql`select * from auth_refresh_tokens`),
    await select(db, sql`select * from auth_one_time_tokens`),
    await select(db, sql`select * from mail_outbox`),
    await select(db, sql`select * from auth_users`),
    await select(db, sql`select * from signing_keys`),
  ]);

  const text = JSON.stringify(stored);
  for (const secret of [refresh, token, password, '"d":']) expect(text).not.toContain(secret);
});

test('a mail that cannot be handed over goes out later, once', async () => {
  const { email } = await registered();
  people.breakMail(true);
  await people.call('auth.forgotPassword', { email });
  expect(await people.deliver()).toBe(0);
  people.breakMail(false);

  expect(await people.deliver()).toBe(0);
  people.wait(31);

  expect(await people.deliver()).toBe(1);
  expect(await people.deliver()).toBe(0);
});

test('where registration is closed, nobody registers', async () => {
  await using closed = await openPeople({ registrationOpen: false });

  const attempt = closed.call('auth.register', { email: 'a@example.com', password, full_name: 'A' });

  await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
});

test('a member of a workspace that is gone cannot use its tokens', async () => {
  const { access, email, workspaceId } = await registered();
  await people.db.asSystem('test', (db) => run(db, sql`delete from workspaces where id = ${workspaceId}`));
  people.wait(10);

  await expect(people.call('auth.me', {}, { bearer: access })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(people.call('auth.login', { email, password })).rejects.toMatchObject({ code: 'forbidden' });
});
