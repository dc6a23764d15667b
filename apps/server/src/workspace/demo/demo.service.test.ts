import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, select } from '../../database/sql.ts';
import { openStage, type Stage } from '../../testing/isolation/stage.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { openTestServices } from '../../testing/services.ts';
import { demoService } from './demo.service.ts';
import { demoSeat } from './demo-seat.ts';
import { services as tree } from '../../services.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(openTestDatabase);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const both = ['workspace.demo.reset', 'workspace.demo.delete'] as const;

async function make(changes: { readonly isDemo: boolean; readonly isSimulated: boolean }): Promise<void> {
  const { workspaceId, asSystem } = stage.b;
  await asSystem('test', async (db) => {
    await run(db, sql`update workspaces set is_demo = ${changes.isDemo} where id = ${workspaceId}`);
    await run(
      db,
      sql`update messaging_senders set simulated = ${changes.isSimulated} where workspace_id = ${workspaceId}`,
    );
    await run(db, sql`update jobs set status = 'succeeded', finished_at = now() where workspace_id = ${workspaceId}`);
  });
}

async function commands(): Promise<readonly string[]> {
  const { workspaceId, asSystem } = stage.b;
  const rows = await asSystem('test', (db) =>
    select<{ workflow: string }>(
      db,
      sql`select workflow from outbox_commands where workspace_id = ${workspaceId} order by id`,
    ),
  );
  return rows.map(({ workflow }) => workflow);
}

test.each(both)('%s refuses a workspace that is not the demo, and one that reaches real phones', async (name) => {
  const as = stage.b.owner;
  await make({ isDemo: false, isSimulated: true });
  await expect(stage.services.call(name, {}, { as })).rejects.toMatchObject({
    code: 'unprocessable',
    message: 'This workspace is not the demo. What it holds is real, and stays.',
  });

  await make({ isDemo: true, isSimulated: false });
  await expect(stage.services.call(name, {}, { as })).rejects.toMatchObject({
    code: 'unprocessable',
    message: expect.stringContaining('real phones'),
  });
  expect(await commands()).toEqual([]);
});

test.each(both)('%s says so where the server runs without its demo', async (name) => {
  await make({ isDemo: true, isSimulated: true });
  const without = { services: (deps: Parameters<typeof tree>[0]) => withSeat(deps) };
  await using bare = await openTestServices(stage.db, without);

  await expect(bare.call(name, {}, { as: stage.b.owner })).rejects.toMatchObject({ code: 'not_configured' });
});

test('asked twice, the demo is reset once; meanwhile it is not deleted, and the job cannot be stopped half-way', async () => {
  const { services, b } = stage;
  const as = b.owner;
  await make({ isDemo: true, isSimulated: true });

  const job = await services.call('workspace.demo.reset', {}, { as });
  const again = await services.call('workspace.demo.reset', {}, { as: { ...as, role: 'admin' } });

  expect(again).toEqual(job);
  expect(job).toMatchObject({ kind: 'workspace.demo.reset', record_id: b.workspaceId, status: 'queued' });
  expect(await commands()).toEqual(['resetDemo']);
  await expect(services.call('workspace.demo.delete', {}, { as })).rejects.toMatchObject({ code: 'conflict' });
  await expect(services.call('system.jobs.cancel', { job_id: job.id }, { as })).rejects.toMatchObject({
    code: 'conflict',
  });
  const { items } = await services.call('workspace.audit.list', { operation: 'workspace.demo.reset' }, { as });
  expect(items[0]).toMatchObject({ outcome: 'done', facts: { job_id: job.id } });
});

test('an operator resets nothing, and an admin does not delete the demo', async () => {
  const { services, b } = stage;
  await make({ isDemo: true, isSimulated: true });
  const operator = { ...b.owner, role: 'operator' as const, scopes: ['workspace:read' as const] };

  await expect(services.call('workspace.demo.reset', {}, { as: operator })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(services.call('workspace.demo.delete', {}, { as: { ...b.owner, role: 'admin' } })).rejects.toMatchObject(
    { code: 'forbidden' },
  );
});

function withSeat(deps: Parameters<typeof tree>[0]) {
  const all = tree(deps);
  return { ...all, workspace: { ...all.workspace, demo: demoService({ demo: demoSeat() }) } };
}
