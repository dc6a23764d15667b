import { useIdentity } from '../api/session-context.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { Chart } from '../ui/charts/chart.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { ForbiddenState, Loaded } from '../ui/feedback/state.tsx';
import { StatusPill } from '../ui/feedback/status-pill.tsx';
import { Page } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { Checklist } from './checklist.tsx';
import { Kpis } from './kpis.tsx';
import { NeedsYou } from './needs-you.tsx';
import { overviewMessages } from './overview.messages.ts';
import classes from './overview.module.css';
import { useDashboard, useTimeline } from './overview.queries.ts';
import { RunningNow } from './running-now.tsx';
import { hoursUntil, timelineSeries } from './timeline-series.ts';
import { usePlatform } from '../platform/platform.tsx';

/** What is seen first: how the last day went, what needs somebody, what runs. */
export function OverviewPage() {
  const t = useTexts(overviewMessages);
  const { scopes } = useIdentity();
  const dashboard = useDashboard();
  const simulated = dashboard.data?.simulated === true ? <StatusPill tone="warn" label={t.simulated} /> : null;
  if (!scopes.includes('messaging:read')) {
    return (
      <Page title={t.title}>
        <ForbiddenState />
      </Page>
    );
  }
  return (
    <Page
      title={t.title}
      beside={simulated}
      actions={<ShowAsCode operation="messaging.monitoring.dashboard" input={{}} />}
    >
      <Loaded read={dashboard} lines={4}>
        {(data) => <Kpis dashboard={data} />}
      </Loaded>
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <div className={classes['card']}>
            <ByHour />
          </div>
          <Checklist />
        </div>
        <div className={classes['column']}>
          <NeedsYou />
          <RunningNow />
        </div>
      </div>
    </Page>
  );
}

function ByHour() {
  const t = useTexts(overviewMessages);
  const { now } = usePlatform();
  const timeline = useTimeline();
  return (
    <Loaded read={timeline} lines={11}>
      {({ points, since }) => {
        if (points.length === 0)
          return (
            <>
              <h2 className={classes['title']}>{t.byHour}</h2>
              <Quiet>{t.nothingSent}</Quiet>
            </>
          );
        const at = hoursUntil(since, now());
        const series = timelineSeries(points, at, { ...t, inFlight: t.onTheWay });
        return <Chart title={t.byHour} kind="parts" at={at} series={series} heightPx={220} />;
      }}
    </Loaded>
  );
}
