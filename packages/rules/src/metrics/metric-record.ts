import { instantTextMs } from '../time/instant-text.ts';

/** What fields of a data type have been so far; a field keeps its kind. */
export interface FieldKinds {
  readonly kindOf: (field: string) => 'metric' | 'dimension' | undefined;
}

/** One record as a row: when, of what, and its numbers. */
export interface MetricRow {
  readonly atMs: number;
  /** Sorted by name. */
  readonly dimensions: readonly (readonly [string, string])[];
  readonly values: MetricValues;
}

/** Numbers of a row and the fields that have them, place by place. Rows with the same fields mostly share the names' array. */
export interface MetricValues {
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

/** Why a record was not taken. */
export type RejectionReason =
  | 'time_missing'
  | 'time_invalid'
  | 'time_out_of_range'
  | 'no_metric'
  | 'value_not_finite'
  | 'value_too_large'
  | 'value_not_plain'
  | 'metric_not_number'
  | 'field_name_invalid'
  | 'too_many_fields'
  | 'too_many_metrics'
  | 'too_many_dimensions'
  | 'dimension_too_long'
  | 'too_many_dimension_sets';

/** A record that was not taken: which field is meant and what to change. */
export interface RecordRejection {
  readonly reason: RejectionReason;
  readonly field: string | null;
  readonly detail: string;
}

/** A record's row, or why it has none. */
export type RecordOutcome =
  | { readonly ok: true; readonly row: MetricRow }
  | { readonly ok: false; readonly rejection: RecordRejection };

/** The largest magnitude of a value: a thousand million rows of it still add up within a double's range. */
export const valueMax = 1e15;
/** Fields of one record. */
export const recordFieldsMax = 256;
/** Dimensions of one record. */
export const recordDimensionsMax = 32;
/** Characters of a dimension's value. */
export const dimensionLengthMax = 500;

const earliestMs = Date.UTC(2000, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);
/** Fields that tell the time; the first one that is there does. */
export const timeFields: ReadonlySet<string> = new Set(['timestamp', 'date']);

/**
 * Reads one uploaded record. `timestamp`, else `date`, is the time: ISO 8601, or epoch seconds or milliseconds; without an
 * offset it is the clock of `zone`. Numbers are metrics and everything else dimensions, unless the field has been the other
 * before: then a number becomes text, and a text is refused. Null fields are left out.
 *
 * @param learn is told the kind of a field that had none; it then has it for the records that follow
 */
export function readRecord(
  record: Readonly<Record<string, unknown>>,
  {
    kinds,
    learn,
    zone,
  }: {
    readonly kinds: FieldKinds;
    readonly learn: (field: string, kind: 'metric' | 'dimension') => void;
    readonly zone: string;
  },
): RecordOutcome {
  const names = Object.keys(record);
  if (names.length > recordFieldsMax) {
    return refuse(
      'too_many_fields',
      null,
      `A record has at most ${recordFieldsMax} fields; this one has ${names.length}.`,
    );
  }
  const time = readTime(record, zone);
  if (typeof time !== 'number') return time;
  const fields: Fields = { dimensions: [], values: { names: [], numbers: [] }, learnt: [] };
  for (const name of names) {
    if (timeFields.has(name)) continue;
    const problem = readField(fields, name, { value: record[name], kind: kinds.kindOf(name) });
    if (problem !== null) return { ok: false, rejection: problem };
  }
  if (fields.values.names.length === 0) return refuse('no_metric', null, 'A record needs at least one numeric field.');
  if (fields.dimensions.length > recordDimensionsMax) {
    const detail = `A record has at most ${recordDimensionsMax} dimensions; this one has ${fields.dimensions.length}.`;
    return refuse('too_many_dimensions', null, detail);
  }
  for (const [name, kind] of fields.learnt) learn(name, kind);
  const dimensions = fields.dimensions.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ok: true, row: { atMs: time, dimensions, values: fields.values } };
}

