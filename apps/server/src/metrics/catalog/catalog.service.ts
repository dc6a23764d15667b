import type { catalog } from '@marquee/api/metrics/catalog.contract';
import { derivedOf } from '@marquee/rules/metrics/derived-metrics';
import type { Implements } from '../../kernel/context.ts';
import { catalogRows, type CatalogRow } from './catalog.store.ts';

const aggregations = ['sum', 'avg', 'min', 'max', 'count', 'p50', 'p95', 'p99'];

/** What data there is. */
export function catalogService(): Implements<typeof catalog> {
  return {
    list: async ({ data_type }, ctx) => ({
      items: (await catalogRows(ctx.db, ctx.caller.workspaceId, data_type ?? null)).map(answerOf),
    }),
  };
}

function answerOf({ name, row_count, first_ms, last_ms, updated_at, fields }: CatalogRow) {
  const metrics = fields.filter(({ kind }) => kind === 'metric').map((field) => ({ name: field.name, aggregations }));
  const dimensions = fields
    .filter(({ kind }) => kind === 'dimension')
    .map((field) => ({ name: field.name, distinct_values: field.distinct_values, examples: [...field.examples] }));
  const derived = derivedOf(new Set(metrics.map((metric) => metric.name)));
  return {
    ...{ data_type: name, rows: row_count, first_at: instant(first_ms), last_at: instant(last_ms), updated_at },
    ...{ metrics, dimensions, derived: derived.map(([ratio, of]) => ({ name: ratio, ...of })) },
  };
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
