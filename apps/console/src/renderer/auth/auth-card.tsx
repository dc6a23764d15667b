import { useEffect } from 'react';
import type { ReactNode } from 'react';
import classes from './auth-card.module.css';

interface AuthCardProps {
  readonly title: string;
  readonly text?: ReactNode;
  readonly children: ReactNode;
  /** Where else to go from here. */
  readonly below?: ReactNode;
}

/** The page around one form before the sign-in. */
export function AuthCard({ title, text, children, below }: AuthCardProps) {
  useEffect(() => {
    document.title = `${title} · Marquee`;
  }, [title]);
  return (
    <main className={classes['page']}>
      <div className={classes['card']}>
        <img src="/favicon.svg" alt="" width={32} height={32} />
        <h1 className={classes['title']}>{title}</h1>
        {text === undefined ? null : <p className={classes['text']}>{text}</p>}
        {children}
      </div>
      <div className={classes['below']}>{below}</div>
    </main>
  );
}
