import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { select } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { leaseCommands, markDispatched } from './dispatcher.store.ts';
import { insertCommand } from './outbox.store.ts';

const at = '2026-03-15T07:00:00.000Z';
const lease = { now: '2026-03-15T07:00:01.000Z', leaseUntil: '2026-03-15T07:01:00.000Z', limit: 7 };

describe.skipIf(!hasPostgres())('on Postgres', () => {
  test('dispatchers side by side never hold the same command, and a workflow has one at a time', async () => {
    await using db = await openTestPostgres();
    const workspaceId = await insertWorkspace(db);
    await db.asWorkspace(workspaceId, async (tx) => {
      for (let count = 0; count < 60; count++) {
        const command = {
          id: newId(),
          workspaceId,
          kind: 'signal',
          workflow: null,
          signal: 'go',
          args: [],
          at,
        } as const;
        await insertCommand(tx, { ...command, workflowId: `thing:${count % 20}` });
      }
    });
    const held = new Set<string>();
    const sent: string[] = [];

    await Promise.all(
      Array.from({ length: 6 }, async () => {
        for (;;) {
          const commands = await db.asSystem('test', (tx) => leaseCommands(tx, lease));
          if (commands.length === 0) return;
          for (const { workflow_id } of commands) {
            expect(held.has(workflow_id)).toBe(false);
            held.add(workflow_id);
          }
          sent.push(...commands.map((command) => command.id));
          // As long as a call to the engine: the others lease meanwhile.
          await db.asSystem('test', (tx) => select(tx, sql`select pg_sleep(0.005)`));
          for (const { workflow_id } of commands) held.delete(workflow_id);
          await db.asSystem('test', (tx) =>
            markDispatched(
              tx,
              commands.map(({ id }) => ({ id, note: null })),
              at,
            ),
          );
        }
      }),
    );
    for (;;) {
      const rest = await db.asSystem('test', (tx) => leaseCommands(tx, lease));
      if (rest.length === 0) break;
      sent.push(...rest.map((command) => command.id));
      await db.asSystem('test', (tx) =>
        markDispatched(
          tx,
          rest.map(({ id }) => ({ id, note: null })),
          at,
        ),
      );
    }

    expect(new Set(sent).size).toBe(60);
    expect(sent).toHaveLength(60);
  });
});