interface Fields {
  readonly dimensions: (readonly [string, string])[];
  readonly values: { readonly names: string[]; readonly numbers: number[] };
  readonly learnt: (readonly [string, 'metric' | 'dimension'])[];
}

function readField(
  { dimensions, values, learnt }: Fields,
  name: string,
  { value, kind }: { readonly value: unknown; readonly kind: 'metric' | 'dimension' | undefined },
): RecordRejection | null {
  if (value === null || value === undefined) return null;
  if (!isFieldName(name)) {
    const detail = 'A field’s name has 1 to 128 characters, none of them a control character.';
    return { reason: 'field_name_invalid', field: name.slice(0, 128), detail };
  }
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') {
    return {
      reason: 'value_not_plain',
      field: name,
      detail: 'A value is a number, text, a boolean or null; flatten objects and lists.',
    };
  }
  if (typeof value === 'number' && kind !== 'dimension') {
    const problem = numberProblem(name, value);
    if (problem !== null) return problem;
    values.names.push(name);
    values.numbers.push(value === 0 ? 0 : value); // -0 is 0
    if (kind === undefined) learnt.push([name, 'metric']);
    return null;
  }
  if (kind === 'metric') {
    return {
      reason: 'metric_not_number',
      field: name,
      detail: `${name} is a metric of this data type; send a number or leave it out.`,
    };
  }
  const text = String(value);
  if (!isDimensionText(text)) {
    const detail = `A dimension’s value has at most ${dimensionLengthMax} characters, no U+0000 and no half of a surrogate pair.`;
    return { reason: 'dimension_too_long', field: name, detail };
  }
  dimensions.push([name, text]);
  if (kind === undefined) learnt.push([name, 'dimension']);
  return null;
}

/** Whether a dimension may have the text. */
export function isDimensionText(text: string): boolean {
  return text.length <= dimensionLengthMax && !text.includes('\u0000') && text.isWellFormed();
}

function numberProblem(field: string, value: number): RecordRejection | null {
  if (!Number.isFinite(value))
    return { reason: 'value_not_finite', field, detail: 'The number is larger than any that can be kept.' };
  if (Math.abs(value) > valueMax)
    return { reason: 'value_too_large', field, detail: `A value is at most ${valueMax} in size.` };
  return null;
}

/** Whether a field may have the name. */
export function isFieldName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return name.length >= 1 && name.length <= 128 && !/[\u0000-\u001f\u007f]/.test(name) && name.isWellFormed();
}

function readTime(record: Readonly<Record<string, unknown>>, zone: string): number | RecordOutcome {
  const field = record['timestamp'] === undefined || record['timestamp'] === null ? 'date' : 'timestamp';
  const value = record[field];
  if (value === undefined || value === null) {
    return refuse('time_missing', null, 'A record needs `timestamp` or `date`, ISO 8601 such as 2026-03-15T09:00:00Z.');
  }
  const atMs =
    typeof value === 'number' ? epochMs(value) : typeof value === 'string' ? instantTextMs(value, zone) : Number.NaN;
  if (Number.isNaN(atMs)) {
    return refuse(
      'time_invalid',
      field,
      'Times are ISO 8601 such as 2026-03-15T09:00:00Z, or epoch seconds or milliseconds.',
    );
  }
  if (!isMetricTime(atMs)) return refuse('time_out_of_range', field, 'Times are from 2000 on and before 2100.');
  return atMs;
}

/** Whether metrics of the instant are taken. */
export function isMetricTime(atMs: number): boolean {
  return atMs >= earliestMs && atMs < latestMs;
}

/** Epoch seconds until the year 5138, milliseconds from 1973 on. */
function epochMs(value: number): number {
  const ms = Math.abs(value) < 1e11 ? value * 1000 : value;
  return Math.trunc(ms);
}

function refuse(reason: RejectionReason, field: string | null, detail: string): RecordOutcome {
  return { ok: false, rejection: { reason, field, detail } };
}
