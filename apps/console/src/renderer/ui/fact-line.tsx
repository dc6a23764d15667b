import type { ReactNode } from 'react';
import classes from './fact-line.module.css';

/** A few names and values in one line, above what they are about. */
export function FactLine({ facts }: { readonly facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={classes['line']}>
      {facts.map(([label, value]) => (
        <div key={label} className={classes['fact']}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
