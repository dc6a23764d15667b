import type { z } from 'zod';
import type { MetricSeries, MetricsMetadata } from '@marquee/api/metrics/measures.contract';
import { bucketStart } from '@marquee/rules/metrics/range-plan';
import type { Inside, Outside } from '../../kernel/context.ts';
import { digestOf } from '../../kernel/idempotency/canonical.ts';
import type { ServerMetrics } from '../../lib/telemetry/metrics.ts';
import { answerCache, type AnswerCache } from '../cache/answer-cache.ts';
import { keptMaxMs } from '../cache/cache-clears.store.ts';
import { computeSeries, pointsAt, type ComputedSeries, type MetricPoint } from './compute-series.ts';
import { metricTypeNames } from '../catalog/metric-types.store.ts';
import type { MetricsStore } from '../store/metrics-store.ts';
import { planQuestion, type AskedQuestion, type Pointers, type Question, type Refusal } from './question.ts';
import { questionGround, type QuestionGround } from './question-ground.store.ts';
import { hitRate, queryUsage, type QueryUsage } from '../performance/query-usage.ts';

/** What is kept of an answer: everything but what the present says of it. */
export interface KeptAnswer {
  readonly series: readonly ComputedSeries[];
  readonly computedAt: string;
  readonly ms: number;
  readonly points: number;
  readonly bytes: number;
}

/** What questions about metrics are answered with, for the life of the process. */
export interface MetricsAsking {
  readonly store: MetricsStore;
  readonly cache: AnswerCache<KeptAnswer>;
  readonly usage: QueryUsage;
  /** Rows that one question may read one by one. */
  readonly rowsToReadMax: number;
}

/** Opens the cache and the counts over a store. */
export function openAsking({
  store,
  elapsedMs,
  cacheBytesMax = 64 * 1024 * 1024,
  rowsToReadMax = 2_000_000,
}: {
  readonly store: MetricsStore;
  /** Milliseconds on a clock that never goes back. */
  readonly elapsedMs: () => number;
  readonly cacheBytesMax?: number;
  readonly rowsToReadMax?: number;
}): MetricsAsking {
  const cache = answerCache<KeptAnswer>({ bytesMax: cacheBytesMax, keptMaxMs, elapsedMs });
  return { store, cache, usage: queryUsage(elapsedMs), rowsToReadMax };
}

/** Lets operators see what the cache holds and does. */
export function measureCache(metrics: Pick<ServerMetrics, 'gauge'>, { cache, usage }: MetricsAsking): void {
  metrics.gauge('marquee_metrics_cache_bytes', 'Bytes of kept answers about metrics, about', () => cache.total.bytes);
  metrics.gauge('marquee_metrics_cache_entries', 'Kept answers about metrics', () => cache.total.entries);
  metrics.gauge(
    'marquee_metrics_cache_hit_ratio',
    'Share of questions answered from them',
    () => hitRate(usage.total) ?? 0,
  );
}

/** A question under the name that patterns match, and where its parts stand in the input. */
export interface Asking {
  readonly asked: AskedQuestion;
  readonly label: string;
  readonly pointers: Pointers;
}

/** An answer as it stands now. */
export interface Answer {
  readonly series: z.output<typeof MetricSeries>[];
  readonly metadata: z.output<typeof MetricsMetadata>;
}

type Context = Outside & { readonly fail: (code: Refusal['code'], detail: string, extras?: object) => never };

/**
 * Answers a question: from the cache when the same was asked of the same data, else computed, once for all who ask at the time.
 *
 * @throws {ApiError} `not_found` for an unknown metric or data type, naming near ones
 * @throws {ApiError} `unprocessable` for an unknown dimension, or when too many rows would have to be read one by one
 * @throws {ApiError} `validation_failed` for a range that is reversed, too long, or has too many buckets
 */
export async function ask(asking: MetricsAsking, { asked, label, pointers }: Asking, ctx: Context): Promise<Answer> {
  const { cache, usage } = asking;
  const { workspaceId, ground, question } = await prepare(asking, { asked, pointers }, ctx);
  const digest = digestOf([canonicalOf(question), rightsOf(ctx)]);
  const key = { workspaceId, digest, label, lastClear: ground.lastClear };
  const { answer, isHit } = await cache.get(
    key,
    async (signal) => {
      const kept = await computed(asking, question, { ctx, signal, workspaceId });
      usage.countStored(workspaceId);
      return { answer: kept, bytes: kept.bytes };
    },
    ctx.signal,
  );
  if (isHit) usage.countHit(workspaceId);
  const present = Math.min(question.toMs, ctx.now().getTime());
  const open = bucketStart(present, question.granularity, question.zone);
  ctx.answerHeaders({ etag: `W/"${digestOf([digest, open])}"`, 'x-cache': isHit ? 'HIT' : 'MISS' });
  return answerOf(answer, question, {
    isHit,
    nowMs: ctx.now().getTime(),
    rate: hitRate(usage.of(workspaceId)) ?? 0,
  });
}

