import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useMemo, useRef } from 'react';
import { useFormats } from '../i18n/format.ts';
import { languageTag, useLocale } from '../i18n/locale.tsx';
import { chartPalettes } from '../theme/chart-palette.ts';
import { chartOptions } from './chart-options.ts';
import type { ChartProps } from './chart.tsx';

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** A chart drawn by ECharts, in a chunk of its own. */
export function ChartCanvas(props: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const { number, instant, timeZone } = useFormats();
  const tag = languageTag(useLocale().locale);
  const tick = useMemo(() => tickFormat(tag, timeZone), [tag, timeZone]);
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

function tickFormat(tag: string, timeZone: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone });
  return (iso) => (iso === '' ? '' : format.format(new Date(iso)));
}
