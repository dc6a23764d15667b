import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { Facts } from '../../ui/page.tsx';
import { DeliveryStatus } from './delivery-columns.tsx';
import { deliveriesMessages } from './webhook-deliveries.messages.ts';
import classes from './webhook-deliveries.module.css';
import type { Delivery } from './webhooks.queries.ts';

/** One delivery with every attempt and what was answered to it. */
export function DeliveryDetails({
  delivery,
  onClose,
}: {
  readonly delivery: Delivery | null;
  readonly onClose: () => void;
}) {
  const t = useTexts(deliveriesMessages);
  return (
    <Dialog title={delivery?.event_name ?? t.delivery} isOpen={delivery !== null} onClose={onClose} size="lg">
      {delivery === null ? null : <Details delivery={delivery} />}
    </Dialog>
  );
}

function Details({ delivery }: { readonly delivery: Delivery }) {
  const t = useTexts(deliveriesMessages);
  const { instant, number } = useFormats();
  const { next_attempt_at: next, replay_of: repeats, finished_at: ended } = delivery;
  return (
    <>
      <Facts
        facts={[
          [t.status, <DeliveryStatus key="status" delivery={delivery} />],
          [t.sequence, delivery.sequence === null ? t.test : number(delivery.sequence)],
          [t.messageId, <code key="id">{delivery.event_id}</code>],
          [t.at, instant(delivery.created_at)],
          ...(next === null ? [] : [[t.next, instant(next)] as const]),
          ...(repeats === null ? [] : [[t.isReplay, <code key="of">{repeats}</code>] as const]),
          [t.ended, ended === null ? t.notYet : instant(ended)],
        ]}
      />
      <h3 className={classes['title']} style={{ margin: '1.25rem 0 0.5rem' }}>
        {t.attempts}
      </h3>
      {delivery.attempts.length === 0 ? <p>{t.noAttempts}</p> : null}
      <ol className={classes['attempts']}>
        {delivery.attempts.map((attempt) => (
          <Attempt key={attempt.number} attempt={attempt} />
        ))}
      </ol>
    </>
  );
}

function Attempt({ attempt }: { readonly attempt: Delivery['attempts'][number] }) {
  const t = useTexts(deliveriesMessages);
  const { instantWithSeconds, number } = useFormats();
  const { status_code: code, answer, error } = attempt;
  const ms = number(attempt.duration_ms);
  const isGood = code !== null && code >= 200 && code < 300;
  return (
    <li className={classes['attempt']}>
      <div className={classes['attemptTop']}>
        <StatusPill
          tone={isGood ? 'good' : 'bad'}
          label={`${t.attempt(number(attempt.number))} · ${code === null ? t.gaveNone(ms) : t.answered(code, ms)}`}
        />
        <span className={classes['at']}>{instantWithSeconds(attempt.at)}</span>
      </div>
      {error === null ? null : <div>{error}</div>}
      {answer === null || answer === '' ? null : (
        <pre className={classes['answer']} tabIndex={0} role="region" aria-label={t.bodyOf(number(attempt.number))}>
          {answer}
        </pre>
      )}
    </li>
  );
}
