import { ApiError } from '@marquee/api/errors';
import type { Aggregation } from '@marquee/rules/metrics/metric-name';
import type { AskedQuestion, Pointers } from './question.ts';

/** One metric over time, as its two operations take it. */
export interface SeriesInput {
  readonly metric_name: string;
  readonly data_type: string;
  readonly start_time: string;
  readonly end_time: string;
  readonly granularity: number;
  readonly dimensions: readonly string[];
  readonly aggregation_type?: Aggregation | undefined;
  readonly filters: readonly string[];
  readonly time_zone?: string | undefined;
  readonly limit: number;
}

/** Where the parts of the question stand in that input. */
export const seriesPointers: Pointers = {
  name: () => '/metric_name',
  dataType: () => '/data_type',
  dimension: (_metric, dimension) => `/dimensions/${dimension}`,
  filter: () => '/filters',
  start: '/start_time',
  end: '/end_time',
};

/**
 * The question of one metric: a dashboard of one.
 *
 * @throws {ApiError} `validation_failed` when a filter names no dimension
 */
export function seriesQuestion(input: SeriesInput): AskedQuestion {
  const { metric_name, data_type, dimensions, aggregation_type, granularity, limit } = input;
  const metric = { name: metric_name, aggregation: aggregation_type ?? null, numerator: null, denominator: null };
  return {
    metrics: [{ ...metric, dataType: data_type, dimensions }],
    ...{ start: input.start_time, end: input.end_time, granularity, zone: input.time_zone ?? null, limit },
    filters: filtersOf(input.filters),
  };
}

/** `dimension=value`; lists in URLs are comma-separated, so what has no `=` goes on with the value before it. */
function filtersOf(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const whole: string[] = [];
  for (const text of texts) {
    const last = whole.at(-1);
    if (text.includes('=') || last === undefined) whole.push(text);
    else whole[whole.length - 1] = `${last},${text}`;
  }
  const filters = new Map<string, string[]>();
  for (const text of whole) {
    const at = text.indexOf('=');
    if (at < 1) {
      const detail = 'A filter has the form dimension=value.';
      throw new ApiError('validation_failed', detail, { errors: [{ pointer: '/filters', code: 'no_filter', detail }] });
    }
    filters.set(text.slice(0, at), [...(filters.get(text.slice(0, at)) ?? []), text.slice(at + 1)]);
  }
  return filters;
}
