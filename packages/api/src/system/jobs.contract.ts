import { z } from 'zod';
import { operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';

/** Where a job stands. */
export const JobStatus = z
  .enum(['queued', 'waiting_for_engine', 'running', 'succeeded', 'failed', 'cancelled'])
  .describe('`waiting_for_engine`: accepted and kept; it starts when the durable engine is back')
  .meta({ id: 'JobStatus' });

/** A piece of work that outlives its request. */
export const Job = z
  .object({
    id: z.uuid().describe('Job id'),
    kind: z.string().describe('What is done, such as `messaging.campaigns.send`'),
    record_id: z.string().describe('The record it is done to'),
    operation: z.string().describe('The operation that asked for it'),
    status: JobStatus,
    progress: z
      .object({
        done: z.int().describe('Steps done'),
        total: z.int().nullable().describe('Steps in all; null while unknown'),
      })
      .nullable()
      .describe('How far it is; null before it begins'),
    result: z.unknown().describe('What came of it; null until it has succeeded'),
    error: z
      .object({ code: z.string().describe('What went wrong'), detail: z.string().describe('The same in words') })
      .nullable()
      .describe('Why it failed'),
    cancel_requested_at: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
    finished_at: Instant.nullable(),
  })
  .meta({ id: 'Job', description: 'A piece of work that outlives its request' });

/** A piece of work that outlives its request. */
export type Job = z.output<typeof Job>;

const jobId = z.object({ job_id: z.uuid().describe('Job id') });

/** Jobs, one shape for everything that takes longer than a request. A job is seen by holders of the scope that made it. */
export const jobs = {
  get: operation({
    kind: 'query',
    rest: 'GET /system/jobs/{job_id}',
    tx: 'read',
    summary: 'Look up a job',
    scope: 'system:read',
    limit: 'default',
    errors: ['not_found'],
    input: jobId,
    output: Job,
    since: '0.1.0',
  }),
  list: operation({
    kind: 'query',
    rest: 'GET /system/jobs',
    tx: 'read',
    summary: 'List jobs, the newest first',
    scope: 'system:read',
    limit: 'default',
    input: z.object({
      status: JobStatus.optional().describe('Only jobs that stand so'),
      kind: z.string().max(100).optional().describe('Only this kind, such as `messaging.campaigns.send`'),
      record_id: z.string().max(100).optional().describe('Only jobs of this record'),
      scope: z.string().max(100).optional().describe('Only jobs made by operations of this scope'),
      ...pageInput,
    }),
    output: pageOf(Job, 'JobPage'),
    since: '0.1.0',
  }),
  cancel: operation({
    kind: 'mutation',
    rest: 'POST /system/jobs/{job_id}/cancel',
    tx: 'write',
    status: 202,
    summary: 'Ask a job to stop',
    description:
      'The job ends as `cancelled` once what is under way has been recorded; what it has done stays done. Asking twice is asking once.',
    scope: 'jobs:write',
    limit: 'default',
    idempotent: 'natural',
    errors: ['not_found', 'conflict'],
    input: jobId,
    output: Job,
    since: '0.1.0',
  }),
};
