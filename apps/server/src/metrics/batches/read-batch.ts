import { createHash } from 'node:crypto';
import type { FieldKinds, RecordRejection } from '@marquee/rules/metrics/metric-record';
import { recordReader } from '@marquee/rules/metrics/record-reader';
import { breathing } from '../../lib/breath.ts';
import type { NewField } from '../catalog/metric-fields.store.ts';
import type { StoredRow } from '../store/metrics-store.ts';

/** Metrics that one data type may have. */
export const metricsMax = 200;
/** Dimensions that one data type may have. */
export const dimensionsMax = 200;

/** A record that was not taken. */
export interface Rejected extends RecordRejection {
  readonly index: number;
}

/** A batch as rows. */
export interface ReadBatch {
  /** No two of one identity: the last one of each. */
  readonly rows: readonly StoredRow[];
  /** The record of each row. */
  readonly indexes: readonly number[];
  /** Records that a later one of the batch takes the place of. */
  readonly superseded: number;
  readonly rejections: readonly Rejected[];
  readonly newFields: readonly NewField[];
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
}

/** What the type's fields are so far, and how many of each there are. */
export interface KnownKinds {
  readonly metrics: ReadonlySet<string>;
  readonly dimensions: ReadonlySet<string>;
}

/** Records between two looks at the time. */
const inOneGo = 64;

/** Reads records in their order; what a field is, is settled by the first that has it. Others are served meanwhile. */
export async function readBatch(
  records: readonly Readonly<Record<string, unknown>>[],
  known: KnownKinds,
  zone: string,
): Promise<ReadBatch> {
  const breath = breathing();
  const learnt = new Map<string, 'metric' | 'dimension'>();
  const kinds: FieldKinds = {
    kindOf: (field) =>
      known.metrics.has(field) ? 'metric' : known.dimensions.has(field) ? 'dimension' : learnt.get(field),
  };
  const room = { metric: metricsMax - known.metrics.size, dimension: dimensionsMax - known.dimensions.size };
  const rejections: Rejected[] = [];
  let added: [string, 'metric' | 'dimension'][] = [];
  const read = recordReader({ kinds, zone, learn: (field, kind) => void added.push([field, kind]) });
  const rows = lastOfEach();
  const seen = seenNames();
  let taken = 0;
  for (const [index, record] of records.entries()) {
    if (index % inOneGo === 0) await breath.take();
    const outcome = read(record);
    const rejection = outcome.ok ? roomProblem(added, room) : outcome.rejection;
    if (outcome.ok && rejection === null) {
      for (const [field, kind] of added) {
        learnt.set(field, kind);
        room[kind] -= 1;
      }
      taken += 1;
      seen.add(outcome.row);
      rows.put(outcome.row, index);
    } else if (rejection !== null) rejections.push({ index, ...rejection });
    if (added.length > 0) added = [];
  }
  return {
    rows: rows.rows,
    indexes: rows.indexes,
    superseded: taken - rows.rows.length,
    rejections,
    newFields: [...learnt].map(([name, kind]) => ({ name, kind })),
    metrics: seen.metrics(),
    dimensions: seen.dimensions(),
  };
}

interface SeenNames {
  readonly add: (row: StoredRow) => void;
  readonly metrics: () => readonly string[];
  readonly dimensions: () => readonly string[];
}

/** Collects the fields of rows, of which most share their arrays. */
function seenNames(): SeenNames {
  const metrics = new Set<StoredRow['values']['names']>();
  const dimensions = new Set<StoredRow['dimensions']>();
  return {
    add(row) {
      metrics.add(row.values.names);
      dimensions.add(row.dimensions);
    },
    metrics: () => [...new Set([...metrics].flat())].toSorted(),
    dimensions: () => [...new Set([...dimensions].flatMap((set) => set.map(([name]) => name)))].toSorted(),
  };
}

function roomProblem(
  added: readonly (readonly [string, 'metric' | 'dimension'])[],
  room: Readonly<Record<'metric' | 'dimension', number>>,
): RecordRejection | null {
  if (added.length === 0) return null;
  const over = (['metric', 'dimension'] as const).find(
    (kind) => added.filter(([, each]) => each === kind).length > Math.max(0, room[kind]),
  );
  if (over === undefined) return null;
  const field = added.find(([, kind]) => kind === over)?.[0] ?? null;
  return over === 'metric'
    ? {
        reason: 'too_many_metrics',
        field,
        detail: `A data type has at most ${metricsMax} metrics; leave the field out or use another type.`,
      }
    : {
        reason: 'too_many_dimensions',
        field,
        detail: `A data type has at most ${dimensionsMax} dimensions; leave the field out or use another type.`,
      };
}

interface LastOfEach {
  readonly rows: readonly StoredRow[];
  readonly indexes: readonly number[];
  readonly put: (row: StoredRow, index: number) => void;
}

/** Keeps the last row of each identity, which is its instant and its dimensions. */
function lastOfEach(): LastOfEach {
  const rows: StoredRow[] = [];
  const indexes: number[] = [];
  const byArray = new Map<StoredRow['dimensions'], Map<number, number>>();
  const byText = new Map<string, Map<number, number>>();
  const placesOf = (dimensions: StoredRow['dimensions']): Map<number, number> => {
    const text = JSON.stringify(dimensions);
    const places = byText.get(text) ?? new Map<number, number>();
    byText.set(text, places);
    byArray.set(dimensions, places);
    return places;
  };
  const put = (row: StoredRow, index: number): void => {
    const places = byArray.get(row.dimensions) ?? placesOf(row.dimensions);
    const place = places.get(row.atMs) ?? rows.length;
    places.set(row.atMs, place);
    rows[place] = row;
    indexes[place] = index;
  };
  return { rows, indexes, put };
}

/** A digest of what a batch holds; the order of a record's fields does not matter, the order of records does. Others are served meanwhile. */
export async function batchDigest(records: readonly Readonly<Record<string, unknown>>[]): Promise<string> {
  const breath = breathing();
  const hash = createHash('sha256');
  const numbers: number[] = [];
  const inOrder = fieldOrder();
  let text = '';
  let last: readonly string[] = [];
  for (const [index, record] of records.entries()) {
    if (index % inOneGo === 0) await breath.take();
    const names = inOrder(Object.keys(record));
    if (names !== last) text += `@${JSON.stringify(names)}`;
    last = names;
    for (const name of names) {
      const value = record[name];
      if (typeof value === 'number') {
        numbers.push(value);
        text += '#';
      } else text += typeof value === 'string' ? `${value.length}:${value}` : `=${JSON.stringify(value)}`;
    }
    text += '\n';
    if (text.length < digestedAtOnce) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(text).update(Float64Array.from(numbers)).digest('base64url');
}

const digestedAtOnce = 100_000;

/** Names in order: records of a batch mostly have the same, which are then sorted once and are one array. */
function fieldOrder(): (names: readonly string[]) => readonly string[] {
  let last: readonly string[] = [];
  let sorted: readonly string[] = [];
  return (names) => {
    if (names.length !== last.length || names.some((name, index) => name !== last[index])) {
      last = names;
      sorted = names.toSorted();
    }
    return sorted;
  };
}
