import type { ReactNode } from 'react';
import classes from './quiet.module.css';

/** Text that stands back: what is said for completeness. */
export function Quiet({ children, title }: { readonly children: ReactNode; readonly title?: string }) {
  return (
    <span className={classes['quiet']} title={title}>
      {children}
    </span>
  );
}

/** A sentence under a heading or beside a field that explains it. */
export function Hint({ children }: { readonly children: ReactNode }) {
  return <p className={classes['hint']}>{children}</p>;
}
