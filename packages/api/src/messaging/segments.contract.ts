import { z } from 'zod';
import { operation } from '../operation.ts';
import { nameInput, pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';
import { PhoneE164 } from './contacts.contract.ts';

const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);

const FilterCondition = z
  .object({
    attribute: z
      .string()
      .min(1)
      .max(128)
      .describe(
        'An attribute’s name, or one of phone_e164, consent_state, time_zone, created_at, updated_at, consent_updated_at, last_message_received',
      ),
    operator: z
      .enum([
        'equals',
        'not_equals',
        'greater_than',
        'less_than',
        'gte',
        'lte',
        'contains',
        'starts_with',
        'in',
        'not_in',
        'exists',
        'before',
        'after',
        'within_days',
      ])
      .describe(
        '`equals`, `in` compare case-sensitively, days and instants whatever their offset; `contains`, `starts_with` in any case. `not_equals`, `not_in` also match contacts without the attribute. ' +
          '`greater_than`, `less_than`, `gte`, `lte` take a number, a day or an instant; `before`, `after` a day (midnight UTC) or an instant. ' +
          '`within_days`: an instant in the last N days. `exists` without a value, or with true: the attribute is there',
      ),
    value: z
      .union([scalar, z.array(scalar).max(1000)])
      .optional()
      .describe('What to compare with; a list for `in` and `not_in`'),
  })
  .meta({ id: 'FilterCondition', description: 'One condition on one attribute' });

const FilterGroup = z
  .object({
    operator: z.enum(['AND', 'OR']).describe('`AND`: every condition holds. `OR`: at least one does'),
    get conditions() {
      return z
        .array(z.union([FilterCondition, FilterGroup]))
        .min(1)
        .max(500)
        .describe('Conditions, and groups of them');
    },
  })
  .meta({ id: 'FilterGroup', description: 'Conditions joined by AND or OR' });

/** One condition, or a tree of AND and OR, at most 8 levels deep. */
export const SegmentFilter = z
  .union([FilterCondition, FilterGroup])
  .meta({
    id: 'SegmentFilter',
    examples: [{ attribute: 'city', operator: 'equals', value: 'Berlin' }],
  })
  .describe('One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions');

const name = z
  .string()
  .min(1)
  .max(200)
  .describe('Unique name')
  .meta({ examples: ['Premium in Berlin'] });
const description = z.string().max(2000).nullable().describe('Notes of your own');

/** A saved filter over contacts. */
export const Segment = z
  .object({
    id: z.uuid().describe('Segment id'),
    name: z.string().describe('Unique name'),
    description,
    filter_criteria: SegmentFilter,
    estimated_audience_size: z
      .int()
      .describe('Contacts that match: counted now by `get`, when the segment was last saved by `list`'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Segment', description: 'A saved filter over contacts' });

const byId = z.object({ segment_id: z.uuid().describe('Segment id') });

const sampleSize = z.int().min(0).max(100).default(10).describe('Numbers to show, 0 to 100');
const counted = {
  matching_users: z.int().describe('Contacts that match, whatever their consent'),
  opted_in: z.int().describe('Those of them that may be messaged'),
  sample_users: z.array(PhoneE164).describe('Numbers of the newest that match'),
  evaluation_time_ms: z.int().describe('Milliseconds the evaluation took'),
};

/** Saved filters over contacts. */
export const segments = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/segments',
    summary: 'List segments, newest first',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ ...pageInput, ...nameInput }),
    output: pageOf(Segment, 'SegmentPage'),
    documented: ['messaging GET /api/v1/segments'],
  }),
  create: operation({
    kind: 'mutation',
    rest: 'POST /messaging/segments',
    status: 201,
    location: '/messaging/segments/{id}',
    summary: 'Save a segment',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'key',
    input: z.object({ name, description: description.default(null), filter_criteria: SegmentFilter }),
    output: Segment,
    errors: ['conflict', 'validation_failed'],
    documented: ['messaging POST /api/v1/segments'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /messaging/segments/{segment_id}',
    summary: 'Get a segment and how many contacts match now',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: byId,
    output: Segment,
    errors: ['not_found'],
  }),
  update: operation({
    kind: 'mutation',
    rest: 'PUT /messaging/segments/{segment_id}',
    summary: 'Change a segment',
    description: 'Fields left out keep their value. A running campaign keeps the audience it began with.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: byId.extend({
      name: name.optional(),
      description: description.optional(),
      filter_criteria: SegmentFilter.optional(),
    }),
    output: Segment,
    errors: ['not_found', 'conflict', 'validation_failed'],
  }),
  delete: operation({
    kind: 'mutation',
    rest: 'DELETE /messaging/segments/{segment_id}',
    summary: 'Delete a segment',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: byId,
    output: z.object({ id: z.uuid().describe('Segment id') }).meta({ id: 'DeletedSegment' }),
    errors: ['not_found', 'conflict'],
  }),
  evaluate: operation({
    kind: 'query',
    rest: 'POST /messaging/segments/{segment_id}/evaluate',
    summary: 'Count the contacts that match now, with a sample',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: byId.extend({ sample_size: sampleSize }),
    output: z.object({ segment_id: z.uuid().describe('Segment id'), ...counted }).meta({ id: 'SegmentEvaluation' }),
    errors: ['not_found'],
    documented: ['messaging POST /api/v1/segments/{segment_id}/evaluate'],
  }),
  preview: operation({
    kind: 'query',
    rest: 'POST /messaging/segments/preview',
    summary: 'Count the contacts that a filter matches now, with a sample, without saving it',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ filter_criteria: SegmentFilter, sample_size: sampleSize }),
    output: z.object(counted).meta({ id: 'SegmentPreview', description: 'Whom a filter matches, before it is saved' }),
    errors: ['validation_failed'],
  }),
};
