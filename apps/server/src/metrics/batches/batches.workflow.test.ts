import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, test } from 'vitest';
import { hasEngine, openWorkflowStage } from '../../testing/workflow-stage.ts';

/** As for imports: MARQUEE_RECORD_HISTORIES=1 writes what later versions must replay. */
const histories = new URL('../../../../../packages/workflows/histories/', import.meta.url);

async function carryOut(
  run: { readonly name: string; readonly workflow: string; readonly arg: object },
  activities: Readonly<Record<string, (ref: never) => Promise<unknown>>>,
) {
  await using stage = await openWorkflowStage({ activities });
  const { name, workflow, arg } = run;
  const handle = await stage.client.workflow.start(workflow, { workflowId: name, taskQueue: 'marquee', args: [arg] });
  await handle.result();
  if (process.env['MARQUEE_RECORD_HISTORIES'] === '1')
    await writeFile(new URL(`${name}.json`, histories), historyToJSON(await handle.fetchHistory()));
}

test.skipIf(!hasEngine)('what follows an upload is tried again until it works', { timeout: 60_000 }, async () => {
  const asked: unknown[] = [];
  const ref = { workspaceId: 'w1', batchId: 'b1' };

  await carryOut(
    { name: 'metrics-batch', workflow: 'metricsBatch', arg: ref },
    {
      async processMetricsBatch(given) {
        asked.push(given);
        if (asked.length === 1) throw new Error('the database is away');
      },
    },
  );

  expect(asked).toEqual([ref, ref]);
});

test.skipIf(!hasEngine)('day totals are made step by step until none is left', { timeout: 60_000 }, async () => {
  let left = 3;

  await carryOut(
    { name: 'metrics-days', workflow: 'metricsDays', arg: { workspaceId: 'w1' } },
    { rebuildMetricsDays: async () => left-- > 0 },
  );

  expect(left).toBe(-1);
});
