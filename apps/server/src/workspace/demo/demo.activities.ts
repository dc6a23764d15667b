import { setTimeout as wait } from 'node:timers/promises';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { demoEvents } from '@marquee/api/workspace/demo.contract';
import type { DemoActivities, DemoRef } from '@marquee/workflows';
import type { AsSystem, AsWorkspace } from '../../database/database.ts';
import { updateJob } from '../../kernel/jobs/jobs.store.ts';
import { insertEvent } from '../../kernel/outbox/outbox.store.ts';
import type { Clock } from '../../lib/clock.ts';
import { insertCacheClear } from '../../metrics/cache/cache-clears.store.ts';
import { endDemoWork, type EndingDeps } from './demo-ending.ts';
import { emptyDemo, type EmptyingDeps } from './demo-emptying.ts';
import type { DemoSeat, RunningDemo } from './demo-seat.ts';
import { deleteDemoWorkspace, lockIfDemo, markFilled } from './demo.store.ts';

/** What becomes of the demo works with. */
export interface DemoActivityDeps extends EndingDeps, EmptyingDeps {
  readonly asSystem: AsSystem;
  readonly asWorkspace: AsWorkspace;
  readonly now: Clock;
  readonly newId: () => string;
  readonly demo: Pick<DemoSeat, 'current'>;
  /** Tells the publisher that an event waits. */
  readonly wake: () => void;
}

const beatMs = 3000;
const steps = 3;

/** Resets and deletes the demo, and nothing else: each step asks again whether it is one. */
export function demoActivities(deps: DemoActivityDeps): DemoActivities {
  return {
    endDemoWork: (ref) =>
      inDemo(deps, ref, async (pause) => {
        await tell(deps, ref, { status: 'running', progress: { done: 0, total: steps } });
        await endDemoWork(deps, ref, pause);
        await tell(deps, ref, { progress: { done: 1, total: steps } });
      }),
    rebuildDemo: (ref) =>
      inDemo(deps, ref, async () => {
        const demo = running(deps);
        await demo.silence();
        await emptyDemo(deps, ref);
        await demo.fill();
        await deps.asWorkspace(ref.workspaceId, (db) => markFilled(db, ref.workspaceId));
        await tell(deps, ref, { progress: { done: 2, total: steps } });
      }),
    finishDemoReset: (ref) =>
      inDemo(deps, ref, async () => {
        await running(deps).startSend();
        await finish(deps, ref);
      }),
    deleteDemo: (ref) =>
      inDemo(deps, ref, async () => {
        // Noted first: a demo that is half gone would be made again by the next start.
        await deps.demo.current()?.forget();
        await deps.demo.current()?.silence();
        await emptyDemo(deps, ref);
        await deps.asSystem('delete the demo', (db) => deleteDemoWorkspace(db, ref.workspaceId));
      }),
  };
}

/** A start that finds a reset under way takes its seat a moment after the worker begins: the step is tried again. */
function running({ demo }: DemoActivityDeps): RunningDemo {
  const current = demo.current();
  if (current === null) throw new Error('this process runs without the demo, or does not run it yet');
  return current;
}

/** Does a step with a pulse; refuses for good where the workspace is not the demo. */
async function inDemo(
  { asWorkspace }: DemoActivityDeps,
  { workspaceId }: DemoRef,
  work: (pause: (ms: number) => Promise<void>) => Promise<void>,
): Promise<void> {
  const isDemo = await asWorkspace(workspaceId, (db) => lockIfDemo(db, workspaceId));
  if (isDemo === undefined) return; // a crash came between its deletion and the report of it
  if (!isDemo) {
    throw ApplicationFailure.nonRetryable(`workspace ${workspaceId} is not the demo`, 'NotTheDemo');
  }
  const { cancellationSignal: signal, heartbeat } = Context.current();
  const beating = setInterval(() => heartbeat(), beatMs);
  try {
    await work((ms) => wait(ms, undefined, { signal }));
  } finally {
    clearInterval(beating);
  }
}

async function tell(
  { asWorkspace }: DemoActivityDeps,
  { workspaceId, jobId }: DemoRef,
  change: Parameters<typeof updateJob>[3],
): Promise<void> {
  await asWorkspace(workspaceId, (db) => updateJob(db, workspaceId, jobId, change));
}

/** Ends the job and tells of it, together. A repeat tells once more, which makes its readers read once more. */
async function finish(
  { asWorkspace, now, newId, wake }: DemoActivityDeps,
  { workspaceId, jobId }: DemoRef,
): Promise<void> {
  const at = now().toISOString();
  await asWorkspace(workspaceId, async (db) => {
    await insertCacheClear(db, workspaceId, { pattern: '*', at });
    const { name, scope } = demoEvents.reset;
    await insertEvent(db, { id: newId(), workspaceId, name, scope, data: { job_id: jobId }, at, requestId: null });
    const progress = { done: steps, total: steps };
    await updateJob(db, workspaceId, jobId, { status: 'succeeded', progress, result: { workspace_id: workspaceId } });
  });
  wake();
}
