import type { InputOf, OutputOf } from '../api/operations.ts';
import { useChange, useRead } from '../api/use-operation.ts';
import { oneOf, type UrlState } from '../ui/filters/use-url-state.ts';

/** One piece of work that outlives its request. */
export type Job = OutputOf<'system.jobs.get'>;

/** Where a job can stand. */
export const jobStatuses = [
  'queued',
  'waiting_for_engine',
  'running',
  'succeeded',
  'failed',
  'cancelled',
] as const satisfies readonly Job['status'][];

/** Whether a job can still get further. No event tells of each of its steps. */
export function isUnderWay({ status }: Pick<Job, 'status'>): boolean {
  return status === 'queued' || status === 'waiting_for_engine' || status === 'running';
}

const followMs = 2000;

/** One job, followed until it has ended. */
export function useJob(id: string) {
  return useRead(
    'system.jobs.get',
    { job_id: id },
    { refetchInterval: ({ state }) => (state.data !== undefined && !isUnderWay(state.data) ? false : followMs) },
  );
}

/** Asks a job to stop. */
export function useCancelJob() {
  return useChange('system.jobs.cancel', { refreshes: ['system.jobs.'] });
}

/** The filters of the list as its address has them. */
export function jobsInput({ status, record }: UrlState): InputOf<'system.jobs.list'> {
  const known = oneOf(status, jobStatuses);
  return {
    ...(known === undefined ? {} : { status: known }),
    ...(record === undefined ? {} : { record_id: record }),
  };
}
