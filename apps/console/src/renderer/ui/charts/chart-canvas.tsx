import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { chartPalettes } from '../../theme/chart-palette.ts';
import { uiMessages } from '../ui.messages.ts';
import { chartOptions, lineColor } from './chart-options.ts';
import classes from './chart.module.css';
import type { ChartProps, Series } from './chart.tsx';

use([BarChart, LineChart, AriaComponent, GridComponent, TooltipComponent, CanvasRenderer]);

interface ChartCanvasProps extends ChartProps {
  readonly heightPx: number;
  /** How the tooltip says a moment. */
  readonly say: (iso: string) => string;
}

const legendPx = 28;

/** A chart drawn by ECharts, in a chunk of its own, under a legend that takes the lines it needs. */
export function ChartCanvas({ title, at, series, kind, heightPx, say }: ChartCanvasProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => series.filter(({ id, behind = id }) => !hidden.has(behind)), [series, hidden]);
  const toggle = (id: string) =>
    setHidden((before) => (before.has(id) ? before.difference(new Set([id])) : new Set([...before, id])));
  return (
    <>
      <Legend series={series} hidden={hidden} onToggle={toggle} />
      <Drawing {...{ title, at, kind, say }} series={shown} heightPx={heightPx - legendPx} />
    </>
  );
}

interface LegendProps {
  readonly series: readonly Series[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

function Legend({ series, hidden, onToggle }: LegendProps) {
  const t = useTexts(uiMessages);
  const palette = chartPalettes[useComputedColorScheme('light')];
  const isCompared = series.some(({ behind }) => behind !== undefined);
  return (
    <div className={classes['legend']}>
      {series
        .filter(({ behind }) => behind === undefined)
        .map(({ id, label, color }) => (
          <button
            key={id}
            type="button"
            className={classes['line']}
            aria-pressed={!hidden.has(id)}
            onClick={() => onToggle(id)}
          >
            <span className={classes['swatch']} style={{ background: lineColor(color, palette) }} aria-hidden />
            {label}
          </button>
        ))}
      {isCompared ? (
        <span className={classes['dashes']}>
          <span className={classes['dashed']} aria-hidden />
          {t.periodBefore}
        </span>
      ) : null}
    </div>
  );
}

function Drawing({ title, at, series, kind, heightPx, say }: ChartCanvasProps) {
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const { number, tick: tickBy } = useFormats();
  // Over more than two days the day matters, not the hour.
  const by = spanMs(at) > 2 * dayMs ? 'day' : 'hour';
  const tick = useCallback((iso: string) => (iso === '' ? '' : tickBy(iso, by)), [tickBy, by]);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const chart = init(current);
    chart.setOption(chartOptions({ title, at, series, kind }, chartPalettes[scheme], { number, instant: say, tick }));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [title, at, series, kind, scheme, number, say, tick]);
  return <div ref={element} role="img" aria-label={title} style={{ height: heightPx }} />;
}

const dayMs = 86_400_000;

function spanMs(at: readonly string[]): number {
  return new Date(at.at(-1) ?? 0).getTime() - new Date(at[0] ?? 0).getTime();
}
