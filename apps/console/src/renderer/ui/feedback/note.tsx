import type { ReactNode } from 'react';
import classes from './note.module.css';

/** A sentence across the page about how things stand. */
export function Note({ tone, children }: { readonly tone: 'info' | 'warn' | 'bad'; readonly children: ReactNode }) {
  return (
    <div className={classes['note']} data-tone={tone} role="status">
      {children}
    </div>
  );
}
