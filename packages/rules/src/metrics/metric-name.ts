import { derivedMetrics } from './derived-metrics.ts';
import { nearest } from './near-names.ts';

/** How rows become one number, as a caller names it. */
export type Aggregation = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'p50' | 'p95' | 'p99' | 'unique' | 'rate';

/** What one metric is, once its name is understood. */
export type Measure =
  | { readonly kind: 'sum' | 'avg' | 'min' | 'max' | 'count'; readonly field: string }
  | { readonly kind: 'quantile'; readonly field: string; readonly q: 0.5 | 0.95 | 0.99 }
  | { readonly kind: 'unique'; readonly dimension: string }
  | { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string; readonly factor: number };

/** The fields of a data type by what they are. */
export interface KnownFields {
  readonly metrics: ReadonlySet<string>;
  readonly dimensions: ReadonlySet<string>;
}

/** A metric as it is asked for. */
export interface AskedMetric {
  readonly name: string;
  readonly aggregation: Aggregation | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
}

/** The measure that a name means, or why it means none. */
export type NamedMeasure =
  | { readonly ok: true; readonly measure: Measure; readonly aggregation: string }
  | {
      readonly ok: false;
      /** `unknown`: no such field. `incomplete`: the question lacks something. */
      readonly reason: 'unknown' | 'incomplete';
      readonly detail: string;
    };

const prefixes = { total_: 'sum', sum_: 'sum', avg_: 'avg', min_: 'min', max_: 'max', count_: 'count' } as const;
const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/**
 * What a metric's name means: a field itself, a prefix and a field, or a derived ratio, in this order. An aggregation that is
 * given decides; otherwise the prefix does, and a bare field is summed. A derived metric is a ratio of sums whatever is asked.
 */
export function measureOf(asked: AskedMetric, fields: KnownFields): NamedMeasure {
  if (asked.aggregation === 'rate') return rateOf(asked, fields);
  if (asked.aggregation === 'unique') return uniqueOf(asked.name, fields);
  if (fields.metrics.has(asked.name)) return measured(asked.name, asked.aggregation ?? 'sum');
  for (const [prefix, aggregation] of Object.entries(prefixes)) {
    const field = asked.name.slice(prefix.length);
    if (!asked.name.startsWith(prefix)) continue;
    if (fields.metrics.has(field)) return measured(field, asked.aggregation ?? aggregation);
    if (Object.hasOwn(derivedMetrics, field)) return derivedMeasure(field, fields);
  }
  if (Object.hasOwn(derivedMetrics, asked.name)) return derivedMeasure(asked.name, fields);
  return unknown(asked.name, fields);
}

function measured(field: string, aggregation: Exclude<Aggregation, 'unique' | 'rate'>): NamedMeasure {
  switch (aggregation) {
    case 'p50':
    case 'p95':
    case 'p99':
      return { ok: true, measure: { kind: 'quantile', field, q: quantiles[aggregation] }, aggregation };
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'count':
      return { ok: true, measure: { kind: aggregation, field }, aggregation };
  }
}

function derivedMeasure(name: string, { metrics }: KnownFields): NamedMeasure {
  const derived = derivedMetrics[name];
  if (derived === undefined) return { ok: false, reason: 'unknown', detail: `There is no derived metric ${name}.` };
  const missing = [derived.numerator, derived.denominator].filter((field) => !metrics.has(field));
  if (missing.length > 0) {
    const detail = `${name} is ${derived.numerator} over ${derived.denominator}; the data has no ${missing.join(' and no ')}.`;
    return { ok: false, reason: 'unknown', detail };
  }
  return { ok: true, measure: { kind: 'ratio', ...derived }, aggregation: 'ratio' };
}

function rateOf({ numerator, denominator }: AskedMetric, { metrics }: KnownFields): NamedMeasure {
  if (numerator === null || denominator === null) {
    return {
      ok: false,
      reason: 'incomplete',
      detail: 'A rate needs `numerator` and `denominator`, two numeric fields.',
    };
  }
  const missing = [numerator, denominator].find((field) => !metrics.has(field));
  if (missing !== undefined) return { ok: false, reason: 'unknown', detail: noField(missing, metrics) };
  return { ok: true, measure: { kind: 'ratio', numerator, denominator, factor: 1 }, aggregation: 'rate' };
}

function uniqueOf(name: string, { dimensions }: KnownFields): NamedMeasure {
  if (dimensions.has(name)) return { ok: true, measure: { kind: 'unique', dimension: name }, aggregation: 'unique' };
  const near = nearest(name, dimensions);
  const detail = `\`unique\` counts the values of a dimension, and ${name} is none${near.length === 0 ? '' : `; near it are ${near.join(', ')}`}.`;
  return { ok: false, reason: 'unknown', detail };
}

function unknown(name: string, { metrics }: KnownFields): NamedMeasure {
  const known = [...metrics, ...Object.keys(derivedMetrics)];
  // Who wrote a prefix is told names that have it.
  const prefix = Object.keys(prefixes).find((each) => name.startsWith(each)) ?? '';
  return { ok: false, reason: 'unknown', detail: noField(name, new Set(known.map((each) => prefix + each))) };
}

function noField(name: string, known: ReadonlySet<string>): string {
  const near = nearest(name, known);
  return `There is no metric ${name}${near.length === 0 ? '' : `; near it are ${near.join(', ')}`}.`;
}
