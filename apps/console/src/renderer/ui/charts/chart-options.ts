import type { ChartPalette } from '../../theme/chart-palette.ts';
import type { ChartProps } from './chart.tsx';

/** How a chart says its numbers and moments. */
export interface ChartWords {
  readonly number: (value: number) => string;
  readonly instant: (iso: string) => string;
  /** A moment as short as an axis needs it. */
  readonly tick: (iso: string) => string;
}

/** A chart as ECharts takes it. */
export function chartOptions({ at, series, kind }: ChartProps, palette: ChartPalette, words: ChartWords) {
  const label = { color: palette.text, fontSize: 11, fontFamily: "'Inter Variable', sans-serif" };
  return {
    animation: false,
    aria: { enabled: true },
    color: [...palette.series],
    grid: { top: 8, right: 8, bottom: 4, left: 4, outerBoundsMode: 'same' as const },
    tooltip: {
      trigger: 'axis' as const,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { ...label, fontSize: 12 },
      axisPointer: { lineStyle: { color: palette.text, width: 1 }, shadowStyle: { opacity: 0.08 } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? words.number(value) : '–'),
    },
    xAxis: {
      type: 'category' as const,
      data: at.map(words.instant),
      boundaryGap: kind !== 'line',
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        hideOverlap: true,
        formatter: (_text: string, index: number) => words.tick(at[index] ?? ''),
      },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { ...label, formatter: words.number },
    },
    series: series.map(({ label: name, values, color, behind }) => ({
      name,
      type: kind === 'line' ? ('line' as const) : ('bar' as const),
      ...(kind === 'parts' ? { stack: 'all' } : {}),
      data: [...values],
      color: lineColor(color, palette),
      symbol: values.length > 1 ? 'none' : 'circle',
      lineStyle: behind !== undefined ? { width: 1.5, type: 'dashed' as const, opacity: 0.6 } : { width: 2 },
      itemStyle: { opacity: behind === undefined ? 1 : 0.5 },
      barMaxWidth: 24,
    })),
  };
}

/** What a line is drawn in; whatever has no place in the palette is grey. */
export function lineColor(color: number | null, palette: ChartPalette): string {
  return (color === null ? undefined : palette.series[color]) ?? palette.text;
}
