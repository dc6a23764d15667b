import { Marquee } from '@marquee/sdk';
import type { MetricSeries } from '@marquee/sdk/metrics';
import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import { openDoorsStage, type DoorsStage } from '@marquee/server/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

let stage: DoorsStage;
let apiKey: string;
beforeAll(async () => {
  stage = await openDoorsStage();
  apiKey = (await stage.given('workspace.limits.get')).bearer ?? '';
}, 120_000);
afterAll(() => stage?.[Symbol.asyncDispose]());

const dayMs = 86_400_000;
const firstMs = Date.parse('2026-03-01T00:00:00Z');
/** Quarters add up exactly in any order: what differs then differs for a reason. */
const amount = fc.integer({ min: -4000, max: 4000 }).map((quarters) => quarters / 4);
const rows = fc.array(
  fc.record(
    {
      timestamp: fc
        .integer({ min: 0, max: 3 * 1440 - 1 })
        .map((minute) => new Date(firstMs + minute * 60_000).toISOString()),
      country: fc.constantFrom('DE', 'FR', 'ÉL', '=1+1'),
      device: fc.constantFrom('phone', 'tablet'),
      spend: amount,
      clicks: fc.integer({ min: 0, max: 9 }),
    },
    { requiredKeys: ['timestamp', 'spend', 'clicks'] },
  ),
  { minLength: 1, maxLength: 60 },
);
/** A name, and how its rows become one number where the name does not say it. */
const asked = fc.constantFrom<{ name: string; aggregation_type?: 'p50' | 'p95' | 'p99' | 'unique' }>(
  ...['spend', 'avg_spend', 'min_spend', 'max_clicks', 'count_spend', 'cpc'].map((name) => ({ name })),
  ...(['p50', 'p95', 'p99'] as const).flatMap((aggregation_type) => [
    { name: 'spend', aggregation_type },
    { name: 'clicks', aggregation_type },
  ]),
  ...['country', 'device'].map((name) => ({ name, aggregation_type: 'unique' as const })),
);
const questions = fc.record({
  asked,
  granularity: fc.constantFrom(60, 90, 3600, 5400, 21_600, 86_400),
  dimensions: fc.constantFrom<string[]>([], ['country'], ['device', 'country']),
  country: fc.constantFrom(null, 'DE', 'ÉL'),
  fromMs: fc.integer({ min: firstMs - dayMs, max: firstMs + 2 * dayMs }),
  lengthMs: fc.integer({ min: 60_000, max: 3 * dayMs }),
  time_zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata'),
});

test('a question has the same numbers through every door, alone or with others', { timeout: 300_000 }, async () => {
  const client = new Marquee({ baseUrl: stage.url, apiKey });
  let made = 0;
  await fc.assert(
    fc.asyncProperty(rows, questions, async (data, question) => {
      const data_type = `ads${(made += 1)}`;
      // Every type knows the fields that are asked for, whatever chance left out.
      const known = {
        timestamp: new Date(firstMs).toISOString(),
        country: 'DE',
        device: 'phone',
        spend: 0.25,
        clicks: 1,
      };
      await client.metrics.batches.upload({ data_type, data: [known, ...data] });

      const answers = await throughDoors(client, data_type, question);

      const { 'the SDK’s series': expected, ...others } = answers;
      for (const [door, points] of Object.entries(others)) expect({ door, points }).toEqual({ door, points: expected });
    }),
    { numRuns: 40 },
  );
});

type Question = typeof questions extends fc.Arbitrary<infer Q> ? Q : never;

/** One number of one bucket and group, as each door can tell it. */
interface Told {
  readonly at: string;
  readonly group: readonly (string | null)[];
  readonly value: number | null;
}

