import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { Instant } from '../time.ts';
import { DataType } from './measures.contract.ts';

const BatchId = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, '1 to 200 printable ASCII characters without spaces')
  .describe('Your name for the batch, unique for each data type: 1 to 200 printable ASCII characters without spaces')
  .meta({ examples: ['batch_20260315_001'] });

const Rejection = z
  .object({
    index: z.int().describe('Which record, from 0'),
    reason: z
      .enum([
        'time_missing',
        'time_invalid',
        'time_out_of_range',
        'no_metric',
        'value_not_finite',
        'value_too_large',
        'value_not_plain',
        'metric_not_number',
        'field_name_invalid',
        'too_many_fields',
        'too_many_metrics',
        'too_many_dimensions',
        'dimension_too_long',
        'too_many_dimension_sets',
      ])
      .describe('Why it was not taken'),
    field: z.string().nullable().describe('Which field is meant; null where none is'),
    detail: z.string().describe('What to change'),
  })
  .meta({ id: 'MetricRejection' });

/** One record, taken as it came: what of its fields is taken is told record by record, and ten thousand copies would cost as much as storing them. */
const MetricRecord = z
  .custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'A record is an object of fields',
  )
  .meta({ type: 'object', additionalProperties: {} });

/** What became of a batch. */
export const MetricBatch = z
  .object({
    batch_id: z
      .string()
      .describe('Your name for it, or ours when you gave none')
      .meta({ examples: ['batch_20260315_001'] }),
    data_type: z
      .string()
      .describe('Where the data comes from')
      .meta({ examples: ['meta_ads'] }),
    status: z
      .enum(['stored', 'processed'])
      .describe(
        '`stored`: every accepted row is in the next query. `processed`: the catalog and the event have followed, too',
      ),
    records_received: z.int().describe('Records in the batch'),
    accepted: z.int().describe('Rows that are new'),
    replaced: z.int().describe('Rows that took the place of an earlier one of the same time and dimensions'),
    duplicates: z.int().describe('Rows that were there already, or that a later one of this batch takes the place of'),
    rejected: z.int().describe('Records that were not taken'),
    rejections: z.array(Rejection).describe('The first 1,000 records that were not taken, and why'),
    rejections_by_reason: z.record(z.string(), z.int()).describe('How many were not taken for each reason'),
    metrics: z.array(z.string()).describe('Numeric fields seen in it'),
    dimensions: z.array(z.string()).describe('Other fields seen in it'),
    created_at: Instant,
    processed_at: Instant.nullable(),
  })
  .meta({ id: 'MetricBatch' });

/** Uploads of metrics. */
export const batches = {
  upload: operation({
    kind: 'mutation',
    rest: 'POST /metrics/batches',
    status: 201,
    location: '/metrics/batches/{batch_id}',
    summary: 'Upload 1 to 10,000 records',
    description:
      'Numeric fields are metrics, all others are dimensions; `timestamp`, else `date`, is the time. A row is known by its time and dimensions: sent again, the later one takes its place. ' +
      'A text in a field that has been a metric is refused; a number in one that has been a dimension is taken as text. When this answers, the rows are in every query. ' +
      'The same `batch_id` with the same records answers the first receipt; with others it is a conflict.',
    scope: 'metrics:write',
    tx: 'none',
    limit: 'upload',
    bodyBytesMax: 32 * 1024 * 1024,
    idempotent: 'natural',
    input: z.object({
      data_type: DataType,
      data: z
        .array(MetricRecord)
        .min(1)
        .describe('Records, 1 to 10,000; values are numbers, text, booleans or null')
        .meta({
          maxItems: 10_000,
          examples: [
            [
              {
                date: '2026-03-15T00:00:00Z',
                campaign_name: 'Summer Sale',
                impressions: 15000,
                clicks: 450,
                spend: 299.99,
              },
            ],
          ],
        }),
      batch_id: BatchId.nullable()
        .optional()
        .describe('Makes the upload safe to repeat; one is made when there is none'),
    }),
    output: MetricBatch,
    errors: ['conflict', 'payload_too_large', 'unprocessable'],
    documented: ['metrics POST /data/upload'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /metrics/batches/{batch_id}',
    summary: 'What became of a batch',
    scope: 'metrics:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      batch_id: BatchId,
      data_type: DataType.optional().describe('Needed when several data types have a batch of this name'),
    }),
    output: MetricBatch,
    errors: ['not_found', 'conflict'],
  }),
};

/** What happens to batches. */
export const batchEvents = {
  processed: event({
    name: 'metrics.batches.processed',
    scope: 'metrics:read',
    summary: 'A batch of metrics is in the catalog and in every query',
    data: z.object({
      batch_id: z.string(),
      data_type: z.string(),
      accepted: z.int(),
      replaced: z.int(),
      duplicates: z.int(),
      rejected: z.int(),
    }),
  }),
};
