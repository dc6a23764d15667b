import { Button } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { ChartLine, Table } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './chart.module.css';

const Canvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }));

/** One line or row of bars. */
export interface Series {
  readonly id: string;
  readonly label: string;
  /** The place in the palette that it keeps on every chart, from 0; null for what is everything else. */
  readonly color: number | null;
  /** One value a moment of `ChartProps.at`; null where there is none. */
  readonly values: readonly (number | null)[];
  /** The line that this one is compared with, by its id: it stands back behind it, dashed, and is shown and hidden with it. */
  readonly behind?: string;
}

/** What a chart shows: several series over the same moments. */
export interface ChartProps {
  readonly title: string;
  /** Instants, oldest first; at most a thousand. */
  readonly at: readonly string[];
  readonly series: readonly Series[];
  /** Bars stand beside each other; parts of one amount stand on each other. */
  readonly kind: 'line' | 'bar' | 'parts';
  readonly heightPx?: number;
}

/** A chart that anybody can read: in both themes, and as a table of the same numbers. It is drawn once it comes into view. */
export function Chart(props: ChartProps) {
  const t = useTexts(uiMessages);
  const [isTable, setIsTable] = useState(false);
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const { heightPx = 240, at } = props;
  const { instant, date } = useFormats();
  const say = isOfDays(at) ? date : instant;
  const Icon = isTable ? ChartLine : Table;
  return (
    <figure className={classes['figure']}>
      <figcaption className={classes['caption']}>
        <span className={classes['title']}>{props.title}</span>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<Icon size={12} aria-hidden />}
          onClick={() => setIsTable(!isTable)}
        >
          {isTable ? t.showChart : t.showTable}
        </Button>
      </figcaption>
      {isTable ? (
        <ChartTable {...props} heightPx={heightPx} say={say} />
      ) : (
        <div ref={ref} style={{ minHeight: heightPx }}>
          {inViewport ? (
            <Suspense fallback={<div aria-busy style={{ height: heightPx }} />}>
              <Canvas {...props} heightPx={heightPx} say={say} />
            </Suspense>
          ) : null}
        </div>
      )}
    </figure>
  );
}

function ChartTable({ title, at, series, heightPx, say }: ChartProps & { readonly say: (iso: string) => string }) {
  const { number, timeZone } = useFormats();
  return (
    <div className={classes['scroller']} style={{ maxHeight: heightPx }} tabIndex={0} role="region" aria-label={title}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{timeZone}</th>
            {series.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {at.map((moment, index) => (
            <tr key={moment}>
              <th scope="row">{say(moment)}</th>
              {series.map(({ id, values }) => {
                const value = values[index];
                return <td key={id}>{value === null || value === undefined ? '–' : number(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const almostDayMs = 22 * 3_600_000;

/** Whether each moment is a day: the shortest has an hour less. */
function isOfDays([first, second]: readonly string[]): boolean {
  if (first === undefined || second === undefined) return false;
  return new Date(second).getTime() - new Date(first).getTime() > almostDayMs;
}
