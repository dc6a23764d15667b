import type { series } from '@marquee/api/metrics/series.contract';
import { windowEnd } from '@marquee/rules/metrics/query-range';
import { bucketEnd, bucketStart } from '@marquee/rules/metrics/range-plan';
import type { Implements, Outside } from '../../kernel/context.ts';
import { csvLine } from '../../lib/csv.ts';
import { prepare, refuseSlow, type MetricsAsking } from './ask.ts';
import { computeSeries, type MetricPoint } from './compute-series.ts';
import type { Question } from './question.ts';
import { seriesPointers, seriesQuestion } from './series-question.ts';

type Csv = Implements<typeof series>['csv'];

/** Points of one window, which is what is held in memory at a time. */
const windowPointsMax = 5000;
/** Buckets of the first window; later ones follow what was found. */
const windowBuckets = 1000;
/** Rows that one window reads one by one, unless it is a single bucket: other questions get their turn in between. */
const windowRowsToRead = 200_000;

/** Streams one series of any length: window by window, each a short scan, made when the client has taken the one before. */
export function streamCsv(asking: MetricsAsking): Csv {
  return async ({ params, signal }, ctx) => {
    const asked = seriesQuestion({ ...params, limit: windowPointsMax });
    // A file has no bound of buckets.
    const { question } = await prepare(
      asking,
      { asked: { ...asked, bucketsMax: Number.POSITIVE_INFINITY }, pointers: seriesPointers },
      ctx,
    );
    const pages = windowsOf(question, asking, signal);
    // The first window is read before the answer begins, so that what cannot be answered is still refused.
    const first = await pages.next();
    if (first.done === true && first.value !== undefined) refuseSlow(first.value, asking.rowsToReadMax, ctx);
    const counted = { rows: 0 };
    const name = `${params.metric_name}-${params.data_type}`.replaceAll(/[^\w.-]/g, '_');
    return {
      status: 200,
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${name}.csv"`,
      },
      body: linesOf(question, { first, pages, counted, ctx }),
      trailers: { 'x-row-count': () => String(counted.rows) },
    };
  };
}

type Windows = AsyncGenerator<readonly MetricPoint[], number | undefined>;

/** Ends with how many rows a single bucket would have had to read when those are too many. */
async function* windowsOf(whole: Question, { store, rowsToReadMax }: MetricsAsking, signal: AbortSignal): Windows {
  const { granularity, zone } = whole;
  let buckets = windowBuckets;
  let limit = windowPointsMax;
  for (let { fromMs } = whole; fromMs < whole.toMs;) {
    const toMs = windowEnd({ ...whole, fromMs }, buckets);
    const isOne = toMs <= bucketEnd(bucketStart(fromMs, granularity, zone), granularity, zone);
    const found = await computeSeries(
      { ...whole, fromMs, toMs, limit },
      { store, signal, rowsToReadMax: isOne ? rowsToReadMax : windowRowsToRead },
    );
    const points = found.ok ? found.series[0] : undefined;
    if (points === undefined || points.truncated) {
      if (!isOne) buckets = Math.max(1, Math.floor(buckets / 4));
      else if (found.ok) limit *= 4;
      else return found.rowsToRead;
      continue;
    }
    yield points.points;
    fromMs = toMs;
    limit = windowPointsMax;
    if (points.points.length < windowPointsMax / 4) buckets *= 2;
  }
  return undefined;
}

interface Reading {
  readonly first: IteratorResult<readonly MetricPoint[], number | undefined>;
  readonly pages: Windows;
  readonly counted: { rows: number };
  readonly ctx: Outside;
}

async function* linesOf({ series: [plan] }: Question, { first, pages, counted, ctx }: Reading): AsyncGenerator<string> {
  const dimensions = plan?.dimensions ?? [];
  yield csvLine(['timestamp', ...dimensions, 'metric_value', 'count']);
  for (let page = first; ; page = await pages.next()) {
    if (page.done === true) {
      if (page.value === undefined) return;
      ctx.log.warn({ rows: page.value }, 'a file of metrics was cut: one bucket has too many rows to read');
      throw new Error('a bucket has too many rows to read one by one');
    }
    counted.rows += page.value.length;
    yield page.value.map((point) => lineOf(point, dimensions)).join('');
  }
}

function lineOf({ timestamp, group, value, count }: MetricPoint, dimensions: readonly string[]): string {
  // Buckets begin at whole seconds.
  const at = timestamp.replace('.000Z', 'Z');
  return csvLine([at, ...dimensions.map((name) => group[name] ?? null), value, count]);
}
