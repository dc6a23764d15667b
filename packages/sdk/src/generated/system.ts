// Made from the contract by `npm run generate`; do not edit.

import type { Transport } from '../calls/resource.ts';
import { SystemOperations } from './system/system.ts';
import { Jobs } from '../jobs.ts';

/** `marquee.system` */
export class System extends SystemOperations {
  readonly jobs: Jobs;

  constructor(client: Transport) {
    super(client);
    this.jobs = new Jobs(client);
  }
}

export { Jobs };
export type { JobListParams } from './system/jobs.ts';
export type { Health, Liveness, OpenApiDocument, PartState, Readiness, ServerMetrics } from './system/system.ts';
