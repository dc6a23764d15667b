import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { selectOne } from '../database/sql.ts';
import { openPeople } from '../testing/people.ts';
import { sweepAuth } from './sweep.ts';

const password = 'a password of some length';

test('what is over goes, and what still counts stays', async () => {
  await using people = await openPeople();
  const { asSystem } = people.db;
  const sweep = () => sweepAuth({ asSystem, now: people.now });
  const email = 'ada@example.com';
  const { access_token } = await people.call('auth.register', { email, password, full_name: 'Ada' });
  await people.call('auth.login', { email, password: 'wrong' }).catch(() => undefined);
  await people.call('auth.forgotPassword', { email });
  await people.call('workspace.members.invite', { email: 'max@example.com' }, { bearer: String(access_token) });
  await people.deliver();

  expect(await sweep()).toBe(0);
  people.wait(15 * 86_400);
  const { refresh_token } = await people.call('auth.login', { email, password });
  expect(await sweep()).toBeGreaterThan(0);

  expect(await people.call('auth.refresh', { refresh_token })).toMatchObject({ token_type: 'bearer' });
  const left = await asSystem('test', (db) =>
    selectOne(
      db,
      sql`select (select count(*) from auth_one_time_tokens) as tokens, (select count(*) from mail_outbox) as mails,
            (select count(*) from workspace_invitations) as invitations, (select count(*) from signing_keys) as keys`,
    ),
  );
  expect(left).toEqual({ tokens: 0, mails: 0, invitations: 0, keys: 1 });
});

test('a mail that never goes out is given up after ten attempts', async () => {
  await using people = await openPeople();
  await people.call('auth.register', { email: 'ada@example.com', password, full_name: 'Ada' });
  await people.call('auth.forgotPassword', { email: 'ada@example.com' });
  people.breakMail(true);

  for (let n = 0; n < 12; n += 1) {
    await people.deliver();
    people.wait(3600);
  }

  const mail = await people.db.asSystem('test', (db) =>
    selectOne(db, sql`select attempts, outcome, last_error from mail_outbox`),
  );
  expect(mail).toEqual({ attempts: 10, outcome: 'given_up', last_error: 'Error' });
});

test('nobody’s mailbox is flooded: five password mails an hour at most', async () => {
  await using people = await openPeople();
  await people.call('auth.register', { email: 'ada@example.com', password, full_name: 'Ada' });

  for (let n = 0; n < 8; n += 1) await people.call('auth.forgotPassword', { email: 'ada@example.com' });

  expect(await people.deliver()).toBe(5);
});
