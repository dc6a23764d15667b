import type { FieldProblem } from '@marquee/api/errors';
import { measureOf, type AskedMetric, type Measure } from '@marquee/rules/metrics/metric-name';
import { nearest } from '@marquee/rules/metrics/near-names';
import { queryRange, type Grid } from '@marquee/rules/metrics/query-range';
import type { MetricType } from '../catalog/metric-types.store.ts';

/** A metric as it is asked for. */
export interface AskedSeries extends AskedMetric {
  readonly dataType: string;
  readonly dimensions: readonly string[];
}

/** A value that a filter accepts; null stands for rows without the dimension. */
export type FilterValue = string | number | boolean | null;

/** What is asked, before anything is known of the data. */
export interface AskedQuestion {
  readonly metrics: readonly AskedSeries[];
  readonly start: string;
  readonly end: string;
  readonly granularity: number;
  readonly zone: string | null;
  readonly filters: ReadonlyMap<string, readonly FilterValue[]>;
  readonly limit: number;
  /** Buckets that the range may have; an answer's own bound unless given. */
  readonly bucketsMax?: number;
}

/** Where each part of a question stands in the caller's input, as JSON pointers. */
export interface Pointers {
  readonly name: (metric: number) => string;
  readonly dataType: (metric: number) => string;
  readonly dimension: (metric: number, dimension: number) => string;
  readonly filter: (dimension: string) => string;
  readonly start: string;
  readonly end: string;
}

/** What is known of the data. */
export interface KnownData {
  readonly zone: string;
  readonly types: ReadonlyMap<string, MetricType>;
  /** Every data type, for messages about one that there is not. */
  readonly typeNames: readonly string[];
}

/** One series to compute. */
export interface SeriesPlan {
  readonly name: string;
  readonly type: MetricType;
  readonly measure: Measure;
  readonly aggregation: string;
  readonly dimensions: readonly string[];
  /** Null when no row can pass: the type lacks a dimension that must have a value. */
  readonly filters: readonly (readonly [string, readonly (string | null)[]])[] | null;
}

/** A question that can be answered. */
export interface Question extends Grid {
  readonly series: readonly SeriesPlan[];
  /** Points of one series. */
  readonly limit: number;
}

/** A question, or why it cannot be answered. */
export type PlannedQuestion =
  | { readonly ok: true; readonly question: Question }
  | { readonly ok: false; readonly refusal: Refusal };

/** Why a question cannot be answered, as a caller is told. */
export interface Refusal {
  readonly code: 'not_found' | 'unprocessable' | 'validation_failed';
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
}

interface Fault extends FieldProblem {
  readonly refuses: Refusal['code'];
}

/** Understands a question's names and range, or says everything that is wrong with them. */
export function planQuestion(asked: AskedQuestion, data: KnownData, at: Pointers): PlannedQuestion {
  const zone = asked.zone ?? data.zone;
  const range = queryRange({ ...asked, zone }, asked.bucketsMax);
  const found = asked.metrics.map((metric, index) => seriesOf(metric, { asked, data, at, index }));
  const faults: readonly Fault[] = [
    ...(range.ok ? [] : [{ ...range, refuses: 'validation_failed' as const, pointer: at[range.end] }]),
    ...found.flatMap((series) => (Array.isArray(series) ? series : [])),
    ...filterFaults(asked, data, at),
  ];
  if (!range.ok || faults.length > 0) return { ok: false, refusal: refusalOf(faults) };
  const series = found.filter((each): each is SeriesPlan => !Array.isArray(each));
  const { fromMs, toMs } = range;
  return { ok: true, question: { fromMs, toMs, granularity: asked.granularity, zone, series, limit: asked.limit } };
}

interface Among {
  readonly asked: AskedQuestion;
  readonly data: KnownData;
  readonly at: Pointers;
  readonly index: number;
}

function seriesOf(metric: AskedSeries, { asked, data, at, index }: Among): SeriesPlan | Fault[] {
  const type = data.types.get(metric.dataType);
  if (type === undefined) {
    const near = nearText(metric.dataType, data.typeNames);
    const detail = `There is no data of the type ${metric.dataType}${near}.`;
    return [{ refuses: 'not_found', pointer: at.dataType(index), code: 'unknown_data_type', detail }];
  }
  const named = measureOf(metric, type);
  const faults: Fault[] = metric.dimensions.flatMap((dimension, position) =>
    type.dimensions.has(dimension)
      ? []
      : [
          {
            ...{ refuses: 'unprocessable', pointer: at.dimension(index, position), code: 'unknown_dimension' },
            detail: `${type.name} has no dimension ${dimension}${nearText(dimension, type.dimensions)}.`,
          },
        ],
  );
  if (!named.ok) {
    const refuses = named.reason === 'unknown' ? 'not_found' : 'validation_failed';
    faults.unshift({ refuses, pointer: at.name(index), code: `${named.reason}_metric`, detail: named.detail });
  }
  if (!named.ok || faults.length > 0) return faults;
  const { name, dimensions } = metric;
  return {
    ...{ name, type, dimensions, measure: named.measure, aggregation: named.aggregation },
    filters: filtersOf(asked.filters, type),
  };
}

/** A filter that no type of the question has is a mistake; one that only some have leaves out the rows of the others. */
function filterFaults(asked: AskedQuestion, { types }: KnownData, at: Pointers): readonly Fault[] {
  const known = new Set(asked.metrics.flatMap(({ dataType }) => [...(types.get(dataType)?.dimensions ?? [])]));
  if (asked.metrics.some(({ dataType }) => !types.has(dataType))) return [];
  return [...asked.filters.keys()].flatMap((dimension): readonly Fault[] =>
    known.has(dimension)
      ? []
      : [
          {
            ...{ refuses: 'unprocessable', pointer: at.filter(dimension), code: 'unknown_dimension' },
            detail: `There is no dimension ${dimension} to filter by${nearText(dimension, known)}.`,
          },
        ],
  );
}

function filtersOf(asked: AskedQuestion['filters'], type: MetricType): SeriesPlan['filters'] {
  const filters: [string, readonly (string | null)[]][] = [];
  for (const [dimension, values] of [...asked].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (type.dimensions.has(dimension)) filters.push([dimension, textsOf(values)]);
    else if (!values.includes(null)) return null;
  }
  return filters;
}

/** Dimensions are text: a number or a boolean is what it was read as when it was uploaded. */
function textsOf(values: readonly FilterValue[]): readonly (string | null)[] {
  const texts = new Set(values.map((value) => (value === null ? null : String(value === 0 ? 0 : value))));
  return [...texts].toSorted((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
}

function nearText(name: string, known: Iterable<string>): string {
  const near = nearest(name, new Set(known));
  return near.length === 0 ? '' : `; near it are ${near.join(', ')}`;
}

/** What is malformed comes before what does not exist, and that before what does not fit. */
const severities = ['validation_failed', 'not_found', 'unprocessable'] as const;

function refusalOf(faults: readonly Fault[]): Refusal {
  const [worst] = faults.toSorted((a, b) => severities.indexOf(a.refuses) - severities.indexOf(b.refuses));
  if (worst === undefined) throw new Error('a refusal needs a fault');
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return {
    code: worst.refuses,
    detail: worst.detail + more,
    errors: faults.map(({ pointer, code, detail }) => ({ pointer, code, detail })),
  };
}
