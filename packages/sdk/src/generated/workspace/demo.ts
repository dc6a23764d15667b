// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';
import type { Job } from '../schemas.ts';

/** `marquee.workspace.demo`: delete, reset. */
export class Demo extends Resource {
  /**
   * Delete the demo for good.
   *
   * Ends what runs in it and deletes the workspace with everything in it; every session and API key of it ends.
   * Later starts of the server make no new one. Refused in every other workspace, and where a sender reaches real
   * phones. A second call while one is under way answers its job.
   *
   * @throws {ConflictError}
   * @throws {NotConfiguredError}
   * @throws {UnprocessableError}
   * @example
   * const job = await marquee.workspace.demo.delete();
   */
  delete(options?: RequestOptions): ApiPromise<Job> {
    return this.client.call('DELETE /workspace/demo', {}, options);
  }

  /**
   * Bring the demo back to how it began.
   *
   * Ends what runs in it, deletes everything that was added or changed, and makes the data of its first start
   * again. People, their sessions, API keys and the audit trail stay. Refused in every other workspace, and where
   * a sender reaches real phones. A second call while one is under way answers its job.
   *
   * @throws {ConflictError}
   * @throws {NotConfiguredError}
   * @throws {UnprocessableError}
   * @example
   * const job = await marquee.workspace.demo.reset();
   */
  reset(options?: RequestOptions): ApiPromise<Job> {
    return this.client.call('POST /workspace/demo/reset', {}, options);
  }
}
