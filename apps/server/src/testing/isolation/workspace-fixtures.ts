import { sql } from 'drizzle-orm';
import { run } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import type { OperationName } from '../operation-names.ts';
import { anotherSender } from './contacts-fixtures.ts';
import type { Fixture } from './fixture.ts';
import type { Tenant } from './tenant.ts';

const keyOf = (t: Tenant) => t.call('workspace.apiKeys.create', { name: t.newName(), scopes: ['messaging:read'] });
const emailOf = (t: Tenant) => `${t.newName().replace(' ', '-')}@example.com`;

/** Someone who belongs to the workspace; joining takes a mail, so the rows are made directly. */
async function memberOf(t: Tenant): Promise<string> {
  const [id, email] = [newId(), emailOf(t)];
  await t.asSystem('a member for a test', async (db) => {
    await run(
      db,
      sql`insert into auth_users (id, email, email_key, full_name, password_hash, created_at, updated_at)
          values (${id}, ${email}, ${email}, ${t.word}, 'none', now(), now())`,
    );
    await run(
      db,
      sql`insert into workspace_members (workspace_id, user_id, email, email_key, full_name, role, created_at, updated_at)
          values (${t.workspaceId}, ${id}, ${email}, ${email}, ${t.word}, 'viewer', now(), now())`,
    );
  });
  return id;
}

async function invitationOf(t: Tenant): Promise<string> {
  return (await t.call('workspace.members.invite', { email: emailOf(t) })).user_id;
}

/** Makes the workspace one that could be reset: the demo, with nothing real in it and nothing under way. */
async function asDemo(t: Tenant): Promise<{ input: object; marks: readonly string[] }> {
  const { workspaceId } = t;
  await t.asSystem('a demo for a test', async (db) => {
    await run(db, sql`update workspaces set is_demo = true where id = ${workspaceId}`);
    await run(db, sql`update messaging_senders set simulated = true where workspace_id = ${workspaceId}`);
    await run(db, sql`update messaging_campaign_runs set simulated = true where workspace_id = ${workspaceId}`);
    await run(db, sql`update messaging_whatsapp_sends set simulated = true where workspace_id = ${workspaceId}`);
    await run(
      db,
      sql`update jobs set status = 'succeeded', finished_at = now() where workspace_id = ${workspaceId} and kind like 'workspace.demo.%'`,
    );
  });
  return { input: {}, marks: [workspaceId] };
}

/** The workspace itself. */
export const workspaceFixtures = {
  'workspace.settings.get': { kind: 'collection', given: async (a) => ({ input: {}, marks: [a.workspaceId, a.word] }) },
  'workspace.settings.update': {
    kind: 'create',
    given: async (by) => ({
      input: { name: by.newName(), default_sender_id: by.sender.sender_id },
      marks: [by.workspaceId],
    }),
    trespasses: async (a) => [
      {
        what: 'the sender of others',
        input: { default_sender_id: (await anotherSender(a)).sender_id },
        code: 'unprocessable',
      },
    ],
  },
  'workspace.apiKeys.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, name } = await keyOf(a);
      return { input: { include_revoked: true }, marks: [id, name] };
    },
  },
  'workspace.apiKeys.create': {
    kind: 'create',
    given: async (by) => ({ input: { name: by.newName(), scopes: ['events:read'] } }),
  },
  'workspace.apiKeys.revoke': {
    kind: 'record',
    given: async (a) => {
      const { id } = await keyOf(a);
      return { input: { key_id: id }, marks: [id] };
    },
  },
  'workspace.audit.list': { kind: 'collection', given: async (a) => ({ input: {}, marks: [`${a.owner.userId}`] }) },
  'workspace.members.list': {
    kind: 'collection',
    given: async (a) => ({ input: { limit: 500 }, marks: [await memberOf(a), await invitationOf(a)] }),
  },
  'workspace.members.invite': {
    kind: 'create',
    given: async (by, a) => ({ input: { email: by === a ? emailOf(a) : a.email } }),
  },
  'workspace.members.update': {
    kind: 'record',
    given: async (a) => {
      const id = await memberOf(a);
      return { input: { user_id: id, role: 'operator' }, marks: [id] };
    },
    trespasses: async (a) => [
      { what: 'an invitation of others', input: { user_id: await invitationOf(a), role: 'owner' }, code: 'not_found' },
      { what: 'the owner of others', input: { user_id: a.owner.userId, role: 'viewer' }, code: 'not_found' },
    ],
  },
  'workspace.members.remove': {
    kind: 'record',
    given: async (a) => ({ input: { user_id: await memberOf(a) } }),
    trespasses: async (a) => [
      { what: 'an invitation of others', input: { user_id: await invitationOf(a) }, code: 'not_found' },
      { what: 'the owner of others', input: { user_id: a.owner.userId }, code: 'not_found' },
    ],
  },
  'workspace.limits.get': { kind: 'unowned', reason: 'counts by caller and address, outside every workspace’s rows' },
  // Last of all: they leave both workspaces with simulated senders.
  'workspace.demo.reset': { kind: 'create', given: asDemo },
  'workspace.demo.delete': { kind: 'create', given: asDemo },
} satisfies Partial<Record<OperationName, Fixture>>;
