import type { Job, jobs } from '@marquee/api/system/jobs.contract';
import type { Implements, Inside } from '../kernel/context.ts';
import { decodeCursor, encodeCursor, idKey } from '../kernel/paging/cursor.ts';
import { isDemoJob } from '../workspace/demo/demo.store.ts';
import { countJobs, listJobs, readJob, requestCancel, type JobRow } from './jobs.store.ts';

/** Jobs: looking at them and asking them to stop. */
export function jobsService(): Implements<typeof jobs> {
  return {
    async get({ job_id }, ctx) {
      const job = await readJob(ctx.db, seenBy(ctx), { id: job_id });
      return job === undefined ? ctx.fail('not_found', `There is no job ${job_id}.`) : shown(job);
    },

    async list({ status, kind, record_id, scope, limit, cursor, include_total }, ctx) {
      const filter = { status, kind, record_id, scope };
      const before = decodeCursor({ filters: filter, cursor }, idKey)?.[0];

      const rows = await listJobs(ctx.db, seenBy(ctx), { filter, before, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const next_cursor = rows.length > limit && last !== undefined ? encodeCursor(filter, [last.id]) : null;
      const total = include_total ? { total: await countJobs(ctx.db, seenBy(ctx), filter) } : {};

      return { items: items.map(shown), page: { next_cursor, limit, ...total } };
    },

    async cancel({ job_id }, ctx) {
      const job = await readJob(ctx.db, seenBy(ctx), { id: job_id, forUpdate: true });
      if (job === undefined) return ctx.fail('not_found', `There is no job ${job_id}.`);
      if (job.cancel_requested_at !== null) return shown(job);
      if (job.finished_at !== null) return ctx.fail('conflict', `Job ${job_id} has already ended: it ${ending(job)}.`);

      if (isDemoJob(job.kind))
        return ctx.fail('conflict', 'What happens to the demo as a whole is carried to its end.');

      const at = ctx.now().toISOString();
      await requestCancel(ctx.db, seenBy(ctx), { id: job_id, at });
      await ctx.signalWorkflow({ workflowId: job.workflow_id, signal: 'cancel', args: [] });
      ctx.audit({ job_id });
      return shown({ ...job, cancel_requested_at: at, updated_at: at });
    },
  };
}

function seenBy({ caller }: Pick<Inside, 'caller'>) {
  return { workspaceId: caller.workspaceId, scopes: caller.scopes };
}

function shown({ workflow_id: _workflowId, ...job }: JobRow): Job {
  return job;
}

function ending({ status }: JobRow): string {
  return status === 'cancelled' ? 'was cancelled' : status;
}
