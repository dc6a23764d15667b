import { Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useMemo } from 'react';
import type { ItemOf } from '../../api/operations.ts';
import { useIdentity } from '../../api/session-context.tsx';
import { useRead } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { SimulatedMark } from '../../ui/feedback/simulated-mark.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Page } from '../../ui/page.tsx';
import { Quiet } from '../../ui/quiet.tsx';
import { DataTable, type Column } from '../../ui/tables/data-table.tsx';
import { Tabs, useTab } from '../../ui/tabs.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import classes from './inbound.module.css';
import { inboundMessages } from './inbound.messages.ts';
import { Reviews, useReviewStatus } from './reviews.tsx';

type Inbound = ItemOf<'messaging.inbound.list'>;

const windows = { '24': 'lastDay', '168': 'lastWeek', '720': 'lastMonth', '2160': 'lastQuarter' } as const;

/** What people wrote to us, and the answers that a person has to judge. */
export function InboundPage() {
  const t = useTexts(inboundMessages);
  const { number } = useFormats();
  const tab = useTab(['inbound', 'reviews'] as const);
  const open = useRead('messaging.optOutReviews.list', { status: 'open', limit: 1, include_total: true });
  const waiting = open.data?.page.total ?? 0;
  const tabs = [
    { id: 'inbound', label: t.inbound },
    { id: 'reviews', label: waiting === 0 ? t.reviews : `${t.reviews} · ${number(waiting)}` },
  ] as const;
  const reviewStatus = useReviewStatus();
  const hours = useHours();
  return (
    <Page
      title={t.title}
      layout="fill"
      bar={
        <>
          <Tabs label={t.tabs} tabs={tabs} />
          {tab === 'reviews' ? <ReviewFilter /> : <HoursFilter />}
        </>
      }
      actions={
        tab === 'reviews' ? (
          <ShowAsCode operation="messaging.optOutReviews.list" input={{ status: reviewStatus }} />
        ) : (
          <ShowAsCode operation="messaging.inbound.list" input={{ hours }} />
        )
      }
    >
      {tab === 'reviews' ? <Reviews /> : <Messages hours={hours} />}
    </Page>
  );
}

function HoursFilter() {
  const t = useTexts(inboundMessages);
  const options = Object.entries(windows).map(([value, name]) => ({ value, label: t[name] }));
  return <UrlSelect name="hours" label={t.hours} options={options} fallback="720" />;
}

function ReviewFilter() {
  const t = useTexts(inboundMessages);
  const options = (['open', 'stopped', 'released'] as const).map((value) => ({ value, label: t[value] }));
  return <UrlSelect name="review" label={t.status} options={options} fallback="open" />;
}

function useHours(): number {
  const [{ hours }] = useUrlState();
  return hours !== undefined && hours in windows ? Number(hours) : 720;
}

function Messages({ hours }: { readonly hours: number }) {
  const t = useTexts(inboundMessages);
  const { number } = useFormats();
  const input = useMemo(() => ({ hours }), [hours]);
  const summary = useRead('messaging.inbound.list', { hours, limit: 1 }).data?.summary;
  const columns = useColumns();
  return (
    <>
      {summary === undefined ? null : (
        <p className={classes['summary']}>
          {t.total} <strong>{number(summary.total)}</strong> · {t.people}{' '}
          <strong>{number(summary.unique_senders)}</strong> · {t.perDay}{' '}
          <strong>{number(Math.round(240 * summary.average_per_hour) / 10)}</strong> · {t.optOuts}{' '}
          <strong>{number(summary.stop_commands)}</strong>
        </p>
      )}
      <DataTable
        list="messaging.inbound.list"
        input={input}
        label={t.inbound}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            icon={Inbox}
            title={t.emptyTitle}
            action={
              <ButtonLink variant="default" to="/settings/senders">
                {t.toSenders}
              </ButtonLink>
            }
          >
            {t.emptyText}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): readonly Column<Inbound>[] {
  const ui = useTexts(uiMessages);
  const t = useTexts(inboundMessages);
  const { instant } = useFormats();
  const canSend = useIdentity().scopes.includes('messaging:send');
  return useMemo(
    () => [
      {
        id: 'from',
        title: t.from,
        width: '9rem',
        cell: ({ from_phone, contact_id }) =>
          contact_id === null ? (
            from_phone
          ) : (
            <Link to="/audiences/contacts/$phone" params={{ phone: from_phone }} data-row>
              {from_phone}
            </Link>
          ),
      },
      { id: 'text', title: t.text, width: 'minmax(10rem, 1fr)', cell: ({ body }) => <span title={body}>{body}</span> },
      {
        id: 'keyword',
        title: t.keyword,
        width: '6rem',
        cell: ({ keyword }) => (keyword === null ? null : <StatusPill tone={tones[keyword]} label={t[keyword]} />),
      },
      {
        id: 'to',
        title: t.to,
        width: '11.25rem',
        cell: ({ channel, to_phone }) => <Quiet>{`${t[channel]} · ${to_phone}`}</Quiet>,
      },
      {
        id: 'simulated',
        title: ui.simulated,
        isTitleHidden: true,
        width: '6.25rem',
        cell: ({ simulated }) => (simulated ? <SimulatedMark /> : null),
      },
      {
        id: 'at',
        title: t.received,
        width: '13.75rem',
        isNumeric: true,
        cell: ({ received_at }) => <Quiet>{instant(received_at)}</Quiet>,
      },
      {
        id: 'reply',
        title: t.reply,
        isTitleHidden: true,
        width: '4.75rem',
        cell: (message) => (canSend ? <Reply message={message} /> : null),
      },
    ],
    [t, ui, instant, canSend],
  );
}

const tones = { stop: 'bad', start: 'good', help: 'info' } as const;

/** The way to an answer; whoever wrote STOP gets none. */
function Reply({ message: { channel, keyword, from_phone: from, to_phone: to } }: { readonly message: Inbound }) {
  const t = useTexts(inboundMessages);
  if (channel !== 'whatsapp' || keyword === 'stop') return null;
  return (
    <Link to="/campaigns/messages/new" search={{ to: from, sender: to, kind: 'text' }} aria-label={t.replyTo(from)}>
      {t.reply}
    </Link>
  );
}
