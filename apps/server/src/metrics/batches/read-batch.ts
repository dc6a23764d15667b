import { createHash } from 'node:crypto';
import { readRecord, type FieldKinds, type RecordRejection } from '@marquee/rules/metrics/metric-record';
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

/** Reads records in their order; what a field is, is settled by the first that has it. */
export function readBatch(
  records: readonly Readonly<Record<string, unknown>>[],
  known: KnownKinds,
  zone: string,
): ReadBatch {
  const learnt = new Map<string, 'metric' | 'dimension'>();
  const kinds: FieldKinds = {
    kindOf: (field) =>
      known.metrics.has(field) ? 'metric' : known.dimensions.has(field) ? 'dimension' : learnt.get(field),
  };
  const room = { metric: metricsMax - known.metrics.size, dimension: dimensionsMax - known.dimensions.size };
  const rejections: Rejected[] = [];
  const last = new Map<string, { row: StoredRow; index: number }>();
  const seen = { metrics: new Set<string>(), dimensions: new Set<string>() };
  let taken = 0;
  for (const [index, record] of records.entries()) {
    const added: [string, 'metric' | 'dimension'][] = [];
    const outcome = readRecord(record, { kinds, zone, learn: (field, kind) => void added.push([field, kind]) });
    const rejection = outcome.ok ? roomProblem(added, room) : outcome.rejection;
    if (!outcome.ok || rejection !== null) {
      if (rejection !== null) rejections.push({ index, ...rejection });
      continue;
    }
    for (const [field, kind] of added) {
      learnt.set(field, kind);
      room[kind] -= 1;
    }
    taken += 1;
    for (const [name] of outcome.row.values) seen.metrics.add(name);
    for (const [name] of outcome.row.dimensions) seen.dimensions.add(name);
    last.set(identityOf(outcome.row), { row: outcome.row, index });
  }
  return {
    rows: [...last.values()].map(({ row }) => row),
    indexes: [...last.values()].map(({ index }) => index),
    superseded: taken - last.size,
    rejections,
    newFields: [...learnt].map(([name, kind]) => ({ name, kind })),
    metrics: [...seen.metrics].toSorted(),
    dimensions: [...seen.dimensions].toSorted(),
  };
}

function roomProblem(
  added: readonly (readonly [string, 'metric' | 'dimension'])[],
  room: Readonly<Record<'metric' | 'dimension', number>>,
): RecordRejection | null {
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

function identityOf({ atMs, dimensions }: StoredRow): string {
  return `${atMs}${JSON.stringify(dimensions)}`;
}

const digestedAtOnce = 200;

/** A digest of what a batch holds; the order of a record's fields does not matter, the order of records does. */
export function batchDigest(records: readonly Readonly<Record<string, unknown>>[]): string {
  const hash = createHash('sha256');
  const inOrder = fieldOrder();
  let text = '';
  for (const [index, record] of records.entries()) {
    for (const { name, quoted } of inOrder(Object.keys(record))) text += `${quoted}:${told(record[name])},`;
    text += '\n';
    if (index % digestedAtOnce !== 0) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(text).digest('base64url');
}

interface Named {
  readonly name: string;
  readonly quoted: string;
}

/** Names in order, and as JSON: records of a batch mostly have the same, which are then sorted once. */
function fieldOrder(): (names: readonly string[]) => readonly Named[] {
  let last: readonly string[] = [];
  let sorted: readonly Named[] = [];
  return (names) => {
    if (names.length !== last.length || names.some((name, index) => name !== last[index])) {
      last = names;
      sorted = names.toSorted().map((name) => ({ name, quoted: JSON.stringify(name) }));
    }
    return sorted;
  };
}

/** JSON has no word for numbers beyond a double. */
function told(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'null');
}