/** Reads what a question is about and plans it; refuses it with everything that is wrong. */
export async function prepare(
  { cache }: Pick<MetricsAsking, 'cache'>,
  { asked, pointers }: Pick<Asking, 'asked' | 'pointers'>,
  ctx: Context,
): Promise<{ readonly workspaceId: string; readonly ground: QuestionGround; readonly question: Question }> {
  const types = [...new Set(asked.metrics.map(({ dataType }) => dataType))];
  const { workspaceId, ground, typeNames } = await ctx.read((inside) => groundOf(inside, types, cache));
  cache.follow(workspaceId, ground);
  const planned = planQuestion(asked, { ...ground, typeNames }, pointers);
  if (planned.ok) return { workspaceId, ground, question: planned.question };
  const { code, detail, errors } = planned.refusal;
  return ctx.fail(code, detail, { errors });
}

/** Refuses a question that would have to read too many rows one by one. */
export function refuseSlow(rowsToRead: number, rowsToReadMax: number, ctx: Context): never {
  const detail = `About ${rowsToRead} rows would have to be read one by one, and a question may read ${rowsToReadMax}. Ask for a shorter range, or a coarser granularity: 3600, or 86400 in the workspace’s time zone, are answered from totals.`;
  return ctx.fail('unprocessable', detail);
}

async function groundOf(
  { db, caller: { workspaceId } }: Inside,
  types: readonly string[],
  cache: AnswerCache<KeptAnswer>,
) {
  const ground = await questionGround(db, workspaceId, { types, seenClear: cache.seenClear(workspaceId) });
  const isComplete = types.every((name) => ground.types.has(name));
  return { workspaceId, ground, typeNames: isComplete ? [] : await metricTypeNames(db, workspaceId) };
}

/** The question and the versions of the data it is about, in one way for all ways of asking it. */
function canonicalOf({ series, ...grid }: Question): unknown {
  return {
    ...grid,
    series: series.map(({ type, ...plan }) => ({ ...plan, type: type.stored.typeId, version: type.version })),
  };
}

/** The caller's rights that decide what an answer holds. */
function rightsOf({ caller }: Context): readonly string[] {
  return caller.scopes.filter((scope) => scope === 'metrics:read');
}

interface Running {
  readonly ctx: Context;
  readonly signal: AbortSignal;
  readonly workspaceId: string;
}

async function computed(
  { store, usage, rowsToReadMax }: MetricsAsking,
  question: Question,
  { ctx, signal, workspaceId }: Running,
): Promise<KeptAnswer> {
  const { value, ms } = await usage.compute(workspaceId, async () => {
    const found = await computeSeries(question, { store, signal, rowsToReadMax });
    return found.ok ? found.series : refuseSlow(found.rowsToRead, rowsToReadMax, ctx);
  });
  const points = value.reduce((sum, series) => sum + series.points.length, 0);
  return { series: value, computedAt: ctx.now().toISOString(), ms, points, bytes: bytesOf(value) };
}

/** Bytes that series take in memory, about: objects and their texts, which share what is the same for a bucket. */
function bytesOf(series: readonly ComputedSeries[]): number {
  const ofGroup = (group: MetricPoint['group']) =>
    Object.values(group).reduce((sum, value) => sum + 24 + 2 * (value?.length ?? 0), 40);
  return series.reduce(
    (sum, { points }) => sum + 128 + points.reduce((all, { group }) => all + 96 + ofGroup(group), 0),
    0,
  );
}

interface Telling {
  readonly isHit: boolean;
  readonly nowMs: number;
  readonly rate: number;
}

function answerOf(
  { series, computedAt, ms, points, bytes }: KeptAnswer,
  question: Question,
  { isHit, nowMs, rate }: Telling,
): Answer {
  return {
    series: question.series.map(({ name, type, aggregation, dimensions, measure }, index) => ({
      ...{ name, data_type: type.name, aggregation, dimensions: [...dimensions], exact: measure.kind !== 'quantile' },
      points: [...pointsAt(series[index]?.points ?? [], question, nowMs)],
      truncated: series[index]?.truncated ?? false,
    })),
    metadata: {
      ...{ cache: isHit ? 'hit' : 'miss', cache_hit_rate: rate, query_ms: ms, computed_at: computedAt },
      ...{ points, bytes, time_zone: question.zone },
    },
  };
}
