import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Bars, StackedBar, type Bar } from '../../ui/charts/bars.tsx';
import { Stats } from '../../ui/charts/stats.tsx';
import { EmptyState, Loaded } from '../../ui/feedback/state.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { Hint, Quiet } from '../../ui/quiet.tsx';
import { messageStatuses, toneOfMessage } from '../message-tones.ts';
import { useMoney } from '../use-money.ts';
import { useWords } from '../use-words.ts';
import classes from './campaigns.module.css';
import { useSummary, type Campaign, type Summary } from './campaigns.queries.ts';
import { sendPlanMessages } from './send-plan.messages.ts';

/** What a campaign's latest run does or did: the same page while it sends and after. */
export function CampaignReport({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(sendPlanMessages);
  const read = useSummary(campaign);
  if (campaign.run === 0) return <EmptyState title={t.notRun} />;
  return <Loaded read={read}>{(summary) => <Report summary={summary} />}</Loaded>;
}

function Report({ summary }: { readonly summary: Summary }) {
  return (
    <>
      <Numbers summary={summary} />
      <ByStatus summary={summary} />
      <div className={classes['columns']}>
        <Reasons summary={summary} />
        <AgainstPlan summary={summary} />
      </div>
      <Course summary={summary} />
    </>
  );
}

function Numbers({ summary: { performance_metrics: numbers } }: { readonly summary: Summary }) {
  const t = useTexts(sendPlanMessages);
  const { number, percent } = useFormats();
  const { delivery_rate: rate } = numbers;
  return (
    <Stats
      stats={[
        {
          label: t.sent,
          value: number(numbers.messages_sent),
          detail: `${t.ofAudience(number(numbers.recipients))} · ${t.parts(number(numbers.parts))}`,
        },
        {
          label: t.delivered,
          value: number(numbers.messages_delivered),
          detail: rate === null ? '' : t.deliveryRate(percent(rate / 100)),
        },
        { label: t.failed, value: number(numbers.messages_failed) },
        { label: t.inFlight, value: number(numbers.messages_in_flight) },
        { label: t.pending, value: number(numbers.messages_pending) },
      ]}
    />
  );
}

function ByStatus({ summary: { status_breakdown, waiting, unconfirmed } }: { readonly summary: Summary }) {
  const t = useTexts(sendPlanMessages);
  const words = useWords();
  const { number } = useFormats();
  const bars = messageStatuses.map((id): Bar => ({
    id,
    label: words(id),
    // The summary writes states in capitals.
    count: status_breakdown[id.toUpperCase()] ?? 0,
    tone: toneOfMessage(id),
  }));
  const waits = barsOf(waiting, words, 'warn');
  return (
    <Section title={t.progress}>
      <StackedBar label={t.progress} bars={bars} />
      {waits.length === 0 ? null : <Bars label={t.waiting} bars={waits} />}
      {unconfirmed === 0 ? null : <Hint>{t.unconfirmed(number(unconfirmed))}</Hint>}
    </Section>
  );
}

function Reasons({ summary: { error_analysis, exclusions } }: { readonly summary: Summary }) {
  const t = useTexts(sendPlanMessages);
  const words = useWords();
  const errors = barsOf(error_analysis, words, 'bad');
  const left = barsOf(exclusions, words, 'neutral');
  return (
    <div>
      <Section title={t.errors}>
        {errors.length === 0 ? <Quiet>{t.noErrors}</Quiet> : <Bars label={t.errors} bars={errors} />}
      </Section>
      <Section title={t.whyNot}>
        {left.length === 0 ? <Quiet>{t.everybody}</Quiet> : <Bars label={t.whyNot} bars={left} />}
      </Section>
    </div>
  );
}

type Deviation = Summary['plan_deviations'][number];

function AgainstPlan({ summary: { plan, plan_deviations } }: { readonly summary: Summary }) {
  const t = useTexts(sendPlanMessages);
  const words = useWords();
  const { number } = useFormats();
  const money = useMoney();
  const say = (value: number, { measure, kind }: Deviation) =>
    measure === 'cost' && kind !== null ? money(value, kind) : number(value);
  const measures = {
    ...{ audience: t.audienceMeasure, sent: t.sentMeasure, left_out: t.left_out },
    ...{ encoding: t.encodingMeasure, parts: t.partsMeasure, cost: t.cost, unpriced_parts: t.unpricedMeasure },
  };
  if (plan === null || plan_deviations.length === 0) {
    return <Section title={t.deviations}>{<Quiet>{plan === null ? t.noPlan : t.noDeviations}</Quiet>}</Section>;
  }
  return (
    <Section title={t.deviations}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t.measure}</th>
            <th scope="col" data-numeric>
              {t.planned}
            </th>
            <th scope="col" data-numeric>
              {t.actual}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan_deviations.map((deviation) => (
            <tr key={`${deviation.measure} ${deviation.kind}`}>
              <td>
                {measures[deviation.measure]} {deviation.kind === null ? null : <Quiet>{words(deviation.kind)}</Quiet>}
              </td>
              <td data-numeric>{say(deviation.planned, deviation)}</td>
              <td data-numeric>{say(deviation.actual, deviation)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Course({
  summary: { execution_timeline: course, performance_metrics: numbers },
}: {
  readonly summary: Summary;
}) {
  const t = useTexts(sendPlanMessages);
  const { instant, duration } = useFormats();
  const at = (iso: string | null) => (iso === null ? t.notYet : instant(iso));
  const { duration_minutes: minutes } = course;
  const { average_delivery_time_minutes: delivery } = numbers;
  return (
    <Section title={t.timeline}>
      <Facts
        facts={[
          ...(course.scheduled_for === null ? [] : [[t.scheduledFor, instant(course.scheduled_for)] as const]),
          [t.started, at(course.started_at)],
          [t.ended, at(course.completed_at)],
          [t.took, minutes === null ? t.notYet : duration(60 * minutes)],
          [t.deliveryTime, delivery === null ? t.notYet : t.averageTime(duration(60 * delivery))],
        ]}
      />
    </Section>
  );
}

function barsOf(
  counts: Readonly<Record<string, number>>,
  words: (name: string) => string,
  tone: 'bad' | 'warn' | 'neutral',
): readonly Bar[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([id, count]) => ({ id, label: words(id), count, tone }));
}
