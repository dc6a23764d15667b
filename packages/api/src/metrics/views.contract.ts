import { z } from 'zod';
import { operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';
import { dashboardQuery } from './measures.contract.ts';

const ViewName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('Unique name')
  .meta({ examples: ['Spend by country'] });

const ViewQuery = z
  .object({
    ...dashboardQuery,
    time_range: z
      .union(
        [
          dashboardQuery.time_range,
          z.object({ last: z.int().min(60).max(157_766_400).describe('Seconds back from now, 60 to five years') }),
        ],
        'has `start` and `end`, or `last`: 60 to 157766400 seconds',
      )
      .describe('A fixed range, or the last seconds whenever it is asked'),
  })
  .meta({ id: 'MetricsViewQuery', description: 'A dashboard’s question, kept' });

/** A dashboard that was kept. */
export const MetricsView = z
  .object({
    id: z.uuid().describe('The view'),
    name: ViewName,
    query: ViewQuery,
    created_at: Instant,
  })
  .meta({ id: 'MetricsView' });

/** Dashboards that were kept. */
export const views = {
  list: operation({
    kind: 'query',
    rest: 'GET /metrics/views',
    summary: 'List saved views, newest first',
    scope: 'metrics:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ ...pageInput }),
    output: pageOf(MetricsView, 'MetricsViewPage'),
  }),
  create: operation({
    kind: 'mutation',
    rest: 'POST /metrics/views',
    status: 201,
    summary: 'Save a view',
    scope: 'metrics:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'key',
    input: z.object({ name: ViewName, query: ViewQuery }),
    output: MetricsView,
    errors: ['conflict', 'validation_failed'],
  }),
  delete: operation({
    kind: 'mutation',
    rest: 'DELETE /metrics/views/{view_id}',
    summary: 'Delete a view',
    scope: 'metrics:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({ view_id: z.uuid().describe('The view') }),
    output: z.object({ id: z.uuid().describe('The view') }).meta({ id: 'DeletedMetricsView' }),
    errors: ['not_found'],
  }),
};
