import { copyMetrics, filledType, type OpenDatabase } from '@marquee/server/testing';
import { apiOf, type Api } from './harness/installation.ts';
import { interleaved, median, medianRatio, type Round } from './harness/measure.ts';
import type { BenchResult, Figure } from './harness/results.ts';
import { shapes, setCount, type Shape, days } from './metrics-shapes.ts';
import { openMetricsStage, recordOf, uploadRecords, type Engine, type MetricsStage } from './metrics-stage.ts';

const sizes = { small: 1_000_000, large: 5_000_000, neighbour: 100_000 };
const [asks, uploads, uploadRows, peopleCount] = [5, 9, 10_000, 20];

/** Uploads and dashboards over a million rows and over five, beside the same engines by hand. */
export async function metrics(): Promise<BenchResult> {
  const figures: Figure[] = [];
  for (const engine of ['Postgres', 'PGlite', 'DuckDB'] as const) {
    await using stage = await openMetricsStage(engine, sizes);
    console.log(`${engine}: filled`);
    figures.push(...(await dashboardFigures(engine, stage)), ...(await uploadFigures(engine, stage)));
  }
  return {
    title: 'Metrics over 1,000,000 and 5,000,000 rows',
    method:
      `Types of ${sizes.small} and ${sizes.large} rows of ${setCount} dimension sets over thirty days, and two workspaces beside with ${sizes.neighbour} each, made in SQL by the store's own statements. ` +
      `Six questions through the front door, never kept before, in ${asks} rounds in turns with SQL over a plain table of columns with an index on workspace and time, on the same engine; each answer's sum is checked against that SQL's. ` +
      `Uploads of ${uploadRows} records over HTTP, in ${uploads} rounds in turns with COPY of the same rows, prepared, and the same totals. DuckDB is reported beside, without a rival.`,
    figures,
  };
}

async function dashboardFigures(engine: Engine, { installation, byHand }: MetricsStage): Promise<readonly Figure[]> {
  const { api, server } = installation;
  const callers = await people(api);
  const ask = asker(callers);
  if (byHand !== null) await assertSame(byHand, ask);
  const measured = new Map<Shape, readonly Round<number>[]>();
  for (const shape of shapes) {
    const ours = async (): Promise<number> => await timed(async () => void (await ask(shape)));
    const rival = async (): Promise<number> => (byHand === null ? 1 : await timed(() => byHand.exec(shape.sql)));
    await ours();
    measured.set(shape, await interleaved(asks, { ours, rival }));
  }
  const judged = byHand === null ? [] : await judgedFigures(engine, ask, measured);
  const heaviest = [...measured].toSorted(([, a], [, b]) => oursOf(b) - oursOf(a))[0]?.[0] ?? shapes[0];
  const lateMs = await server.loopDelay(async () => {
    for (let each = 0; heaviest !== undefined && each < 10; each += 1) await ask(heaviest);
  });
  return [
    ...judged,
    ...[...measured].map(([{ name }, rounds]): Figure => ({
      name: `${engine}: ${name}`,
      value: oursOf(rounds),
      unit: 'ms',
    })),
    {
      name: `${engine}: event-loop delay, p99, in the heaviest question`,
      value: lateMs,
      unit: 'ms',
      target: { max: 20 },
    },
    {
      name: `${engine}: answers kept in a replayed session`,
      value: await replayed(api, callers),
      unit: 'ratio',
      target: { min: 0.95 },
    },
  ];
}

/** Ours by hand-written SQL, never kept and kept, and what more rows cost. */
async function judgedFigures(
  engine: Engine,
  ask: Ask,
  measured: ReadonlyMap<Shape, readonly Round<number>[]>,
): Promise<readonly Figure[]> {
  const ratios = [...measured.values()].map((rounds) => medianRatio(rounds, (ms) => ms));
  return [
    {
      name: `${engine}: six questions by hand-written SQL, median`,
      value: median(ratios),
      unit: 'ratio',
      target: { max: 0.25 },
    },
    {
      name: `${engine}: six questions by hand-written SQL, slowest`,
      value: Math.max(...ratios),
      unit: 'ratio',
      target: { max: 1 },
    },
    {
      name: `${engine}: kept answers by hand-written SQL, median`,
      value: await keptRatio(ask, measured),
      unit: 'ratio',
      target: { max: 0.1 },
    },
    ...(await growthFigures(engine, ask)),
  ];
}

function oursOf(rounds: readonly Round<number>[]): number {
  return median(rounds.map(({ ours }) => ours));
}

interface Answer {
  readonly series: readonly { readonly points: readonly { readonly value: number | null }[] }[];
  readonly metadata: { readonly cache: 'hit' | 'miss' };
}

type Ask = (shape: Shape, asked?: { readonly dataType?: string; readonly limit?: number }) => Promise<Answer>;

/** Asks each time what was never asked: another limit, far from cutting anything, is another question. Callers take turns. */
function asker(callers: readonly Api[]): Ask {
  let limit = 10_000;
  return async (shape, asked = {}) => {
    limit -= 1;
    const api = callers[limit % callers.length] ?? missing();
    const { metrics: names, dimensions, granularity, fromMs, filters } = shape;
    return await api.call<Answer>('POST', '/api/v1/metrics/query', {
      metrics: names.map((metric) => ({ ...metric, data_type: asked.dataType ?? 'large', dimensions })),
      time_range: { start: new Date(fromMs).toISOString(), end: new Date(days.toMs).toISOString() },
      granularity,
      time_zone: 'UTC',
      filters,
      limit: asked.limit ?? limit,
    });
  };
}

