import { Button } from '@mantine/core';
import { CloudOff, Inbox, Lock, SearchX, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureOf } from '../../api/failure.ts';
import { useOfflineSince } from '../../api/live/live-context.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../button-link.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './state.module.css';

interface StateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where there is nothing to show, with the first thing to do about it. */
export function EmptyState({ icon = Inbox, ...rest }: Omit<StateProps, 'icon'> & { readonly icon?: LucideIcon }) {
  return <State icon={icon} {...rest} />;
}

/** What stands where something failed: a sentence, what to do, and the request's id for whoever is asked for help. */
export function FailureState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useTexts(uiMessages);
  const failure = failureOf(error);
  const isOffline = useOfflineSince() !== null;
  const retry =
    onRetry === undefined ? null : (
      <Button variant="default" onClick={onRetry}>
        {t.retry}
      </Button>
    );
  if (failure.kind === 'offline')
    return (
      <State icon={CloudOff} title={t.offlineTitle} action={retry}>
        {isOffline ? t.offlineUnread : t.offlineText}
      </State>
    );
  if (failure.kind === 'forbidden') return <ForbiddenState />;
  if (failure.kind === 'not_found')
    return (
      <State icon={SearchX} title={t.notFoundTitle}>
        {failure.detail || t.notFoundText}
      </State>
    );
  // What a read was asked for stands in the address: to ask the same again cannot help.
  if (failure.code === 'validation_failed') return <NotFoundState />;
  return (
    <State icon={TriangleAlert} title={t.failedTitle} action={retry}>
      {failure.detail || t.failedText}
      {failure.requestId === null ? null : <span className={classes['request']}>{t.requestId(failure.requestId)}</span>}
    </State>
  );
}

/** What stands where a person's role does not reach. */
export function ForbiddenState() {
  const t = useTexts(uiMessages);
  return (
    <State icon={Lock} title={t.forbiddenTitle}>
      {t.forbiddenText}
    </State>
  );
}

/** What stands where an address leads nowhere. */
export function NotFoundState() {
  const t = useTexts(uiMessages);
  return (
    <State
      icon={SearchX}
      title={t.notFoundTitle}
      action={
        <ButtonLink variant="default" to="/">
          {t.toOverview}
        </ButtonLink>
      }
    >
      {t.notFoundText}
    </State>
  );
}

/** What stands until something has come: its rough shape, so that nothing jumps. */
export function LoadingState({ lines = 6 }: { readonly lines?: number }) {
  const t = useTexts(uiMessages);
  return (
    <div className={classes['skeleton']} role="status">
      <span className="visually-hidden">{t.loading}</span>
      {Array.from({ length: lines }, (_, n) => (
        <div key={n} className={classes['line']} style={{ width: `${90 - ((n * 37) % 55)}%` }} />
      ))}
    </div>
  );
}

interface Read<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** Shows a read in whichever state it is; what was read once stays on screen while it is read again. */
export function Loaded<T>({
  read,
  lines,
  children,
}: {
  readonly read: Read<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}) {
  if (read.data !== undefined) return children(read.data);
  if (read.isPending) return <LoadingState {...(lines === undefined ? {} : { lines })} />;
  return <FailureState error={read.error} onRetry={() => void read.refetch()} />;
}

function State({ icon: Icon, title, children, action }: StateProps) {
  return (
    <div className={classes['state']}>
      <Icon size={24} strokeWidth={1.5} className={classes['icon']} aria-hidden />
      <h2 className={classes['title']}>{title}</h2>
      {children === undefined ? null : <div className={classes['text']}>{children}</div>}
      {action === undefined || action === null ? null : <div className={classes['actions']}>{action}</div>}
    </div>
  );
}
