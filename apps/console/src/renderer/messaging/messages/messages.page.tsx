import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { MessageSquare, Send } from 'lucide-react';
import { useMemo } from 'react';
import type { ItemOf } from '../../api/operations.ts';
import { useIdentity } from '../../api/session-context.tsx';
import { useRead } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { SimulatedMark } from '../../ui/feedback/simulated-mark.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { oneOf, useUrlState, type UrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { messageChannels, messageStatuses, toneOfMessage } from '../message-tones.ts';
import { useWords } from '../use-words.ts';
import { messagesInput } from './messages-input.ts';
import { messagesMessages } from './messages.messages.ts';

type Message = ItemOf<'messaging.messages.list'>;

/** Every message to somebody, by campaign, channel, state and day. */
export function MessagesPage() {
  const t = useTexts(messagesMessages);
  const { timeZone } = useFormats();
  const [{ campaign, channel, status, from, until }] = useUrlState();
  const input = useMemo(() => {
    const known = { channel: oneOf(channel, messageChannels), status: oneOf(status, messageStatuses) };
    return messagesInput({ campaign, ...known, from, until }, timeZone);
  }, [campaign, channel, status, from, until, timeZone]);
  const columns = useColumns();
  const { send, campaign: newCampaign } = useFirstSteps();
  return (
    <ListPage
      title={t.title}
      list="messaging.messages.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={<Filters />}
      action={send}
      empty={
        <EmptyState
          icon={MessageSquare}
          title={t.emptyTitle}
          action={
            <>
              {newCampaign}
              {send}
            </>
          }
        >
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ title: t.noMatch }}
    />
  );
}

/** What makes the first messages, as far as one may. */
function useFirstSteps() {
  const t = useTexts(messagesMessages);
  const { scopes } = useIdentity();
  return {
    send: scopes.includes('messaging:send') ? (
      <ButtonLink to="/campaigns/messages/new" icon={Send}>
        {t.send}
      </ButtonLink>
    ) : null,
    campaign: scopes.includes('messaging:write') ? (
      <ButtonLink variant="default" to="/campaigns/messaging/new">
        {t.newCampaign}
      </ButtonLink>
    ) : null,
  };
}

function Filters() {
  const t = useTexts(messagesMessages);
  const words = useWords();
  const { timeZone } = useFormats();
  const campaigns = useRead('messaging.campaigns.list', { limit: 200 }).data?.items ?? [];
  return (
    <>
      <UrlSelect
        name="campaign"
        label={t.anyCampaign}
        options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <UrlSelect
        name="channel"
        label={t.channel}
        options={messageChannels.map((value) => ({ value, label: t[value] }))}
      />
      <UrlSelect
        name="status"
        label={t.status}
        options={messageStatuses.map((value) => ({ value, label: words(value) }))}
      />
      <Day name="from" label={`${t.from} (${timeZone})`} />
      <Day name="until" label={`${t.until} (${timeZone})`} />
      <Quiet>{timeZone}</Quiet>
    </>
  );
}

function Day({ name, label }: { readonly name: 'from' | 'until'; readonly label: string }) {
  const [url, setUrl]: readonly [UrlState, (change: UrlState) => void] = useUrlState();
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={label}
      value={url[name] ?? ''}
      onChange={(event) => setUrl({ [name]: event.currentTarget.value || undefined, cursor: undefined })}
    />
  );
}

function useColumns(): readonly Column<Message>[] {
  const ui = useTexts(uiMessages);
  const t = useTexts(messagesMessages);
  const words = useWords();
  const { instant } = useFormats();
  return useMemo(
    () => [
      {
        id: 'to',
        title: t.to,
        width: '9.5rem',
        cell: ({ id, recipient_phone }) => (
          <Link to="/campaigns/messages/$message" params={{ message: id }} data-row>
            {recipient_phone}
          </Link>
        ),
      },
      { id: 'channel', title: t.channel, width: '6rem', cell: ({ channel }) => <Quiet>{t[channel]}</Quiet> },
      {
        id: 'status',
        title: t.status,
        width: '9.5rem',
        cell: ({ status }) => <StatusPill tone={toneOfMessage(status)} label={words(status)} />,
      },
      {
        id: 'text',
        title: t.text,
        width: 'minmax(9rem, 2fr)',
        cell: ({ body, reason }) => <Quiet>{body ?? (reason === null ? '' : words(reason))}</Quiet>,
      },
      {
        id: 'campaign',
        title: t.campaign,
        width: 'minmax(6rem, 1fr)',
        cell: ({ campaign_name }) => campaign_name ?? '–',
      },
      {
        id: 'simulated',
        title: ui.simulated,
        isTitleHidden: true,
        width: '6.5rem',
        cell: ({ simulated }) => (simulated ? <SimulatedMark /> : null),
      },
      {
        id: 'at',
        title: t.sentAt,
        width: '15rem',
        isNumeric: true,
        cell: ({ sent_at }) => <Quiet>{sent_at === null ? t.notYet : instant(sent_at)}</Quiet>,
      },
    ],
    [t, ui, words, instant],
  );
}
