import type { batches, MetricBatch } from '@marquee/api/metrics/batches.contract';
import type { z } from 'zod';
import type { Implements, Inside, Outside } from '../../kernel/context.ts';
import { readWorkspace } from '../../workspace/settings.store.ts';
import type { MetricsAsking } from '../series/ask.ts';
import { batchesNamed, insertBatch, processingOf, type BatchRow } from './batches.store.ts';
import { addFields, ensureType, noteWrite } from '../catalog/metric-fields.store.ts';
import { metricTypes, type MetricType } from '../catalog/metric-types.store.ts';
import type { MetricsReceipt, MetricsStore } from '../store/metrics-store.ts';
import { batchDigest, readBatch, type ReadBatch, type Rejected } from './read-batch.ts';

/** What uploads need. */
export interface BatchesDeps {
  readonly metricsStore: MetricsStore;
  readonly metricsAsking: Pick<MetricsAsking, 'usage'>;
}

/** Records of one upload. */
export const recordsMax = 10_000;
/** Dimension sets that one data type may have. */
export const setsMax = 100_000;
const rejectionsKept = 1000;

/** Uploads of metrics. */
export function batchesService(deps: BatchesDeps): Implements<typeof batches> {
  return { upload: uploadWith(deps), get };
}

type Service = Implements<typeof batches>;

const get: Service['get'] = async ({ batch_id, data_type }, ctx) => {
  const found = await batchesNamed(ctx.db, ctx.caller.workspaceId, { batchId: batch_id, dataType: data_type ?? null });
  const [first, ...others] = found;
  if (first === undefined) return ctx.fail('not_found', `There is no batch ${batch_id}.`);
  if (others.length === 0) return answerOf(first);
  const types = found.map((batch) => batch.data_type).join(', ');
  return ctx.fail('conflict', `Several data types have a batch ${batch_id}: ${types}. Say which with data_type.`);
};

function uploadWith({ metricsStore, metricsAsking }: BatchesDeps): Service['upload'] {
  return async ({ data_type, data, batch_id }, ctx) => {
    if (data.length > recordsMax) {
      ctx.fail('payload_too_large', `A batch has 1 to ${recordsMax} records; this one has ${data.length}. Split it.`);
    }
    const startedMs = ctx.now().getTime();
    const digest = await batchDigest(data);
    const batchId = batch_id ?? ctx.newId();
    const known = await ctx.read((inside) => knownBatch(inside, { batchId, dataType: data_type }));
    if (known !== undefined) return answerOf(sameBatch(known, digest, ctx));
    const { type, read } = await prepare(ctx, data_type, data);
    let answer: BatchRow | undefined;
    await metricsStore.write(
      { type: type.stored, batchKey: batchId, rows: read.rows, setsMax },
      async (work) =>
        await ctx.write(async (inside) => {
          await ensureType(inside.db, inside.caller.workspaceId, { name: data_type, at: inside.now().toISOString() });
          const earlier = await knownBatch(inside, { batchId, dataType: data_type });
          if (earlier !== undefined) {
            answer = sameBatch(earlier, digest, ctx);
            return { ...nothing, accepted: earlier.accepted };
          }
          const locked = await typeNamed(inside, data_type);
          const receipt = await work(inside.db, locked.stored);
          answer = await record(inside, { type: locked, read, receipt, batchId, digest, received: data.length });
          return receipt;
        }),
    );
    if (answer === undefined) throw new Error('the store did not commit the batch');
    const rows = answer.accepted + answer.replaced;
    metricsAsking.usage.countUpload(ctx.caller.workspaceId ?? '', { rows, ms: ctx.now().getTime() - startedMs });
    return answerOf(answer);
  };
}

const nothing: MetricsReceipt = { accepted: 0, replaced: 0, duplicates: 0, refused: [] };

async function knownBatch(
  { db, caller }: Inside,
  { batchId, dataType }: { readonly batchId: string; readonly dataType: string },
): Promise<BatchRow | undefined> {
  return (await batchesNamed(db, caller.workspaceId, { batchId, dataType }))[0];
}

/** @throws {ApiError} `conflict` when the batch of this name had other records */
function sameBatch(
  known: BatchRow,
  digest: string,
  ctx: { readonly fail: (code: 'conflict', detail: string) => never },
): BatchRow {
  if (known.digest === digest) return known;
  return ctx.fail('conflict', `The batch ${known.batch_id} was uploaded with other records; use a new batch_id.`);
}

