import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { select } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { openPeople, type People } from '../testing/people.ts';
import { hasPostgres, openTestPostgres } from '../testing/postgres.ts';

const password = 'a password of some length';

// PGlite has one session and takes turns by itself; only Postgres shows whether the locks hold.
describe.skipIf(!hasPostgres())('sign-in on Postgres', () => {
  let people: People;
  beforeAll(async () => {
    people = await openPeople({ open: openTestPostgres });
  });
  afterAll(() => people[Symbol.asyncDispose]());

  async function registered() {
    const email = `${newId()}@example.com`;
    const tokens = await people.call('auth.register', { email, password, full_name: 'Ada' });
    const access = String(tokens['access_token']);
    const me = (await people.call('auth.me', {}, { bearer: access })) as { user: { id: string } };
    return {
      email,
      access,
      refresh: String(tokens['refresh_token']),
      userId: me.user.id,
      workspaceId: String(tokens['workspace_id']),
    };
  }

  test('eight exchanges of one refresh token at once give one session one successor', async () => {
    const { refresh } = await registered();

    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => people.another()('auth.refresh', { refresh_token: refresh })),
    );

    expect(all.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const refusals = all.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    expect(new Set(refusals)).toEqual(new Set(['conflict']));
  });

  test('guesses in parallel from several processes are all counted', async () => {
    const { email } = await registered();
    const [one, other] = [people.another(), people.another()];

    const all = await Promise.allSettled(
      Array.from({ length: 14 }, (_, n) => (n % 2 === 0 ? one : other)('auth.login', { email, password: 'wrong' })),
    );

    const codes = all.map((each) => (each.status === 'rejected' ? each.reason.code : 'ok'));
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(10);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(4);
  });

  test('two registrations of one address at once make one account', async () => {
    const email = `${newId()}@example.com`;

    const all = await Promise.allSettled(
      [1, 2, 3].map(() => people.call('auth.register', { email, password, full_name: 'Ada' })),
    );

    expect(all.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });

  test('two owners who remove each other at once leave one', async () => {
    const first = await registered();
    const email = `${newId()}@example.com`;
    await people.call('workspace.members.invite', { email, role: 'owner' }, { bearer: first.access });
    await people.deliver();
    const token = /#token=(\S+)/.exec(people.mailbox.at(-1)?.text ?? '')?.[1];
    const second = String(
      (await people.call('auth.acceptInvite', { token, full_name: 'Max', password }))['access_token'],
    );
    const me = (await people.call('auth.me', {}, { bearer: second })) as { user: { id: string } };

    await Promise.allSettled([
      people.another()('workspace.members.update', { user_id: me.user.id, role: 'viewer' }, { bearer: first.access }),
      people.another()('workspace.members.update', { user_id: first.userId, role: 'viewer' }, { bearer: second }),
    ]);

    const owners = await people.db.asSystem('test', (db) =>
      select(db, sql`select 1 from workspace_members where workspace_id = ${first.workspaceId} and role = 'owner'`),
    );
    expect(owners).toHaveLength(1);
  });

  test('several deliverers send each mail once', async () => {
    const { email } = await registered();
    const before = people.mailbox.length;
    for (let n = 0; n < 4; n += 1) await people.call('auth.forgotPassword', { email });

    await Promise.all([people.deliver(), people.deliver(), people.deliver()]);

    expect(new Set(people.mailbox.slice(before).map((mail) => mail.id)).size).toBe(4);
    expect(people.mailbox.slice(before)).toHaveLength(4);
  });

  test('an invitation accepted twice at once lets one in', async () => {
    const { access } = await registered();
    await people.call('workspace.members.invite', { email: `${newId()}@example.com` }, { bearer: access });
    await people.deliver();
    const token = /#token=(\S+)/.exec(people.mailbox.at(-1)?.text ?? '')?.[1];

    const all = await Promise.allSettled(
      [1, 2].map(() => people.call('auth.acceptInvite', { token, full_name: 'Max', password })),
    );

    expect(all.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });
});
