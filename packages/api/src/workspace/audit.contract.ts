import { z } from 'zod';
import { operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant, InstantInput } from '../time.ts';

/** One line of the audit trail. */
export const AuditEntry = z
  .object({
    id: z.string().describe('Entry id'),
    at: Instant,
    actor_kind: z.string().describe('`user`, `api_key` or what else acted'),
    actor_id: z.string().nullable().describe('Id of the user or key'),
    operation: z.string().describe('Operation name, such as `messaging.campaigns.trigger`'),
    request_id: z.string().describe('The `x-request-id` of the call'),
    outcome: z.string().describe('`done` or `refused`'),
    facts: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .describe('Ids and states the call touched'),
  })
  .meta({ id: 'AuditEntry', description: 'One line of the audit trail' });

/** Who did what, and when. */
export const audit = {
  list: operation({
    kind: 'query',
    rest: 'GET /workspace/audit',
    summary: 'List audit entries, newest first',
    scope: 'workspace:admin',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      operation: z.string().max(100).optional().describe('Only this operation, such as `messaging.campaigns.trigger`'),
      actor_id: z.string().max(100).optional().describe('Only what this user or key did'),
      outcome: z.string().max(100).optional().describe('Only `done`, or only `refused`'),
      from: InstantInput.optional().describe('Entries at or after this instant'),
      until: InstantInput.optional().describe('Entries before this instant'),
    }),
    output: pageOf(AuditEntry, 'AuditEntryPage'),
  }),
};
