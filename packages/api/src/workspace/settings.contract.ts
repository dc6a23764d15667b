import { z } from 'zod';
import { operation } from '../operation.ts';
import { Instant, LocalTime, TimeZone } from '../time.ts';

/** Hours without messages, local to the recipient. */
export const DefaultQuietHours = z
  .object({ start: LocalTime, end: LocalTime })
  .describe('Local hours without messages, `[start, end)`; may wrap midnight; start = end means none')
  .meta({ id: 'DefaultQuietHours' });

/** How many messages one person gets at most. */
export const FrequencyCap = z
  .object({
    messages: z.int().min(1).max(1000).describe('At most so many messages'),
    days: z.int().min(1).max(365).describe('Days of 24 hours, back from the moment of sending'),
  })
  .describe('At most this many messages to one person in this many days; failed ones do not count')
  .meta({ id: 'FrequencyCap' });

const stored = {
  default_quiet_hours: DefaultQuietHours.nullable().describe('Quiet hours of campaigns that state none; null for none'),
  frequency_cap: FrequencyCap.nullable().describe('Over all campaigns; null for none'),
  default_sender_id: z.string().min(1).max(63).nullable().describe('Sender of campaigns that state none'),
  allow_private_links: z
    .boolean()
    .describe(
      'Whether webhooks and base URLs may point at private network addresses; for servers inside a company network',
    ),
};

/** A workspace's name, clock and defaults. */
export const WorkspaceSettings = z
  .object({
    workspace_id: z.string().describe('Workspace id'),
    name: z.string().describe('Name of the workspace'),
    time_zone: z.string().describe('IANA time zone of days, reports and schedules'),
    is_demo: z.boolean().describe('A workspace with made-up data'),
    ...stored,
    created_at: Instant,
  })
  .meta({ id: 'WorkspaceSettings', description: 'A workspace’s name, clock and defaults' });

/** The workspace's own settings. */
export const settings = {
  get: operation({
    kind: 'query',
    rest: 'GET /workspace/settings',
    summary: 'Read the workspace settings',
    scope: 'workspace:read',
    tx: 'read',
    limit: 'default',
    input: z.object({}),
    output: WorkspaceSettings,
  }),
  update: operation({
    kind: 'mutation',
    rest: 'PUT /workspace/settings',
    summary: 'Change workspace settings',
    description: 'Only the fields given change; null takes a default away.',
    scope: 'workspace:admin',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({
      name: z
        .string()
        .max(120)
        .regex(/\S/, 'Give a name')
        .optional()
        .describe('Name of the workspace')
        .meta({ examples: ['Analytical Engines'] }),
      time_zone: TimeZone.optional(),
      default_quiet_hours: stored.default_quiet_hours.optional(),
      frequency_cap: stored.frequency_cap.optional(),
      default_sender_id: stored.default_sender_id.optional(),
      allow_private_links: stored.allow_private_links.optional(),
    }),
    output: WorkspaceSettings,
    errors: ['unprocessable'],
  }),
};
