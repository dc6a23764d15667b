// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { Job, JobStatus, PageParams } from '../schemas.ts';

/** `marquee.system.jobs`: list, get, cancel. */
export class Jobs extends Resource {
  /**
   * List jobs, the newest first.
   *
   * @example
   * for await (const job of marquee.system.jobs.list()) console.log(job);
   */
  list(params?: JobListParams, options?: RequestOptions): PagePromise<Job> {
    return this.client.page('GET /system/jobs', { query: params }, options);
  }

  /**
   * Look up a job.
   *
   * @throws {NotFoundError}
   * @example
   * const job = await marquee.system.jobs.get(job_id);
   */
  get(job_id: string, options?: RequestOptions): ApiPromise<Job> {
    return this.client.call('GET /system/jobs/{job_id}', { path: [job_id] }, options);
  }

  /**
   * Ask a job to stop.
   *
   * The job ends as `cancelled` once what is under way has been recorded; what it has done stays done. Asking
   * twice is asking once.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const job = await marquee.system.jobs.cancel(job_id);
   */
  cancel(job_id: string, options?: RequestOptions): ApiPromise<Job> {
    return this.client.call('POST /system/jobs/{job_id}/cancel', { path: [job_id] }, options);
  }
}

export interface JobListParams extends PageParams {
  /** Only jobs that stand so. */
  status?: JobStatus | undefined;
  /** Only this kind, such as `messaging.campaigns.send`. At most 100 characters. */
  kind?: string | undefined;
  /** Only jobs of this record. At most 100 characters. */
  record_id?: string | undefined;
  /** Only jobs made by operations of this scope. At most 100 characters. */
  scope?: string | undefined;
}
