import { useFormats } from '../../i18n/format.ts';
import classes from './progress-bar.module.css';

interface ProgressBarProps {
  readonly label: string;
  readonly done: number;
  /** Null while it is unknown. */
  readonly total: number | null;
  readonly tone?: 'info' | 'warn' | 'bad';
}

/** How far something is: a thin bar and the numbers; plain markup, for there is one in every row. */
export function ProgressBar({ label, done, total, tone = 'info' }: ProgressBarProps) {
  const { number } = useFormats();
  const share = total === null || total === 0 ? null : Math.min(100, (100 * done) / total);
  return (
    <span className={classes['progress']}>
      <span
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share)}
        className={classes['track']}
      >
        <span
          className={classes['bar']}
          data-tone={tone}
          data-unknown={share === null || undefined}
          style={{ width: `${share ?? 30}%` }}
        />
      </span>
      <span className={classes['count']}>{total === null ? number(done) : `${number(done)} / ${number(total)}`}</span>
    </span>
  );
}
