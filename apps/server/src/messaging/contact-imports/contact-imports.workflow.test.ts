import { writeFile } from 'node:fs/promises';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { ContactImportsActivities } from '@marquee/workflows';
import { expect, test } from 'vitest';
import { hasEngine, openWorkflowStage } from '../../testing/workflow-stage.ts';

const ref = { workspaceId: 'w1', importId: 'i1', jobId: 'j1' };

/**
 * Histories that later versions must replay are recorded by these very runs: MARQUEE_RECORD_HISTORIES=1 writes them, when a new
 * kind of run is worth keeping. What is recorded already stays as it is.
 */
const histories = new URL('../../../../../packages/workflows/histories/', import.meta.url);

async function carryOut(name: string, activities: ContactImportsActivities, act?: (id: string) => Promise<void>) {
  await using stage = await openWorkflowStage({ activities: { ...activities } });
  const workflowId = `contact-import:${name}`;
  const handle = await stage.client.workflow.start('contactImport', { workflowId, taskQueue: 'marquee', args: [ref] });
  await act?.(workflowId);
  if (act !== undefined) await handle.signal('cancel');
  await handle.result();
  if (process.env['MARQUEE_RECORD_HISTORIES'] === '1')
    await writeFile(new URL(`contact-import-${name}.json`, histories), historyToJSON(await handle.fetchHistory()));
}

test.skipIf(!hasEngine)(
  'an import that reads its file to the end needs no other ending',
  { timeout: 60_000 },
  async () => {
    const ends: unknown[] = [];
    await carryOut('completed', {
      importContacts: async () => undefined,
      endContactImport: async (end) => void ends.push(end),
    });

    expect(ends).toEqual([]);
  },
);

test.skipIf(!hasEngine)(
  'an import is cancelled by its signal, after the chunk at hand',
  { timeout: 60_000 },
  async () => {
    const ends: unknown[] = [];
    const begun = Promise.withResolvers<void>();
    await carryOut(
      'cancelled',
      {
        async importContacts() {
          begun.resolve();
          const { promise, reject } = Promise.withResolvers<never>();
          const beating = setInterval(() => heartbeat(), 100);
          const signal = cancellationSignal();
          signal.addEventListener('abort', () => reject(signal.reason));
          await promise.finally(() => clearInterval(beating));
        },
        endContactImport: async (end) => void ends.push(end),
      },
      () => begun.promise,
    );

    expect(ends).toEqual([{ ...ref, status: 'cancelled', error: null }]);
  },
);