async function throughDoors(client: Marquee, data_type: string, question: Question) {
  const { asked: metric, granularity, dimensions, country, fromMs, time_zone } = question;
  const { name } = metric;
  const [start, end] = [fromMs, fromMs + question.lengthMs].map((ms) => new Date(ms).toISOString());
  if (start === undefined || end === undefined) throw new Error('a range has two ends');
  const { name: _named, ...how } = metric;
  const one = { data_type, ...how, start_time: start, end_time: end, granularity, dimensions, time_zone };
  const series = { ...one, filters: country === null ? [] : [`country=${country}`] };
  const others = [
    { name: 'total_clicks', data_type, dimensions },
    { name: 'min_spend', data_type, aggregation_type: 'p95' as const, dimensions },
    { name: 'device', data_type, aggregation_type: 'unique' as const, dimensions: [] },
  ];
  const dashboard = {
    metrics: [{ ...metric, data_type, dimensions }, ...others.filter((other) => other.name !== name)],
    ...{ time_range: { start, end }, granularity, time_zone, limit: 10_000 },
    filters: country === null ? {} : { country },
  };
  const api = createMarqueeTrpc({ baseUrl: stage.url, token: () => apiKey });
  return {
    'the SDK’s series': told(await client.metrics.series.get(name, series), dimensions),
    'the SDK’s dashboard': told((await client.metrics.dashboards.query(dashboard)).series[0], dimensions),
    'tRPC’s dashboard': told((await api.metrics.dashboards.query.query(dashboard)).series[0], dimensions),
    'REST’s dashboard': told((await restDashboard(dashboard)).series[0], dimensions),
    'tRPC’s series': told(await api.metrics.series.get.query({ metric_name: name, ...series }), dimensions),
    CSV: await csvOf(client, name, { series, dimensions }),
    'the document’s series': await compatOf(name, { series, dimensions }),
    'the document’s dashboard': await compatDashboard(name, { dashboard, dimensions }),
  };
}

function told(series: Pick<MetricSeries, 'points'> | undefined, dimensions: readonly string[]): readonly Told[] {
  return (series?.points ?? []).map(({ timestamp, group, value }) => ({
    at: timestamp,
    group: dimensions.map((dimension) => group[dimension] ?? null),
    value,
  }));
}

async function restDashboard(query: object): Promise<{ readonly series: readonly MetricSeries[] }> {
  const response = await fetch(`${stage.url}/api/v1/metrics/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(query),
  });
  return (await response.json()) as { readonly series: readonly MetricSeries[] }; // as the contract says
}

interface Asked {
  readonly series: Parameters<Marquee['metrics']['series']['csv']>[1];
  readonly dimensions: readonly string[];
}

async function csvOf(client: Marquee, name: string, { series, dimensions }: Asked): Promise<readonly Told[]> {
  const file = await (await client.metrics.series.csv(name, series)).text();
  return file
    .split('\r\n')
    .slice(1, -1)
    .map((line) => {
      const cells = line.split(',');
      const value = cells.at(-2) ?? '';
      return {
        at: (cells[0] ?? '').replace('Z', '.000Z'),
        // Nothing is a row without the dimension; what a spreadsheet would compute is guarded.
        group: cells.slice(1, 1 + dimensions.length).map((cell) => (cell === '' ? null : cell.replace(/^'/, ''))),
        value: value === '' ? null : Number(value),
      };
    });
}

async function compatOf(name: string, { series, dimensions }: Asked): Promise<readonly Told[]> {
  const url = new URL(`${stage.url}/compat/metrics/v1/metrics/${name}/timeseries`);
  for (const [key, value] of Object.entries(series)) if (String(value) !== '') url.searchParams.set(key, String(value));
  const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
  const { data } = (await response.json()) as { readonly data: { readonly time_series: DocumentedSeries } }; // as the document says
  return toldByDocument(data.time_series, dimensions);
}

async function compatDashboard(
  name: string,
  { dashboard, dimensions }: { readonly dashboard: object; readonly dimensions: readonly string[] },
): Promise<readonly Told[]> {
  const response = await fetch(`${stage.url}/compat/metrics/v1/query/dashboard`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(dashboard),
  });
  const { data } = (await response.json()) as { readonly data: Readonly<Record<string, DocumentedSeries>> }; // as the document says
  return toldByDocument(data[name] ?? [], dimensions);
}

type DocumentedSeries = readonly { timestamp: string; values: Readonly<Record<string, number | null>> }[];

function toldByDocument(series: DocumentedSeries, dimensions: readonly string[]): readonly Told[] {
  return series.flatMap(({ timestamp, values }) =>
    Object.entries(values).map(([key, value]) => ({
      at: timestamp,
      group: dimensions.length === 0 ? [] : key.split(' | ').map((text) => (text === '(none)' ? null : text)),
      value,
    })),
  );
}
