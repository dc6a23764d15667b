import { z } from 'zod';
import { operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';

/** Where a reader of events stands: the `sequence` of the last event it has seen. */
export const EventSequence = z
  .int()
  .min(0)
  .describe('`sequence` of the last event already seen; 0 means from the beginning');

/** The names to keep, by their beginning. */
export const EventNamePrefix = z
  .string()
  .regex(/^[A-Za-z0-9_.]{1,100}$/)
  .describe('Keep only events whose name begins so, such as `messaging.campaigns.`');

/** One thing that happened in the workspace. It carries ids and states; read the record for the rest. */
export const LoggedEvent = z
  .object({
    sequence: z.int().describe('Position in the workspace: rising by one, without gaps'),
    id: z.uuid().describe('Event id'),
    name: z.string().describe('`domain.resource.past_tense_verb`'),
    at: Instant,
    data: z.record(z.string(), z.unknown()).describe('Ids and states, as the event of that name declares'),
  })
  .meta({
    id: 'LoggedEvent',
    description: 'One thing that happened in the workspace: ids and states; read the record for the rest',
  });

/** One logged event. */
export type LoggedEvent = z.output<typeof LoggedEvent>;

/** The event log: what happened, in order, for as long as events are kept. */
export const log = {
  list: operation({
    kind: 'query',
    rest: 'GET /events/log',
    tx: 'read',
    summary: 'List past events in the order they happened',
    description:
      'Gives the events the caller may see, oldest first unless asked otherwise. Pass the last `sequence` seen as `after` to fill a gap that a live stream left.',
    scope: 'events:read',
    limit: 'default',
    input: z.object({
      after: EventSequence.default(0),
      name_prefix: EventNamePrefix.optional(),
      order: z
        .enum(['oldest', 'newest'])
        .default('oldest')
        .describe('`oldest` first, as they happened, or `newest` first, to look back'),
      ...pageInput,
    }),
    output: pageOf(LoggedEvent, 'EventLogPage'),
    since: '0.1.0',
  }),
};
