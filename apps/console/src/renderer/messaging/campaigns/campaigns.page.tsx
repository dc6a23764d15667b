import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Megaphone, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { UrlText } from '../../ui/filters/url-text.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { CampaignPill, useCampaignStatus } from './campaign-pill.tsx';
import classes from './campaigns.module.css';
import { campaignsMessages } from './campaigns.messages.ts';
import { campaignsInput, campaignStatuses, type Campaign } from './campaigns.queries.ts';

/** Every campaign of messages. */
export function CampaignsPage() {
  const t = useTexts(campaignsMessages);
  const ui = useTexts(uiMessages);
  const { scopes } = useIdentity();
  const say = useCampaignStatus();
  const [{ status, name }] = useUrlState();
  const input = useMemo(() => campaignsInput({ status, name }), [status, name]);
  const columns = useColumns();
  const add = scopes.includes('messaging:write') ? (
    <ButtonLink to="/campaigns/messaging/new" icon={Plus}>
      {t.new}
    </ButtonLink>
  ) : null;
  const options = campaignStatuses.map((value) => ({ value, label: say(value) }));
  return (
    <ListPage
      title={t.title}
      list="messaging.campaigns.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={
        <>
          <UrlText name="name" label={ui.nameContains} />
          <UrlSelect name="status" label={t.status} options={options} />
        </>
      }
      action={add}
      empty={
        <EmptyState icon={Megaphone} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ title: t.noMatch }}
    />
  );
}

function useColumns(): readonly Column<Campaign>[] {
  const t = useTexts(campaignsMessages);
  const { number, instant } = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t.name,
        width: 'minmax(11rem, 1.5fr)',
        cell: ({ id, name }) => (
          <Link to="/campaigns/messaging/$campaign" params={{ campaign: id }} data-row>
            {name}
          </Link>
        ),
      },
      { id: 'status', title: t.status, width: '8rem', cell: ({ status }) => <CampaignPill status={status} /> },
      {
        id: 'segment',
        title: t.segment,
        width: 'minmax(8rem, 1fr)',
        cell: ({ segment }) => <Quiet>{segment?.name ?? t.deleted}</Quiet>,
      },
      { id: 'progress', title: t.progress, width: '11.5rem', cell: (campaign) => <Sent campaign={campaign} /> },
      {
        id: 'failed',
        title: t.failed,
        width: '4.5rem',
        isNumeric: true,
        cell: ({ run, messages_failed }) => (run === 0 ? '–' : number(messages_failed)),
      },
      {
        id: 'when',
        title: t.when,
        width: '14rem',
        isNumeric: true,
        cell: ({ started_at, schedule_time }) => {
          const at = started_at ?? schedule_time;
          return <Quiet>{at === null ? t.atOnce : instant(at)}</Quiet>;
        },
      },
    ],
    [t, number, instant],
  );
}

function Sent({ campaign: { name, recipients, messages_sent } }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignsMessages);
  const { number } = useFormats();
  if (recipients === null || recipients === 0) return <Quiet>–</Quiet>;
  return (
    <span className={classes['sent']}>
      <Progress value={(100 * messages_sent) / recipients} size="xs" aria-label={`${t.progress}: ${name}`} />
      <span>{t.of(number(messages_sent), number(recipients))}</span>
    </span>
  );
}
