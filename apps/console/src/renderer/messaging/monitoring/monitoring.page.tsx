import type { OutputOf } from '../../api/operations.ts';
import { useRead } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { hoursUntil, timelineSeries } from '../../overview/timeline-series.ts';
import { usePlatform } from '../../platform/platform.tsx';
import { Chart } from '../../ui/charts/chart.tsx';
import { Stats } from '../../ui/charts/stats.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { SimulatedMark } from '../../ui/feedback/simulated-mark.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Page, Section } from '../../ui/page.tsx';
import { Quiet } from '../../ui/quiet.tsx';
import classes from '../campaigns/campaigns.module.css';
import { useWords } from '../use-words.ts';
import { monitoringMessages } from './monitoring.messages.ts';

const windows = { '24': 'lastDay', '168': 'lastWeek', '720': 'lastMonth' } as const;
const minuteMs = 60_000;

/** How sending goes over all campaigns: the last day at a glance, by the hour, and what failed. */
export function MonitoringPage() {
  const t = useTexts(monitoringMessages);
  const [url] = useUrlState();
  const hours = url.hours !== undefined && url.hours in windows ? Number(url.hours) : 24;
  const dashboard = useRead('messaging.monitoring.dashboard', {}, { refetchInterval: minuteMs });
  const options = Object.entries(windows).map(([value, name]) => ({ value, label: t[name] }));
  return (
    <Page
      title={t.title}
      beside={dashboard.data?.simulated === true ? <SimulatedMark /> : null}
      bar={<UrlSelect name="hours" label={t.hours} options={options} fallback="24" />}
      actions={<ShowAsCode operation="messaging.monitoring.timeline" input={{ hours }} />}
    >
      <Loaded read={dashboard}>{(data) => <LastDay dashboard={data} />}</Loaded>
      <ByHour hours={hours} />
      <Errors hours={hours} />
    </Page>
  );
}

function LastDay({ dashboard }: { readonly dashboard: OutputOf<'messaging.monitoring.dashboard'> }) {
  const t = useTexts(monitoringMessages);
  const { number, percent: percentOf, duration } = useFormats();
  const { activity_24h: day, performance_metrics: performance, system_health: has } = dashboard;
  const percent = (value: number | null) => (value === null ? '–' : percentOf(value / 100));
  const { average_delivery_time_minutes: minutes } = performance;
  return (
    <Section title={t.day}>
      <Stats
        stats={[
          { label: t.sent, value: number(day.messages_sent) },
          { label: t.delivered, value: number(day.messages_delivered), detail: percent(day.delivery_rate) },
          { label: t.failed, value: number(day.messages_failed), detail: percent(performance.error_rate_percent) },
          { label: t.inFlight, value: number(day.messages_in_flight) },
          { label: t.deliveryTime, value: minutes === null ? '–' : duration(60 * minutes) },
          { label: t.inbound, value: number(day.inbound_messages) },
          { label: t.campaigns, value: number(has.active_campaigns) },
          { label: t.optedIn, value: number(has.opted_in_users), detail: t.ofContacts(number(has.total_users)) },
        ]}
      />
    </Section>
  );
}

function ByHour({ hours }: { readonly hours: number }) {
  const t = useTexts(monitoringMessages);
  const { now } = usePlatform();
  const read = useRead('messaging.monitoring.timeline', { hours }, { refetchInterval: minuteMs, keepsPrevious: true });
  return (
    <Loaded read={read}>
      {({ points, since }) => {
        if (points.length === 0) return <Section title={t.byHour}>{<Quiet>{t.nothingSent}</Quiet>}</Section>;
        const at = hoursUntil(since, now());
        return (
          <div style={{ marginBottom: '2rem' }}>
            <Chart title={t.byHour} kind="parts" at={at} series={timelineSeries(points, at, t)} />
          </div>
        );
      }}
    </Loaded>
  );
}

function Errors({ hours }: { readonly hours: number }) {
  const t = useTexts(monitoringMessages);
  const words = useWords();
  const { number, percent, instant } = useFormats();
  const read = useRead('messaging.monitoring.errors', { hours }, { keepsPrevious: true });
  return (
    <Section title={t.errors}>
      <Loaded read={read}>
        {({ errors }) =>
          errors.length === 0 ? (
            <Quiet>{t.noErrors}</Quiet>
          ) : (
            <table className={classes['table']}>
              <thead>
                <tr>
                  <th scope="col">{t.cause}</th>
                  <th scope="col">{t.code}</th>
                  <th scope="col" data-numeric>
                    {t.count}
                  </th>
                  <th scope="col" data-numeric>
                    {t.share}
                  </th>
                  <th scope="col" data-numeric>
                    {t.last}
                  </th>
                </tr>
              </thead>
              <tbody>
                {errors.map(({ error_code, cause, message, count, share_percent, timestamp }) => (
                  <tr key={`${error_code} ${cause}`}>
                    <td title={message}>{words(cause)}</td>
                    <td>{error_code ?? <Quiet>{t.noCode}</Quiet>}</td>
                    <td data-numeric>{number(count)}</td>
                    <td data-numeric>{percent(share_percent / 100)}</td>
                    <td data-numeric>{instant(timestamp)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Section>
  );
}
