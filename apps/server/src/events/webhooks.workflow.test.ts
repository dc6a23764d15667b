import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, test } from 'vitest';
import { hasEngine, openWorkflowStage } from '../testing/workflow-stage.ts';

/** MARQUEE_RECORD_HISTORIES=1 keeps this very run as one that later versions must replay. */
const recorded = new URL('../../../../packages/workflows/histories/webhook-delivery-retried.json', import.meta.url);

test.skipIf(!hasEngine)(
  'a delivery is attempted again after each gap that an attempt asks for, until it has ended',
  { timeout: 60_000 },
  async () => {
    const ref = { workspaceId: 'w1', deliveryId: 'd1' };
    const gapsMs = [200, 400, null];
    const attempts: { ref: unknown; atMs: number }[] = [];
    const attemptWebhookDelivery = async (given: unknown) => {
      attempts.push({ ref: given, atMs: performance.now() });
      // A worker that dies in the midst is a failed attempt of the activity, not one of the delivery.
      if (attempts.length === 2) throw new Error('the worker died');
      return gapsMs.shift() ?? null;
    };
    await using stage = await openWorkflowStage({ activities: { attemptWebhookDelivery } });

    const options = { workflowId: 'webhook-delivery:d1', taskQueue: 'marquee', args: [ref] };
    const handle = await stage.client.workflow.start('deliverWebhook', options);
    await handle.result();

    expect(attempts.map((each) => each.ref)).toEqual([ref, ref, ref, ref]);
    const [first = 0, second = 0, , last = 0] = attempts.map(({ atMs }) => atMs);
    expect(second - first).toBeGreaterThan(190);
    expect(last - second).toBeGreaterThan(390);
    if (process.env['MARQUEE_RECORD_HISTORIES'] === '1')
      await writeFile(recorded, historyToJSON(await handle.fetchHistory()));
  },
);
