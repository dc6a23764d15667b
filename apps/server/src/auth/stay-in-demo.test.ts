import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { openPeople, type People } from '../testing/people.ts';

let people: People;
beforeAll(async () => {
  people = await openPeople();
});
afterAll(() => people[Symbol.asyncDispose]());

const somebody = () => ({ email: `${newId()}@example.com`, password: 'a password of some length', full_name: 'Olga' });

/** Somebody in a workspace of their own, and their token. */
async function registered(): Promise<{ readonly token: string; readonly workspaceId: string }> {
  const tokens = await people.call('auth.register', somebody());
  return { token: String(tokens['access_token']), workspaceId: String(tokens['workspace_id']) };
}

async function inDemo() {
  const owner = await registered();
  await people.db.asSystem('test', (db) =>
    run(db, sql`update workspaces set is_demo = true where id = ${owner.workspaceId}`),
  );
  return owner;
}

test('who leaves the demo with its token owns a workspace, and is a member of the demo in the same role', async () => {
  const demo = await inDemo();
  await people.db.asSystem('test', (db) =>
    run(db, sql`update workspace_members set role = 'operator' where workspace_id = ${demo.workspaceId}`),
  );

  const own = await people.call('auth.register', { ...somebody(), demo_token: demo.token });
  const me = await people.call('auth.me', {}, { bearer: String(own['access_token']) });

  expect(me).toMatchObject({ role: 'owner', workspace: { id: own['workspace_id'], is_demo: false } });
  expect(me['workspaces']).toHaveLength(2);
  expect(me['workspaces']).toContainEqual(expect.objectContaining({ id: demo.workspaceId, role: 'operator' }));
});

test('no other workspace is joined by its token, and then nobody is registered either', async () => {
  const other = await registered();

  for (const demo_token of [other.token, 'not-a-token']) {
    const person = somebody();
    await expect(people.call('auth.register', { ...person, demo_token })).rejects.toMatchObject({
      code: 'unprocessable',
    });
    const { email, password } = person;
    await expect(people.call('auth.login', { email, password })).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});
