import { proxyActivities } from '@temporalio/workflow';
import type { DemoActivities, DemoRef } from './demo.activities.ts';

// Much may have been put into a demo; the heartbeat tells a live worker from a dead one, and each begins anew.
const { endDemoWork, rebuildDemo, finishDemoReset, deleteDemo } = proxyActivities<DemoActivities>({
  taskQueue: 'bulk',
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Brings the demo back to how it began. It has no half-way state that is worth stopping at, so it is carried to its end. */
export async function resetDemo(ref: DemoRef): Promise<void> {
  await endDemoWork(ref);
  await rebuildDemo(ref);
  await finishDemoReset(ref);
}

/** Deletes the demo for good. */
export async function removeDemo(ref: DemoRef): Promise<void> {
  await endDemoWork(ref);
  await deleteDemo(ref);
}
