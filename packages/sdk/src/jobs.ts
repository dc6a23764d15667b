import type { RequestOptions } from './calls/resource.ts';
import { Jobs as JobOperations } from './generated/system/jobs.ts';
import type { Job } from './generated/schemas.ts';
import { JobFailedError, TimeoutError } from './http/errors.ts';

/** How a job is waited for. */
export interface JobWaitOptions extends Omit<RequestOptions, 'deadlineMs' | 'idempotencyKey'> {
  /** Hears of the job when it is first seen, and whenever its status or progress has changed. */
  readonly onProgress?: ((job: Job) => void) | undefined;
  /** Between the first looks; the wait grows to ten times this. 500 when omitted. */
  readonly pollMs?: number | undefined;
  /** How long to wait in all; for ever when omitted. The job goes on without us. */
  readonly deadlineMs?: number | undefined;
}

/** What a job is known by: its id, itself, or a record that names it. */
export type JobReference =
  | string
  | { readonly id: string; readonly job_id?: never }
  | { readonly job_id: string | null };

/** `marquee.jobs`: list, get, cancel, wait. */
export class Jobs extends JobOperations {
  /**
   * Waits until a job has succeeded, while the engine is away, too.
   *
   * @throws {JobFailedError} when it failed or was cancelled; `error.job` tells why
   * @throws {TimeoutError} when `deadlineMs` is over first
   * @example
   * const job = await marquee.jobs.wait(contactImport, { onProgress: ({ progress }) => console.log(progress) });
   */
  async wait(reference: JobReference, options: JobWaitOptions = {}): Promise<Job> {
    const { onProgress, pollMs = 500, deadlineMs = Infinity, ...request } = options;
    const { clock } = this.client;
    const id = idOf(reference);
    const deadline = clock.now() + deadlineMs;
    let seen: string | undefined;
    for (let waitMs = pollMs; ; waitMs = Math.min(waitMs * 1.5, pollMs * 10)) {
      const job = await this.get(id, request);
      const state = JSON.stringify([job.status, job.progress]);
      if (state !== seen) onProgress?.(job);
      seen = state;
      if (job.status === 'succeeded') return job;
      if (job.status === 'failed' || job.status === 'cancelled') throw failureOf(job);
      const leftMs = deadline - clock.now();
      if (leftMs <= 0) throw new TimeoutError(`Job ${id} is ${job.status} after ${deadlineMs} ms; it goes on.`);
      await clock.pause(Math.min(leftMs, waitMs * (0.75 + clock.chance() / 2)), request.signal);
    }
  }
}

function idOf(reference: JobReference): string {
  const id = typeof reference === 'string' ? reference : 'job_id' in reference ? reference.job_id : reference.id;
  if (typeof id !== 'string') throw new TypeError('This record has no job: nothing was left to do.');
  return id;
}

function failureOf(job: Job): JobFailedError<Job> {
  const why = job.error === null ? job.status : `${job.status}: ${job.error.detail}`;
  return new JobFailedError(`Job ${job.id} (${job.kind}) ${why}`, job);
}
