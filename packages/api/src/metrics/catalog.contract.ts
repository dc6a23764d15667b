import { z } from 'zod';
import { operation } from '../operation.ts';
import { Instant } from '../time.ts';
import { DataType } from './measures.contract.ts';

const CatalogMetric = z.object({
  name: z
    .string()
    .describe('The field')
    .meta({ examples: ['spend'] }),
  aggregations: z.array(z.string()).describe('How its rows can become one number'),
});

const CatalogDerived = z.object({
  name: z
    .string()
    .describe('The derived metric')
    .meta({ examples: ['ctr'] }),
  numerator: z.string().describe('The field whose sum is divided'),
  denominator: z.string().describe('The field whose sum divides'),
  factor: z.number().describe('What the ratio is multiplied by'),
});

const CatalogDimension = z.object({
  name: z
    .string()
    .describe('The field')
    .meta({ examples: ['campaign_name'] }),
  distinct_values: z.int().nullable().describe('Different values; null until the first batch with it is processed'),
  examples: z.array(z.string()).describe('At most 20 of its values'),
});

const CatalogType = z
  .object({
    data_type: z
      .string()
      .describe('Where the data comes from')
      .meta({ examples: ['meta_ads'] }),
    rows: z.int().describe('Rows of it'),
    first_at: Instant.nullable().describe('The earliest row'),
    last_at: Instant.nullable().describe('The latest row'),
    updated_at: Instant.describe('When its data last changed'),
    metrics: z.array(CatalogMetric).describe('Its numeric fields'),
    derived: z.array(CatalogDerived).describe('Ratios that its fields allow'),
    dimensions: z.array(CatalogDimension).describe('Its other fields'),
  })
  .meta({ id: 'MetricsCatalogType' });

/** What can be asked. */
export const catalog = {
  list: operation({
    kind: 'query',
    rest: 'GET /metrics/catalog',
    summary: 'What data there is, and what can be asked of it',
    scope: 'metrics:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ data_type: DataType.optional().describe('Only this one') }),
    output: z.object({ items: z.array(CatalogType).describe('By name') }).meta({ id: 'MetricsCatalog' }),
    errors: [],
  }),
};
