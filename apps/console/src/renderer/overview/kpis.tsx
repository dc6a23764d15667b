import type { OutputOf } from '../api/operations.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { overviewMessages } from './overview.messages.ts';
import classes from './overview.module.css';

/** The four numbers of the last day. */
export function Kpis({ dashboard }: { readonly dashboard: OutputOf<'messaging.monitoring.dashboard'> }) {
  const t = useTexts(overviewMessages);
  const { number, percent } = useFormats();
  const { activity_24h: day, system_health: health } = dashboard;
  const rate = day.delivery_rate;
  return (
    <section aria-label={t.lastDay} className={classes['kpis']}>
      <Kpi label={t.sent} value={number(day.messages_sent)} note={t.inFlight(number(day.messages_in_flight))} />
      <Kpi
        label={t.deliveryRate}
        value={rate === null ? '–' : percent(rate / 100)}
        note={rate === null ? t.nothingYet : t.failedOf(number(day.messages_failed))}
      />
      <Kpi label={t.inbound} value={number(day.inbound_messages)} note={t.lastDay} />
      <Kpi label={t.optedIn} value={number(health.opted_in_users)} note={t.ofContacts(number(health.total_users))} />
    </section>
  );
}

function Kpi({ label, value, note }: { readonly label: string; readonly value: string; readonly note: string }) {
  return (
    <div className={classes['kpi']}>
      <div className={classes['label']}>{label}</div>
      <div className={classes['value']}>{value}</div>
      <div className={classes['note']}>{note}</div>
    </div>
  );
}
