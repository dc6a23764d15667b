import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../api/operations.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useTexts } from '../../../i18n/locale.tsx';
import { usePlatform } from '../../../platform/platform.tsx';
import { Loaded } from '../../../ui/feedback/state.tsx';
import { StatusPill } from '../../../ui/feedback/status-pill.tsx';
import { Panel } from '../../../ui/forms/form-columns.tsx';
import { Quiet } from '../../../ui/quiet.tsx';
import classes from '../whatsapp.module.css';
import { useWhatsappCheck } from '../whatsapp.queries.ts';
import { whatsappMessageMessages } from './whatsapp-message.messages.ts';

interface WhatsappWindowProps {
  readonly sender: string;
  /** Null while no number has been given. */
  readonly phone: string | null;
}

/** What may be sent to a number at this moment, and why not. */
export function WhatsappWindow({ sender, phone }: WhatsappWindowProps) {
  const t = useTexts(whatsappMessageMessages);
  const read = useWhatsappCheck(sender, phone);
  return (
    <Panel title={t.window}>
      {phone === null ? (
        <Quiet>{t.windowHint}</Quiet>
      ) : (
        <Loaded read={read} lines={3}>
          {(recipient) => (
            <dl className={classes['states']}>
              <TextState recipient={recipient} />
              <TemplateState recipient={recipient} />
            </dl>
          )}
        </Loaded>
      )}
    </Panel>
  );
}

type Recipient = OutputOf<'messaging.whatsappMessages.check'>;

function TextState({ recipient: { text_refusal: refusal, last_inbound_at: last, window_closes_at } }: StateProps) {
  const t = useTexts(whatsappMessageMessages);
  const { instant, relative } = useFormats();
  const now = useMinute();
  // The server has said when it closes: that moment needs no other answer.
  const isOver = window_closes_at !== null && new Date(window_closes_at) <= now;
  if (refusal === 'consent_missing')
    return <State name={t.text} pill={<StatusPill tone="bad" label={t.refused} />} why={t.stopped} />;
  if (refusal === null && window_closes_at !== null && !isOver)
    return (
      <State
        name={t.text}
        pill={<StatusPill tone="good" label={t.open} />}
        why={t.openUntil(instant(window_closes_at), relative(window_closes_at, now))}
      />
    );
  return (
    <State
      name={t.text}
      pill={<StatusPill tone="warn" label={t.closed} />}
      why={last === null ? t.neverWrote : t.wroteAt(instant(last))}
    />
  );
}

function TemplateState({ recipient }: StateProps) {
  const t = useTexts(whatsappMessageMessages);
  const { template_refusal: refusal, contact_id, recipient_phone: phone } = recipient;
  if (refusal === null)
    return <State name={t.template} pill={<StatusPill tone="good" label={t.allowed} />} why={t.optedIn} />;
  return (
    <State
      name={t.template}
      pill={<StatusPill tone="bad" label={t.refused} />}
      why={
        <>
          {contact_id === null ? t.noContact : t.notOptedIn}{' '}
          {contact_id === null ? (
            <Link to="/audiences/contacts">{t.addContact}</Link>
          ) : (
            <Link to="/audiences/contacts/$phone" params={{ phone }}>
              {t.openContact}
            </Link>
          )}
        </>
      }
    />
  );
}

interface StateProps {
  readonly recipient: Recipient;
}

function State({ name, pill, why }: { readonly name: string; readonly pill: ReactNode; readonly why: ReactNode }) {
  return (
    <div>
      <dt>
        {name}: {pill}
      </dt>
      <dd>{why}</dd>
    </div>
  );
}

const tickMs = 20_000;

/** The time, kept up to date while it is on screen. */
function useMinute(): Date {
  const { now } = usePlatform();
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), tickMs);
    return () => clearInterval(timer);
  }, [now]);
  return time;
}
