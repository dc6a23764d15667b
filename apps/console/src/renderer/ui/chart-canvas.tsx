import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useCallback, useEffect, useRef } from 'react';
import { useFormats } from '../i18n/format.ts';
import { chartPalettes } from '../theme/chart-palette.ts';
import { chartOptions } from './chart-options.ts';
import type { ChartProps } from './chart.tsx';

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** A chart drawn by ECharts, in a chunk of its own. */
export function ChartCanvas(props: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const { number, instant, tick: tickBy } = useFormats();
  // Over more than two days the day matters, not the hour.
  const by = spanMs(props.at) > 2 * dayMs ? 'day' : 'hour';
  const tick = useCallback((iso: string) => (iso === '' ? '' : tickBy(iso, by)), [tickBy, by]);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const chart = init(current);
    chart.setOption(chartOptions(props, chartPalettes[scheme], { number, instant, tick }));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [props, scheme, number, instant, tick]);
  return <div ref={element} role="img" aria-label={props.title} style={{ height: '100%' }} />;
}

const dayMs = 86_400_000;

function spanMs(at: readonly string[]): number {
  return new Date(at.at(-1) ?? 0).getTime() - new Date(at[0] ?? 0).getTime();
}
