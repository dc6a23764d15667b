import type { ReactNode } from 'react';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { useWords } from '../messaging/use-words.ts';
import { ScreenLink } from '../shell/screen-link.tsx';
import { StatusPill, type Tone } from '../ui/feedback/status-pill.tsx';
import { Nothing } from './nothing.tsx';
import { overviewMessages } from './overview.messages.ts';
import classes from './overview.module.css';
import { useCampaigns, useDashboard, useHealth, useOpenReviews } from './overview.queries.ts';

interface Need {
  readonly id: string;
  readonly tone: Tone;
  readonly label: string;
  readonly to: string;
}

/** What waits for a person: the worst first. */
export function NeedsYou() {
  const t = useTexts(overviewMessages);
  const { needs, reads } = useNeeds();
  return (
    <Card title={t.needsYou}>
      {needs.length === 0 ? <Nothing reads={reads} text={t.nothingNeeds} /> : null}
      <ul className={classes['list']}>
        {needs.map(({ id, tone, label, to }) => (
          <li key={id} className={classes['line']}>
            <ScreenLink to={to}>
              <StatusPill tone={tone} label={label} />
            </ScreenLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A titled part of the overview. */
export function Card({
  title,
  beside,
  children,
}: {
  readonly title: string;
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes['card']}>
      <div className={classes['top']}>
        <h2 className={classes['title']}>{title}</h2>
        {beside}
      </div>
      {children}
    </section>
  );
}

function useNeeds() {
  const t = useTexts(overviewMessages);
  const words = useWords();
  const { number } = useFormats();
  const read = {
    health: useHealth(),
    reviews: useOpenReviews(),
    failed: useCampaigns('failed'),
    paused: useCampaigns('paused'),
    dashboard: useDashboard(),
  };
  const health = read.health.data?.status ?? 'healthy';
  const reviews = read.reviews.data?.page.total ?? 0;
  const failed = read.failed.data?.items ?? [];
  const paused = read.paused.data?.items ?? [];
  const errors = read.dashboard.data?.recent_errors ?? [];
  const needs: readonly Need[] = [
    ...(health === 'healthy'
      ? []
      : [
          {
            id: 'health',
            tone: health === 'unhealthy' ? 'bad' : 'warn',
            label: health === 'unhealthy' ? t.healthUnhealthy : t.healthDegraded,
            to: '/operations/health',
          } as const,
        ]),
    ...failed.map(({ id, name }) => campaignNeed(id, 'bad', t.campaignFailed(name))),
    ...(reviews === 0
      ? []
      : [{ id: 'reviews', tone: 'warn', label: t.reviews(number(reviews)), to: '/audiences/inbound' } as const]),
    ...paused.map(({ id, name }) => campaignNeed(id, 'warn', t.campaignPaused(name))),
    ...errors.slice(0, 3).map(
      ({ error_code, count, cause }) =>
        ({
          id: `error-${error_code}`,
          tone: 'bad',
          label: t.failures(count, words(cause)),
          to: '/operations/monitoring',
        }) as const,
    ),
  ];
  return { needs, reads: Object.values(read) };
}

function campaignNeed(id: string, tone: Tone, label: string): Need {
  return { id, tone, label, to: `/campaigns/messaging/${id}` };
}
