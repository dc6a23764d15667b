import type { ReactNode } from 'react';
import classes from './form-columns.module.css';

interface FormColumnsProps {
  readonly children: ReactNode;
  /** What the fields come to: below them where there is no room for two columns. */
  readonly beside: ReactNode;
}

/** A form's fields, and what they come to while one writes. */
export function FormColumns({ children, beside }: FormColumnsProps) {
  return (
    <div className={classes['columns']}>
      <div className={classes['column']}>{children}</div>
      <div className={classes['column']}>{beside}</div>
    </div>
  );
}

/** A framed part beside the fields, such as a preview. */
export function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <aside className={classes['panel']} aria-label={title}>
      <h2 className={classes['heading']}>{title}</h2>
      {children}
    </aside>
  );
}