function missing(): never {
  throw new Error('nobody is there to ask');
}

/** People with a key each: every one of them stays within the limit of a caller, 50 calls a second. */
async function people(api: Api): Promise<readonly Api[]> {
  const keys: string[] = [];
  while (keys.length < peopleCount) {
    const asked = { name: `Person ${keys.length}`, scopes: ['metrics:read'] };
    keys.push((await api.call<{ key: string }>('POST', '/api/v1/workspace/api-keys', asked)).key);
  }
  return keys.map((key) => apiOf(api.url, key));
}

/** @throws when an answer's values do not add up to what plain SQL finds in the rows */
async function assertSame(database: OpenDatabase, ask: Ask): Promise<void> {
  for (const shape of shapes) {
    const { series } = await ask(shape);
    const ours = series.flatMap(({ points }) => points).reduce((sum, { value }) => sum + (value ?? 0), 0);
    const tolerance = shape.name.startsWith('p95') ? 0.011 : 1e-9;
    // The engine checks, so that one statement does for each of them.
    await database.exec(`do $$ begin
      if (select abs(sum(value) - ${ours}) > ${tolerance} * abs(sum(value)) from (${shape.sql}) found) then raise 'not the same: ${shape.name}'; end if;
    end $$`);
  }
}

async function keptRatio(ask: Ask, measured: ReadonlyMap<Shape, readonly Round<number>[]>): Promise<number> {
  const ratios: number[] = [];
  for (const [shape, rounds] of measured) {
    await ask(shape, { limit: 5000 });
    const times: number[] = [];
    for (let each = 0; each < asks; each += 1)
      times.push(await timed(async () => void (await ask(shape, { limit: 5000 }))));
    ratios.push(median(times) / median(rounds.map(({ rival }) => rival)));
  }
  return median(ratios);
}

/** What the same question costs over five times the rows, at the grain of hours and of days. */
async function growthFigures(engine: Engine, ask: Ask): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const shape of [shapes[0], shapes[1], shapes[5]]) {
    if (shape === undefined) continue;
    const asked = (dataType: string) => async (): Promise<number> =>
      await timed(async () => void (await ask(shape, { dataType })));
    await asked('small')();
    const rounds = await interleaved(asks, { ours: asked('large'), rival: asked('small') });
    figures.push({
      name: `${engine}: ${shape.name}, over 5,000,000 by over 1,000,000`,
      value: medianRatio(rounds, (ms) => ms),
      unit: 'ratio',
      target: { max: 1.5 },
    });
  }
  return figures;
}

/** Twenty people look at one dashboard four times each and drill down twice; an upload comes midway and makes all of it void. */
async function replayed(api: Api, callers: readonly Api[]): Promise<number> {
  let [hits, all] = [0, 0];
  for (const [person, caller] of callers.entries()) {
    const ask = asker([caller]);
    if (person === peopleCount / 2) await uploadRecords(api, 'large', [recordOf(0, days.fromMs - 86_400_000)]);
    for (let look = 0; look < 4; look += 1) {
      const drilled =
        look < 2 ? shapes.slice(look, look + 1).map((shape) => ({ ...shape, filters: { country: ['C1'] } })) : [];
      for (const shape of [...shapes, ...drilled]) {
        const { metadata } = await ask(shape, { limit: 4000 });
        [hits, all] = [hits + (metadata.cache === 'hit' ? 1 : 0), all + 1];
      }
    }
  }
  return hits / all;
}

async function uploadFigures(
  engine: Engine,
  { installation, byHand, workspaceId }: MetricsStage,
): Promise<readonly Figure[]> {
  const { api } = installation;
  let next = 0;
  const ours = async (): Promise<number> => {
    const first = (next += 1) * uploadRows;
    const records = Array.from({ length: uploadRows }, (_, index) =>
      recordOf(index, days.fromMs + (first + index) * 200),
    );
    return await timed(() => uploadRecords(api, 'uploads', records));
  };
  await ours();
  if (byHand === null || engine !== 'Postgres') {
    const times: number[] = [];
    for (let each = 0; each < uploads; each += 1) times.push(await ours());
    return [{ name: `${engine}: upload of 10,000 records`, value: median(times), unit: 'ms' }];
  }
  const { type, sets } = await filledType(byHand, { workspaceId, dataType: 'small' });
  const rival = async (): Promise<number> => {
    const first = (next += 1) * uploadRows;
    const rows = Array.from({ length: uploadRows }, (_, index) => {
      // A fraction beside the made-up rows' own times.
      const atMs = days.toMs + (first + index) * 200;
      const values = Array.from(type.slots, (__, place) => ((index * 31 + place) % 1000) / 10);
      return `${atMs}\t${sets[index % sets.length]}\t${atMs - (atMs % 86_400_000)}\t{${values.join()}}\n`;
    }).join('');
    return await timed(() => copyMetrics(byHand, type, rows));
  };
  await rival();
  const rounds = await interleaved(uploads, { ours, rival });
  return [
    {
      name: `${engine}: upload of 10,000 records by COPY and totals alone`,
      value: medianRatio(rounds, (ms) => ms),
      unit: 'ratio',
      target: { max: 1.5 },
    },
    { name: `${engine}: upload of 10,000 records`, value: oursOf(rounds), unit: 'ms' },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
