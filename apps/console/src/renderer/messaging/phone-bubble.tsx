import type { ReactNode } from 'react';
import classes from './phone-bubble.module.css';

/** A message as a phone shows it, and `…` while there is none. */
export function PhoneBubble({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes['phone']}>
      <div className={classes['bubble']}>{children}</div>
    </div>
  );
}
