import { expect, test } from 'vitest';
import { chartPalettes } from '../../theme/chart-palette.ts';
import { chartOptions, lineColor } from './chart-options.ts';

const at = ['2026-03-15T09:00:00.000Z', '2026-03-15T10:00:00.000Z'];
const words = { number: String, instant: (iso: string) => iso, tick: (iso: string) => iso };
const series = [
  { id: 'now', label: 'Spend', color: 0, values: [1, 2] },
  { id: 'before', label: 'Spend, before', color: 0, values: [1, 1], behind: 'now' },
];

test('parts stand on each other, other bars beside each other', () => {
  const stacks = (kind: 'bar' | 'parts') =>
    chartOptions({ title: 'Spend', at, series, kind }, chartPalettes.light, words).series.map((one) =>
      'stack' in one ? one.stack : null,
    );

  expect(stacks('parts')).toEqual(['all', 'all']);
  expect(stacks('bar')).toEqual([null, null]);
});

test('what a line is compared with is dashed in its colour', () => {
  const [now, before] = chartOptions({ title: 'Spend', at, series, kind: 'line' }, chartPalettes.light, words).series;

  expect(before?.color).toBe(now?.color);
  expect(before?.lineStyle).toMatchObject({ type: 'dashed' });
  expect(now?.lineStyle).not.toHaveProperty('type');
  expect(lineColor(null, chartPalettes.dark)).toBe(chartPalettes.dark.text);
});