/** Reads the records by what the type's fields are, and gives it the fields that are new. */
async function prepare(
  ctx: Outside,
  dataType: string,
  data: readonly Readonly<Record<string, unknown>>[],
): Promise<{ readonly type: MetricType; readonly read: ReadBatch }> {
  for (;;) {
    const { type, zone } = await ctx.read(async (inside) => ({
      type: (await metricTypes(inside.db, inside.caller.workspaceId, [dataType])).get(dataType),
      zone: (await readWorkspace(inside.db, inside.caller.workspaceId))?.time_zone ?? 'UTC',
    }));
    const read = await readBatch(data, type ?? { metrics: new Set(), dimensions: new Set() }, zone);
    if (type !== undefined && read.newFields.length === 0) return { type, read };
    // Another upload may settle the same fields the other way: what is settled then is read again.
    await ctx.write(async (inside) => {
      const at = inside.now().toISOString();
      await ensureType(inside.db, inside.caller.workspaceId, { name: dataType, at });
      const { stored } = await typeNamed(inside, dataType);
      await addFields(inside.db, stored, { fields: read.newFields, at });
    });
  }
}

async function typeNamed({ db, caller }: Inside, name: string): Promise<MetricType> {
  const type = (await metricTypes(db, caller.workspaceId, [name])).get(name);
  if (type === undefined) throw new Error('a data type that was made is gone');
  return type;
}

interface Recording {
  readonly type: MetricType;
  readonly read: ReadBatch;
  readonly receipt: MetricsReceipt;
  readonly batchId: string;
  readonly digest: string;
  readonly received: number;
}

/** Keeps the receipt, notes the write on its type, and starts what follows. */
async function record(
  inside: Inside,
  { type, read, receipt, batchId, digest, received }: Recording,
): Promise<BatchRow> {
  const { workspaceId } = inside.caller;
  const at = inside.now().toISOString();
  const id = inside.newId();
  const refused = new Set(receipt.refused);
  const rejections = [
    ...read.rejections,
    ...receipt.refused.map((position) => tooManySets(read.indexes[position] ?? 0)),
  ].toSorted((a, b) => a.index - b.index);
  const times = read.rows.flatMap(({ atMs }, position) => (refused.has(position) ? [] : [atMs]));
  await noteWrite(inside.db, type.stored, { accepted: receipt.accepted, ...extentOf(times), at });
  const batch: Omit<BatchRow, 'version'> = {
    ...{ id, type_id: type.stored.typeId, digest, batch_id: batchId, data_type: type.name, records_received: received },
    ...{ accepted: receipt.accepted, replaced: receipt.replaced, duplicates: receipt.duplicates + read.superseded },
    ...{
      rejected: rejections.length,
      rejections: rejections.slice(0, rejectionsKept),
      rejections_by_reason: countReasons(rejections),
    },
    ...{ metrics: [...read.metrics], dimensions: [...read.dimensions], created_at: at, processed_at: null },
  };
  await insertBatch(inside.db, workspaceId, batch);
  await inside.start(processingOf(workspaceId, id));
  inside.audit({ batch: batchId, data_type: type.name, accepted: receipt.accepted });
  return { ...batch, version: type.version + 1 };
}

function tooManySets(index: number): Rejected {
  const detail = `A data type has at most ${setsMax} different combinations of dimensions; leave out a dimension that differs in every record.`;
  return { index, reason: 'too_many_dimension_sets', field: null, detail };
}

function countReasons(rejections: readonly Rejected[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rejections) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function extentOf(times: readonly number[]): { readonly firstMs: number | null; readonly lastMs: number | null } {
  let [firstMs, lastMs] = [times[0] ?? null, times[0] ?? null];
  for (const at of times) {
    if (firstMs === null || at < firstMs) firstMs = at;
    if (lastMs === null || at > lastMs) lastMs = at;
  }
  return { firstMs, lastMs };
}

function answerOf(row: BatchRow): z.output<typeof MetricBatch> {
  const { id: _id, type_id: _type, digest: _digest, version: _version, ...batch } = row;
  return { ...batch, status: batch.processed_at === null ? 'stored' : 'processed' };
}
