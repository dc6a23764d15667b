import type { demo } from '@marquee/api/workspace/demo.contract';
import type { Job } from '@marquee/api/system/jobs.contract';
import type { Implements, Inside } from '../../kernel/context.ts';
import { reachesRealPhones } from '../../messaging/senders/real-phones.store.ts';
import { readJob } from '../../system/jobs.store.ts';
import type { DemoSeat } from './demo-seat.ts';
import { demoJobs, demoJobUnderWay, lockIfDemo } from './demo.store.ts';

/** What the demo needs. */
export interface DemoDeps {
  readonly demo: DemoSeat;
}

type Service = Implements<typeof demo>;
type Context = Parameters<Service['reset']>[1];

/** The demo as a whole. It is always the caller's own workspace: none can be named. */
export function demoService({ demo: seat }: DemoDeps): Service {
  return {
    reset: (_input, ctx) => begin(ctx, { seat, kind: demoJobs.reset, workflow: 'resetDemo', id: 'demo-reset' }),
    delete: (_input, ctx) => begin(ctx, { seat, kind: demoJobs.delete, workflow: 'removeDemo', id: 'demo-delete' }),
  };
}

interface Change {
  readonly seat: DemoSeat;
  readonly kind: string;
  readonly workflow: 'resetDemo' | 'removeDemo';
  /** How the workflow's id begins. */
  readonly id: string;
}

async function begin(ctx: Context, { seat, kind, workflow, id }: Change): Promise<Job> {
  const { workspaceId } = ctx.caller;
  if ((await lockIfDemo(ctx.db, workspaceId)) !== true) {
    return ctx.fail('unprocessable', 'This workspace is not the demo. What it holds is real, and stays.');
  }
  const earlier = await demoJobUnderWay(ctx.db, workspaceId);
  if (earlier?.kind === kind) {
    ctx.audit({ job_id: earlier.id });
    return await jobOf(ctx, earlier.id);
  }
  if (earlier !== undefined)
    return ctx.fail('conflict', `The demo is being changed by job ${earlier.id}; wait for it.`);
  if (seat.current() === null) {
    return ctx.fail('not_configured', 'This server runs without its demo; start it with MARQUEE_DEMO=1 first.');
  }
  if (await reachesRealPhones(ctx.db, workspaceId)) {
    return ctx.fail(
      'unprocessable',
      'A sender of this workspace reaches, or has reached, real phones. Who consented to that must stay on record, so nothing is deleted.',
    );
  }
  const workflowId = `${id}:${ctx.newId()}`;
  const jobId = await ctx.job({ kind, recordId: workspaceId, workflowId });
  await ctx.start({ workflow, workflowId, args: [{ workspaceId, jobId }] });
  ctx.audit({ job_id: jobId });
  return await jobOf(ctx, jobId);
}

async function jobOf({ db, caller }: Inside, id: string): Promise<Job> {
  const job = await readJob(db, caller, { id });
  if (job === undefined) throw new Error(`the job ${id} is gone`);
  const { workflow_id: _workflowId, ...shown } = job;
  return shown;
}
