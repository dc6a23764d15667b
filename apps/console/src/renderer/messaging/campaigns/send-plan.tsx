import { Link } from '@tanstack/react-router';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Bars } from '../../ui/charts/bars.tsx';
import { Stats } from '../../ui/charts/stats.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { Section } from '../../ui/page.tsx';
import { Hint, Quiet } from '../../ui/quiet.tsx';
import { useMoney } from '../use-money.ts';
import { useWords } from '../use-words.ts';
import classes from './campaigns.module.css';
import { useSendPlan, type SendPlan } from './campaigns.queries.ts';
import { sendPlanMessages } from './send-plan.messages.ts';

/** What a campaign would do if it were triggered now. */
export function SendPlanView({ campaignId }: { readonly campaignId: string }) {
  return <Loaded read={useSendPlan(campaignId)}>{(plan) => <Plan plan={plan} />}</Loaded>;
}

function Plan({ plan }: { readonly plan: SendPlan }) {
  return (
    <>
      <Numbers plan={plan} />
      <div className={classes['columns']}>
        <When plan={plan} />
        <WhyNot plan={plan} />
      </div>
      <Sample plan={plan} />
    </>
  );
}

function Numbers({ plan }: { readonly plan: SendPlan }) {
  const t = useTexts(sendPlanMessages);
  const { number, instant, duration } = useFormats();
  const money = useMoney();
  const { cost, parts, duration_seconds, first_send_at, last_send_at } = plan;
  const left = Object.values(plan.excluded).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <Stats
        stats={[
          { label: t.sendable, value: number(plan.sendable), detail: t.ofAudience(number(plan.audience)) },
          { label: t.excluded, value: number(left), detail: t.ofAudience(number(plan.audience)) },
          {
            label: t.cost,
            value: cost === null ? '–' : money(cost.amount, cost.currency),
            detail:
              cost === null
                ? `${t.noPrice}, ${t.parts(number(parts.total))}`
                : cost.unpriced_parts > 0
                  ? t.unpriced(number(cost.unpriced_parts))
                  : t.parts(number(parts.total)),
          },
          {
            label: t.duration,
            value: duration_seconds === null ? '–' : duration(Math.ceil(duration_seconds)),
          },
        ]}
      />
      <Hint>
        {t.first}: {first_send_at === null ? t.nobody : instant(first_send_at)} · {t.last}:{' '}
        {last_send_at === null ? t.nobody : instant(last_send_at)}
      </Hint>
    </>
  );
}

function When({ plan }: { readonly plan: SendPlan }) {
  const t = useTexts(sendPlanMessages);
  const { wallTime } = useFormats();
  return (
    <Section title={t.when}>
      <Hint>{t.whenHint}</Hint>
      <Bars
        label={t.when}
        bars={plan.histogram.map(({ time_zone, local_time, recipients, sends_from }) => ({
          id: `${time_zone} ${sends_from}`,
          label: time_zone.replaceAll('_', ' '),
          count: recipients,
          tone: sends_from === null ? 'warn' : 'info',
          detail: local_time === null ? t.notBefore : t.localFrom(wallTime(local_time)),
        }))}
      />
    </Section>
  );
}

function WhyNot({ plan }: { readonly plan: SendPlan }) {
  const t = useTexts(sendPlanMessages);
  const words = useWords();
  const reasons = Object.entries(plan.excluded).toSorted(([, a], [, b]) => b - a);
  const examplesOf = (reason: string) =>
    plan.excluded_sample.filter((each) => each.reason === reason).map(({ phone_e164 }) => phone_e164);
  return (
    <Section title={t.whyNot}>
      {reasons.length === 0 ? <Quiet>{t.everybody}</Quiet> : null}
      <Bars
        label={t.whyNot}
        bars={reasons.map(([reason, count]) => ({ id: reason, label: words(reason), count, tone: 'neutral' }))}
      />
      {reasons.length === 0 ? null : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col" colSpan={2}>
                {t.examples}
              </th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(([reason]) => (
              <tr key={reason}>
                <th scope="row">{words(reason)}</th>
                <td>
                  {examplesOf(reason).map((phone) => (
                    <div key={phone}>
                      <Link to="/audiences/contacts/$phone" params={{ phone }}>
                        {phone}
                      </Link>
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Sample({ plan }: { readonly plan: SendPlan }) {
  const t = useTexts(sendPlanMessages);
  const { instant } = useFormats();
  return (
    <Section title={t.sample}>
      {plan.sample_text === null ? null : <p className={classes['bubble']}>{plan.sample_text}</p>}
      <table className={classes['table']}>
        <thead>
          <tr>
            {[t.phone, t.zone, t.first, t.text, t.partsColumn].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.sample.map(({ contact_id, phone_e164, time_zone, sends_from, text, parts, encoding }) => (
            <tr key={contact_id}>
              <td data-short>{phone_e164}</td>
              <td data-short>{time_zone.replaceAll('_', ' ')}</td>
              <td data-short>{instant(sends_from)}</td>
              <td>{text}</td>
              <td data-short>
                {parts} · {encoding}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
