import type { ReactNode } from 'react';
import classes from './stats.module.css';

/** One number that matters. */
export interface Stat {
  readonly label: string;
  readonly value: ReactNode;
  /** What the number is of, or how it compares. */
  readonly detail?: ReactNode;
}

/** Numbers side by side, the most important first. */
export function Stats({ stats }: { readonly stats: readonly Stat[] }) {
  // Rows of equal length: a grid with a hole in it looks unfinished.
  const columns = stats.length <= 5 ? stats.length : Math.ceil(stats.length / 2);
  return (
    <dl className={classes['stats']} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {stats.map(({ label, value, detail }) => (
        <div key={label} className={classes['stat']}>
          <dt>{label}</dt>
          <dd className={classes['value']}>{value}</dd>
          {detail === undefined ? null : <dd className={classes['detail']}>{detail}</dd>}
        </div>
      ))}
    </dl>
  );
}
