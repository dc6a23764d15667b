import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { DemoActivities, DemoRef } from '@marquee/workflows';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, selectOne } from '../../database/sql.ts';
import { FileMissing, type FileStore } from '../../lib/files.ts';
import { newId } from '../../lib/ids.ts';
import { shouldRun } from '../../should-run.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { digestsOf } from '../../testing/isolation/rows.ts';
import { openStage, type Stage } from '../../testing/isolation/stage.ts';
import { tableGuards } from '../../testing/isolation/tables.ts';
import type { Tenant } from '../../testing/isolation/tenant.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { clearDemo, clearedTables, keptTables } from './demo-clear.store.ts';
import { demoActivities, type DemoActivityDeps } from './demo.activities.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];

describe.each(databases)('on $on', ({ open, isMissing }) => {
  let stage: Stage;
  beforeAll(async () => {
    if (!isMissing) stage = await openStage(open);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  test.skipIf(isMissing)('every table of workspaces is either kept or cleared when the demo is reset', async () => {
    const tables = (await tableGuards(stage.db.asSystem)).filter(({ has_workspace }) => has_workspace);

    expect([...keptTables, ...clearedTables].toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
  });

  test.skipIf(isMissing)('no step touches a workspace that is not the demo, whatever it is told', async () => {
    const { a, db } = stage;
    await furnish(a);
    const before = await digestsOf(db.asSystem, [a.workspaceId]);
    const asked: string[] = [];
    const ref = { workspaceId: a.workspaceId, jobId: newId() };

    for (const step of ['endDemoWork', 'rebuildDemo', 'finishDemoReset', 'deleteDemo'] as const) {
      await expect(carryOut(step, ref, asked)).rejects.toMatchObject({ type: 'NotTheDemo', nonRetryable: true });
    }
    await clearDemo(db.asSystem, { workspaceId: a.workspaceId, jobId: null });

    expect(asked).toEqual([]);
    expect(await digestsOf(db.asSystem, [a.workspaceId])).toEqual(before);
  });

  test.skipIf(isMissing)(
    'a reset takes everything but people, keys and the audit trail, and nothing of others',
    async () => {
      const { a, b, db } = stage;
      await furnish(a);
      await furnish(b);
      const file = await fileOf(b, stage.services.deps.files);
      const ref = { workspaceId: b.workspaceId, jobId: await resetJobOf(b) };
      const [others] = await digestsOf(db.asSystem, [a.workspaceId]);
      const [had] = await digestsOf(db.asSystem, [b.workspaceId]);
      const asked: string[] = [];

      await carryOut('endDemoWork', ref, asked);
      await carryOut('rebuildDemo', ref, asked);
      await carryOut('rebuildDemo', ref, asked);
      await carryOut('finishDemoReset', ref, asked);

      expect(asked.filter((each) => !each.startsWith('terminate'))).toEqual([
        ...['silence', 'fill', 'silence', 'fill', 'startSend'],
      ]);
      const [[now], [left]] = [
        await digestsOf(db.asSystem, [a.workspaceId]),
        await digestsOf(db.asSystem, [b.workspaceId]),
      ];
      expect(now).toEqual(others);
      await expect(contentOf(stage.services.deps.files, file)).rejects.toThrow(FileMissing);
      const kept = ['workspace_members', 'workspace_api_keys', 'auth_sessions', 'auth_users', 'audit_entries'];
      for (const table of kept) expect([table, left?.[table]]).toEqual([table, had?.[table]]);
      const rest = Object.keys(left ?? {}).filter((table) => clearedTables.some((each) => each === table));
      expect(rest.toSorted()).toEqual(['jobs', 'outbox_commands', 'outbox_events']);
      expect(await b.call('system.jobs.list', {})).toMatchObject({
        items: [{ id: ref.jobId, status: 'succeeded', progress: { done: 3, total: 3 } }],
      });
      await b.publish();
      const { items } = await b.call('events.log.list', {});
      expect(items.at(-1)).toMatchObject({ name: 'workspace.demo.reset', data: { job_id: ref.jobId } });
      expect(await b.call('workspace.settings.get', {})).toMatchObject({ name: 'Demo', default_quiet_hours: null });
    },
  );

  test.skipIf(isMissing)('a deleted demo is gone with its account, and a repeat finds nothing to do', async () => {
    const { a, b, db } = stage;
    const ref = { workspaceId: b.workspaceId, jobId: await resetJobOf(b) };
    const others = await digestsOf(db.asSystem, [a.workspaceId]);
    const asked: string[] = [];

    await carryOut('deleteDemo', ref, asked);
    await carryOut('deleteDemo', ref, asked);

    expect(asked).toEqual(['forget', 'silence']);
    expect(await digestsOf(db.asSystem, [a.workspaceId, b.workspaceId])).toEqual([...others, {}]);
    const account = await db.asSystem('test', (tx) =>
      selectOne(tx, sql`select 1 as found from auth_users where email = ${b.email}`),
    );
    expect(account).toBeUndefined();
  });

  async function carryOut(step: keyof DemoActivities, ref: DemoRef, asked: string[]): Promise<void> {
    const { db, services } = stage;
    const saying = (what: string) => async () => void asked.push(what);
    const demo = { silence: saying('silence'), fill: saying('fill'), startSend: saying('startSend') };
    const deps: DemoActivityDeps = {
      ...{ ...db, ...services.deps, shouldRun },
      demo: { current: () => ({ ...demo, forget: saying('forget') }) },
      terminate: async (workflowId) => void asked.push(`terminate ${workflowId}`),
      wakeCommands: () => undefined,
      graceMs: 300,
      wake: () => undefined,
    };
    await new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run(demoActivities(deps)[step], ref);
  }
});

/** Something of most kinds, as people would have it. */
async function furnish(t: Tenant): Promise<void> {
  const campaign = await t.call('messaging.campaigns.create', {
    ...{ name: t.newName(), template_id: t.templateId, segment_id: t.segmentId, sender_id: t.sender.sender_id },
  });
  await t.call('messaging.campaigns.trigger', { campaign_id: campaign.id });
  await t.call('events.webhooks.create', {
    url: 'https://example.com/hook',
    event_names: ['messaging.contacts.created'],
  });
  await t.call('workspace.settings.update', { default_quiet_hours: { start: '21:00', end: '08:00' } });
  await t.call('workspace.apiKeys.create', { name: t.newName(), scopes: ['messaging:read'] });
  const data = [{ date: '2026-03-15T00:00:00Z', spend: 1, channel: 'a' }];
  await t.call('metrics.batches.upload', { data_type: t.word, data });
  await t.publish();
}

/** A stored file of a workspace, as an import leaves it. */
async function fileOf({ asSystem, workspaceId }: Tenant, files: FileStore): Promise<string> {
  const key = `contact-imports/${workspaceId}/${newId()}`;
  const { bytes, sha256 } = await files.write(key, Readable.from([Buffer.from('phone')]));
  await asSystem('test', (db) =>
    run(
      db,
      sql`insert into files (workspace_id, id, key, kind, bytes, sha256, created_at)
          values (${workspaceId}, ${newId()}, ${key}, 'import', ${bytes}, ${sha256}, now())`,
    ),
  );
  return key;
}

async function contentOf(files: FileStore, key: string): Promise<string> {
  return await text(files.read(key));
}

/** The workspace made the demo, and a reset of it asked for. */
async function resetJobOf({ asSystem, workspaceId, call }: Tenant): Promise<string> {
  await asSystem('test', async (db) => {
    await run(db, sql`update workspaces set is_demo = true where id = ${workspaceId}`);
    await run(db, sql`update messaging_senders set simulated = true where workspace_id = ${workspaceId}`);
    await run(db, sql`update messaging_campaign_runs set simulated = true where workspace_id = ${workspaceId}`);
  });
  return (await call('workspace.demo.reset', {})).id;
}
