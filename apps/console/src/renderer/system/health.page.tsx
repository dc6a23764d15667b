import type { OutputOf } from '../api/operations.ts';
import { useRead } from '../api/use-operation.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../ui/feedback/state.tsx';
import { StatusPill, type Tone } from '../ui/feedback/status-pill.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { PlainTable } from '../ui/tables/plain-table.tsx';
import { healthMessages } from './health.messages.ts';

type Health = OutputOf<'system.health'>;

const everyMs = 10_000;

/** How the server and its parts are. */
export function HealthPage() {
  const t = useTexts(healthMessages);
  // What breaks may break the events, too: this is asked for.
  const read = useRead('system.health', {}, { refetchInterval: everyMs });
  const status = read.data?.status;
  return (
    <Page
      title={t.title}
      layout="narrow"
      beside={status === undefined ? null : <StatusPill tone={tones[status]} label={t[status]} />}
      actions={<ShowAsCode operation="system.health" input={{}} />}
    >
      <Loaded read={read}>{(health) => <Details health={health} />}</Loaded>
    </Page>
  );
}

const tones = {
  healthy: 'good',
  degraded: 'warn',
  unhealthy: 'bad',
  starting: 'info',
  unavailable: 'bad',
  elsewhere: 'neutral',
} as const satisfies Record<Health['status'] | Health['database'], Tone>;

function Details({ health }: { readonly health: Health }) {
  const t = useTexts(healthMessages);
  const { instantWithSeconds, instant, number } = useFormats();
  const { aggregator_stats: metrics, checked_at: checked, uptime_seconds: uptime } = health;
  const since = new Date(new Date(checked).getTime() - uptime * 1000).toISOString();
  const part = (name: 'database' | 'engine' | 'worker', text: string) => ({
    id: name,
    cells: [
      t[name],
      <StatusPill key="state" tone={tones[health[name]]} label={t[health[name]]} />,
      <Quiet key="text">{text}</Quiet>,
    ],
  });
  return (
    <>
      {health.status === 'healthy' ? null : <p>{health.status === 'degraded' ? t.degradedNote : t.unhealthyNote}</p>}
      <Section title={t.parts}>
        <PlainTable
          label={t.parts}
          head={[t.part, t.state, t.role]}
          rows={[part('database', t.databaseText), part('engine', t.engineText), part('worker', t.workerText)]}
        />
      </Section>
      <Section title={t.server}>
        <Facts
          facts={[
            [t.version, health.version],
            [t.environment, health.environment],
            [t.uptime, instant(since)],
            [t.queries, number(metrics.queries_processed)],
            [t.latency, metrics.avg_latency === null ? t.none : t.seconds(number(metrics.avg_latency))],
            [t.checked, instantWithSeconds(checked)],
          ]}
        />
      </Section>
    </>
  );
}
