import type { MetricsScan, StoredRow, StoredType } from '../../metrics/store/metrics-store.ts';

/** Numbers from a seed, from 0 to below 1: the same test data on every run. */
export type Chance = () => number;

/** Mulberry32. Source: Tommy Ettinger, public domain. */
export function seeded(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of a list. */
export function oneOf<T>(chance: Chance, list: readonly T[]): T {
  const found = list[Math.floor(chance() * list.length)];
  if (found === undefined) throw new Error('The list is empty.');
  return found;
}

/** The fields of random rows: always there, mostly there, of either sign, always zero, and never there. */
export const randomFields = ['spend', 'clicks', 'change', 'zero', 'never'] as const;

/** A range of epoch milliseconds. */
export interface TestRange {
  readonly fromMs: number;
  readonly toMs: number;
}

// Names and values that would break out of a statement or an order other than that of code points.
const countries = ['DE', 'de', 'Österreich', '', "O'Brien", '\u{1d4b3}', '\ue000', 'null', '"; drop table x; --'];
const campaigns = ['spring', 'summer', 'a\\b', '$1', '{"a":1}'];

/** Rows of distinct identities whose times gather in places, so that they meet each other's buckets and each other. */
export function randomRows(chance: Chance, count: number, { fromMs, toMs }: TestRange): readonly StoredRow[] {
  const rows = new Map<string, StoredRow>();
  while (rows.size < count) {
    const row = randomRow(chance, fromMs + chance() * (toMs - fromMs));
    rows.set(JSON.stringify([row.atMs, row.dimensions]), row);
  }
  return [...rows.values()];
}

/** Values of a row, each with its field. */
export function valuesOf(pairs: readonly (readonly [string, number])[]): StoredRow['values'] {
  return { names: pairs.map(([name]) => name), numbers: pairs.map(([, value]) => value) };
}

function randomRow(chance: Chance, atMs: number): StoredRow {
  const dimensions: [string, string][] = [];
  if (chance() < 0.8) dimensions.push(['campaign', oneOf(chance, campaigns)]);
  if (chance() < 0.7) dimensions.push(['country', oneOf(chance, countries)]);
  if (chance() < 0.3) dimensions.push(['länder"\'', String(Math.floor(chance() * 3))]);
  const values: [string, number][] = [['spend', Math.floor(chance() * 100_000) / 100]];
  if (chance() < 0.7) values.push(['clicks', Math.exp(chance() * 12)]);
  if (chance() < 0.5) values.push(['change', (chance() - 0.5) * 10 ** Math.floor(chance() * 6)]);
  if (chance() < 0.2) values.push(['zero', 0]);
  return { atMs: timeNear(chance, Math.floor(atMs)), dimensions, values: valuesOf(values) };
}

/** Many times lie on the edges of minutes, hours and quarters of hours, where buckets meet. */
function timeNear(chance: Chance, atMs: number): number {
  const unit = oneOf(chance, [1, 1, 60_000, 90_000, 900_000, 3_600_000]);
  const edge = Math.floor(atMs / unit) * unit;
  return chance() < 0.1 ? edge - 1 : edge;
}

const measures: MetricsScan['measures'] = [
  ...(['sum', 'avg', 'min', 'max', 'count'] as const).flatMap((kind) =>
    ['spend', 'clicks', 'zero', 'never'].map((field) => ({ kind, field })),
  ),
  ...(['min', 'max', 'count'] as const).map((kind) => ({ kind, field: 'change' })),
  ...([0.5, 0.95, 0.99] as const).flatMap((q) =>
    ['spend', 'clicks', 'change', 'zero'].map((field) => ({ kind: 'quantile' as const, field, q })),
  ),
  { kind: 'unique', dimension: 'country' },
  { kind: 'unique', dimension: 'campaign' },
  { kind: 'unique', dimension: 'nowhere' },
  { kind: 'ratio', numerator: 'spend', denominator: 'clicks', factor: 1000 },
  { kind: 'ratio', numerator: 'clicks', denominator: 'spend', factor: 1 },
  { kind: 'ratio', numerator: 'spend', denominator: 'zero', factor: 1 },
  { kind: 'ratio', numerator: 'never', denominator: 'spend', factor: 1 },
];

const granularities = [60, 90, 300, 3600, 7200, 86_400, 86_400, 86_400];
const groupings = [[], [], ['country'], ['campaign', 'country'], ['länder"\''], ['nowhere', 'campaign']];
const filters: readonly MetricsScan['filters'][] = [
  [],
  [],
  [['country', ['DE', '', null]]],
  [['campaign', ['summer', 'a\\b']]],
  [
    ['campaign', ['spring', '{"a":1}', null]],
    ['country', ["O'Brien", '"; drop table x; --', 'de']],
  ],
  [['nowhere', [null]]],
  [['nowhere', ['x']]],
];

/** A scan whose range is cut at will, or at the edges of hours or days. */
export function randomScan(
  chance: Chance,
  type: StoredType,
  { range, zones }: { readonly range: TestRange; readonly zones: readonly string[] },
): MetricsScan {
  const unit = oneOf(chance, [1, 60_000, 3_600_000, 86_400_000]);
  const at = (): number => Math.floor((range.fromMs + chance() * (range.toMs - range.fromMs)) / unit) * unit;
  const [one, other] = [at(), at()];
  const asked = measures.filter(() => chance() < 0.25);
  return {
    type,
    fromMs: Math.min(one, other),
    toMs: Math.max(one, other) + 1,
    granularity: oneOf(chance, granularities),
    zone: oneOf(chance, zones),
    dimensions: oneOf(chance, groupings),
    filters: oneOf(chance, filters),
    measures: asked.length === 0 ? measures.slice(0, 1) : asked,
    rowsMax: 100_000,
  };
}
