import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  /** Stands after the title, such as a status or a count. */
  readonly beside?: ReactNode;
  /** Where this is one level below: the list that a record belongs to. */
  readonly parent?: { readonly label: string; readonly to: string };
  readonly actions?: ReactNode;
  /** Stands between the heading and the content: filters, tabs. */
  readonly bar?: ReactNode;
  /** `fill`: the content scrolls itself, as tables do. `narrow`: forms and settings. */
  readonly layout?: 'fill' | 'narrow' | 'wide';
  readonly children: ReactNode;
}

/** One screen: its heading, what can be done, and its content. */
export function Page({ title, beside, parent, actions, bar, layout = 'wide', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Marquee`;
  }, [title]);
  return (
    <div className={classes['page']}>
      <div className={classes['top']}>
        {parent === undefined ? null : (
          <>
            <Link to={parent.to} className={classes['parent'] ?? ''}>
              {parent.label}
            </Link>
            <ChevronRight size={14} className={classes['chevron']} aria-hidden />
          </>
        )}
        <h1 className={classes['title']} tabIndex={-1}>
          {title}
        </h1>
        {beside}
        <div className={classes['actions']}>{actions}</div>
      </div>
      {bar === undefined ? null : <div className={classes['bar']}>{bar}</div>}
      {/* What scrolls can be scrolled by keys, even where nothing in it takes the focus. */}
      <div className={`${classes['content']} ${classes[layout]}`} tabIndex={layout === 'fill' ? undefined : 0}>
        {children}
      </div>
    </div>
  );
}

/** A heading with what belongs to it. */
export function Section({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes['section']}>
      <div className={classes['sectionTop']}>
        <h2 className={classes['sectionTitle']}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Names and values of a record. */
export function Facts({ facts }: { readonly facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([label, value]) => (
        <div key={label} className={classes['fact']}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
