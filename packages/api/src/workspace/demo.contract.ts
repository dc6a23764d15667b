import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { Job } from '../system/jobs.contract.ts';

const errors = ['unprocessable', 'not_configured', 'conflict'] as const;

/** The workspace with made-up data that a new installation begins with. */
export const demo = {
  reset: operation({
    kind: 'mutation',
    rest: 'POST /workspace/demo/reset',
    status: 202,
    summary: 'Bring the demo back to how it began',
    description:
      'Ends what runs in it, deletes everything that was added or changed, and makes the data of its first start again. People, their sessions, API keys and the audit trail stay. Refused in every other workspace, and where a sender reaches real phones. A second call while one is under way answers its job.',
    scope: 'workspace:admin',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({}),
    output: Job,
    errors,
    since: '0.1.0',
  }),
  delete: operation({
    kind: 'mutation',
    rest: 'DELETE /workspace/demo',
    status: 202,
    summary: 'Delete the demo for good',
    description:
      'Ends what runs in it and deletes the workspace with everything in it; every session and API key of it ends. Later starts of the server make no new one. Refused in every other workspace, and where a sender reaches real phones. A second call while one is under way answers its job.',
    scope: 'workspace:admin',
    role: 'owner',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({}),
    output: Job,
    errors,
    since: '0.1.0',
  }),
};

/** What happens to the demo. */
export const demoEvents = {
  reset: event({
    name: 'workspace.demo.reset',
    scope: 'workspace:read',
    summary: 'The demo is as it began: what was read before is gone',
    data: z.object({ job_id: z.string() }),
  }),
};
