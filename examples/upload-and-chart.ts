// From a CSV of advertising figures to a table and a chart, as a client of a running server:
//   node examples/upload-and-chart.ts --api-key mq_live_…  [--url http://localhost:4000] [--csv figures.csv] [--chart spend.svg]
// Without --csv it makes 60 days of figures, the same each time.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Marquee } from '@marquee/sdk';
import type { MetricSeries } from '@marquee/sdk/metrics';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:4000' },
    'api-key': { type: 'string' },
    csv: { type: 'string' },
    chart: { type: 'string', default: 'spend.svg' },
  },
});
if (options['api-key'] === undefined) throw new Error('Give the API key that `npm start` printed: --api-key mq_live_…');

const marquee = new Marquee({ baseUrl: options.url, apiKey: options['api-key'] });
const data_type = 'example_ads';
const batchRecords = 10_000;

const csv = options.csv === undefined ? figures(60) : await readFile(options.csv, 'utf8');
const records = recordsOf(csv);
console.log(`\nUpload: ${records.length} records`);
for (let from = 0; from < records.length; from += batchRecords) {
  const batch = await marquee.metrics.batches.upload({ data_type, data: records.slice(from, from + batchRecords) });
  console.log(`  ${batch.batch_id}: ${batch.accepted} new, ${batch.duplicates} known, ${batch.rejected} not taken`);
  for (const { index, detail } of batch.rejections.slice(0, 3)) console.log(`    record ${from + index}: ${detail}`);
}

const days = records.map(({ date }) => String(date)).toSorted();
const time_range = { start: `${days[0]}T00:00:00Z`, end: dayAfter(days.at(-1) ?? '') };
const { series, metadata } = await marquee.metrics.dashboards.query({
  metrics: [
    { name: 'total_spend', data_type, dimensions: ['channel'] },
    { name: 'roas', data_type },
    { name: 'ctr', data_type },
    { name: 'cpa', data_type },
  ],
  ...{ time_range, granularity: 86_400, time_zone: 'UTC', limit: 10_000 },
});
console.log(`\nAnswer: ${metadata.points} points in ${metadata.query_ms.toFixed(1)} ms (cache ${metadata.cache})`);

const [spend, roas, ctr, cpa] = series;
if (spend === undefined || roas === undefined || ctr === undefined || cpa === undefined)
  throw new Error('four metrics were asked for');
console.table(lastDays(7));
await writeFile(options.chart, chartOf(spend, roas));
console.log(`\nChart: ${options.chart}`);

/** The last days as lines of a table. */
function lastDays(count: number) {
  const lines = [...new Set(spend?.points.map(({ timestamp }) => timestamp))].slice(-count).map((timestamp) => {
    const ofDay = (one: MetricSeries | undefined) => one?.points.find((point) => point.timestamp === timestamp)?.value;
    const spent = spend?.points.filter((point) => point.timestamp === timestamp) ?? [];
    return [
      timestamp.slice(0, 10),
      {
        ...Object.fromEntries(spent.map(({ group, value }) => [group['channel'] ?? 'none', value?.toFixed(2)])),
        ...{ roas: ofDay(roas)?.toFixed(2), ctr: ofDay(ctr)?.toFixed(4), cpa: ofDay(cpa)?.toFixed(2) },
      },
    ] as const;
  });
  return Object.fromEntries(lines);
}

/** Spend by channel as stacked bars, and what it returned as a line, drawn without a browser. */
function chartOf(bars: MetricSeries, line: MetricSeries): string {
  use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const dates = [...new Set(bars.points.map(({ timestamp }) => timestamp))];
  const channels = [...new Set(bars.points.map(({ group }) => group['channel'] ?? 'none'))];
  const valueAt = (points: MetricSeries['points'], date: string) =>
    points.find(({ timestamp }) => timestamp === date)?.value ?? null;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 420 });
  chart.setOption({
    animation: false,
    title: { text: 'Spend by channel, and return on it', left: 16, top: 12 },
    legend: { top: 14, right: 16 },
    grid: { left: 64, right: 64, top: 64, bottom: 40 },
    xAxis: { type: 'category', data: dates.map((date) => date.slice(5, 10)) },
    yAxis: [
      { type: 'value', name: 'spend' },
      { type: 'value', name: 'ROAS', splitLine: { show: false } },
    ],
    series: [
      ...channels.map((channel) => {
        const own = bars.points.filter(({ group }) => (group['channel'] ?? 'none') === channel);
        return { type: 'bar', name: channel, stack: 'spend', data: dates.map((date) => valueAt(own, date)) };
      }),
      { type: 'line', name: 'ROAS', yAxisIndex: 1, symbol: 'none', data: dates.map((d) => valueAt(line.points, d)) },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** Lines of a CSV as records: what reads as a number is a metric. Cells hold no commas. */
function recordsOf(text: string): readonly Record<string, string | number>[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, column) => [name, valueOf(cells[column] ?? '')]));
  });
}

function valueOf(cell: string): string | number {
  return cell !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}

/** Figures of three channels in two countries, with weeks and a sale in them, from a seed. */
function figures(dayCount: number): string {
  let seed = 7;
  const chance = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const lines = ['date,channel,country,impressions,clicks,conversions,spend,revenue'];
  for (let day = 0; day < dayCount; day += 1) {
    const at = new Date(Date.UTC(2026, 0, 5 + day));
    const weekend = [0, 6].includes(at.getUTCDay()) ? 0.6 : 1;
    const sale = day >= 38 && day < 45 ? 1.8 : 1;
    for (const [channel, reach] of [
      ['search', 9000],
      ['social', 15_000],
      ['display', 24_000],
    ] as const) {
      for (const [country, share] of [
        ['DE', 1],
        ['FR', 0.7],
      ] as const) {
        const impressions = Math.round(reach * share * weekend * sale * (0.85 + 0.3 * chance()));
        const clicks = Math.round(impressions * (0.012 + 0.02 * chance()) * (channel === 'search' ? 2 : 1));
        const conversions = Math.round(clicks * (0.03 + 0.02 * chance()) * sale);
        const money = [clicks * (0.4 + 0.3 * chance()), conversions * (38 + 20 * chance())].map((sum) =>
          sum.toFixed(2),
        );
        lines.push(
          [at.toISOString().slice(0, 10), channel, country, impressions, clicks, conversions, ...money].join(),
        );
      }
    }
  }
  return lines.join('\n');
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
}
