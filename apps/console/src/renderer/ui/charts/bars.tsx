import type { ReactNode } from 'react';
import { useFormats } from '../../i18n/format.ts';
import type { Tone } from '../feedback/status-pill.tsx';
import classes from './bars.module.css';

/** One amount beside others of its kind. */
export interface Bar {
  readonly id: string;
  readonly label: ReactNode;
  readonly count: number;
  readonly tone?: Tone;
  readonly detail?: ReactNode;
}

/** Amounts as a list of bars, each with its number: readable without seeing the bars. */
export function Bars({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const { number } = useFormats();
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <ul className={classes['bars']} aria-label={label}>
      {bars.map(({ id, label: name, count, tone = 'info', detail }) => (
        <li key={id} className={classes['bar']}>
          <span className={classes['name']}>{name}</span>
          <span className={classes['detail']}>{detail}</span>
          <span className={classes['track']} aria-hidden>
            <span className={classes['fill']} data-tone={tone} style={{ width: `${(100 * count) / most}%` }} />
          </span>
          <span className={classes['count']}>{number(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Parts of one whole in one line, with a legend that says each number. */
export function StackedBar({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const { number } = useFormats();
  const all = bars.reduce((sum, { count }) => sum + count, 0);
  const shown = bars.filter(({ count }) => count > 0);
  return (
    <div>
      <div className={classes['stack']} aria-hidden>
        {shown.map(({ id, count, tone = 'info' }) => (
          <span
            key={id}
            className={classes['fill']}
            data-tone={tone}
            style={{ width: `${(100 * count) / Math.max(1, all)}%` }}
          />
        ))}
      </div>
      <ul className={classes['legend']} aria-label={label}>
        {shown.map(({ id, label: name, count, tone = 'info' }) => (
          <li key={id}>
            <span className={classes['swatch']} data-tone={tone} aria-hidden />
            {name} <strong>{number(count)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
