import { Link, useParams } from '@tanstack/react-router';
import type { OutputOf } from '../../api/operations.ts';
import { useRead } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { SimulatedMark } from '../../ui/feedback/simulated-mark.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { Hint, Quiet } from '../../ui/quiet.tsx';
import { PlainTable } from '../../ui/tables/plain-table.tsx';
import classes from '../campaigns/campaigns.module.css';
import { ConsentPill } from '../contacts/consent-pill.tsx';
import { toneOfMessage } from '../message-tones.ts';
import { useWords } from '../use-words.ts';
import { messagesMessages } from './messages.messages.ts';

type Message = OutputOf<'messaging.messages.get'>;

/** One message: what became of it, and the consent it was sent under. */
export function MessagePage() {
  const t = useTexts(messagesMessages);
  const words = useWords();
  const { message: id = '' }: { readonly message?: string } = useParams({ strict: false });
  const read = useRead('messaging.messages.get', { message_id: id });
  return (
    <Page
      title={read.data?.recipient_phone ?? t.message}
      parent={{ label: t.title, to: '/campaigns/messages' }}
      layout="narrow"
      beside={
        read.data === undefined ? null : (
          <>
            <StatusPill tone={toneOfMessage(read.data.status)} label={words(read.data.status)} />
            {read.data.simulated ? <SimulatedMark /> : null}
          </>
        )
      }
      actions={<ShowAsCode operation="messaging.messages.get" input={{ message_id: id }} />}
    >
      <Loaded read={read}>
        {(message) => (
          <>
            <Details message={message} />
            <History message={message} />
            <Consent consent={message.consent} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ message }: { readonly message: Message }) {
  const t = useTexts(messagesMessages);
  const words = useWords();
  const { instant, number, duration } = useFormats();
  const at = (iso: string | null) => (iso === null ? t.notYet : instant(iso));
  const { campaign_id, campaign_name, delivery_time_seconds: seconds } = message;
  return (
    <Section title={t.details}>
      {message.body === null ? <Hint>{t.noText}</Hint> : <p className={classes['bubble']}>{message.body}</p>}
      <Facts
        facts={[
          [
            t.campaign,
            campaign_id === null ? (
              '–'
            ) : (
              <Link key="campaign" to="/campaigns/messaging/$campaign" params={{ campaign: campaign_id }}>
                {campaign_name ?? campaign_id}
              </Link>
            ),
          ],
          ...(message.reason === null ? [] : [[t.reason, words(message.reason)] as const]),
          ...(message.error_code === null ? [] : [[t.error, String(message.error_code)] as const]),
          [t.channel, t[message.channel]],
          ...(message.parts === null
            ? []
            : [[t.parts, `${number(message.parts)}, ${message.encoding ?? ''}`] as const]),
          [t.sid, message.provider_sid ?? '–'],
          [t.created, instant(message.created_at)],
          [t.sentAt, at(message.sent_at)],
          [t.delivered, at(message.delivered_at)],
          [t.took, seconds === null ? '–' : duration(seconds)],
        ]}
      />
    </Section>
  );
}

function History({ message: { statuses } }: { readonly message: Message }) {
  const t = useTexts(messagesMessages);
  const words = useWords();
  const { instantWithSeconds } = useFormats();
  return (
    <Section title={t.history}>
      {statuses.length === 0 ? (
        <Quiet>{t.noHistory}</Quiet>
      ) : (
        <PlainTable
          label={t.history}
          head={[t.status, t.reportedAt]}
          rows={statuses.map(({ status, error_code, at }) => ({
            id: `${status} ${at}`,
            cells: [
              <StatusPill
                key="status"
                tone={toneOfMessage(status)}
                label={error_code === null ? words(status) : `${words(status)} (${error_code})`}
              />,
              instantWithSeconds(at),
            ],
          }))}
        />
      )}
    </Section>
  );
}

function Consent({ consent }: Pick<Message, 'consent'>) {
  const t = useTexts(messagesMessages);
  const { instant } = useFormats();
  if (consent === null) return <Section title={t.consent}>{<Quiet>{t.consentOpen}</Quiet>}</Section>;
  const told = toldEvidence(consent.evidence);
  return (
    <Section title={t.consent}>
      <Hint>{t.consentText}</Hint>
      <Facts
        facts={[
          [t.status, <ConsentPill key="state" state={consent.state} />],
          [t.source, consent.source],
          [t.since, instant(consent.at)],
          [t.evidence, told.join(' · ') || '–'],
        ]}
      />
    </Section>
  );
}

/** Evidence as words: what lies within is told by its own name. */
function toldEvidence(evidence: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(evidence).flatMap(([name, value]) => {
    if (typeof value === 'object' && value !== null) return toldEvidence({ ...value });
    return value === null || value === ''
      ? []
      : [`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`];
  });
}
