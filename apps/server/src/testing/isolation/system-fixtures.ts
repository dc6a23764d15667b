import type { OperationName } from '../operation-names.ts';
import type { Fixture } from './fixture.ts';
import { importOf } from './imports-fixtures.ts';
import type { Tenant } from './tenant.ts';

async function jobOf(t: Tenant): Promise<string> {
  return (await importOf(t)).job_id ?? '';
}

const serversOwn = { kind: 'unowned', reason: 'about the server, and the same for everyone' } as const;

/** The server itself, its reference, and jobs. */
export const systemFixtures = {
  'system.health': serversOwn,
  'system.ready': serversOwn,
  'system.live': serversOwn,
  'system.metrics': serversOwn,
  'system.openapi': serversOwn,
  'system.docs': serversOwn,
  'system.redoc': serversOwn,
  'system.jobs.get': {
    kind: 'record',
    given: async (a) => {
      const job_id = await jobOf(a);
      return { input: { job_id }, marks: [job_id] };
    },
  },
  'system.jobs.list': { kind: 'collection', given: async (a) => ({ input: {}, marks: [await jobOf(a)] }) },
  'system.jobs.cancel': {
    kind: 'record',
    given: async (a) => {
      const job_id = await jobOf(a);
      return { input: { job_id }, marks: [job_id] };
    },
  },
} satisfies Partial<Record<OperationName, Fixture>>;
