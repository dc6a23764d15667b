import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { AddWebhook } from './edit-webhook.tsx';
import { WebhookStatus } from './webhook-status.tsx';
import { webhooksMessages } from './webhooks.messages.ts';
import type { Webhook } from './webhooks.queries.ts';

const input = {};

/** The endpoints that events are posted to. */
export function WebhooksPage() {
  const t = useTexts(webhooksMessages);
  const { scopes } = useIdentity();
  const [isAdding, setIsAdding] = useState(false);
  const columns = useColumns();
  const add = scopes.includes('workspace:admin') ? (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setIsAdding(true)}>
      {t.add}
    </Button>
  ) : null;
  return (
    <ListPage
      title={t.title}
      list="events.webhooks.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      action={add}
      empty={
        <EmptyState icon={WebhookIcon} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
    >
      <AddWebhook isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </ListPage>
  );
}

function useColumns(): readonly Column<Webhook>[] {
  const t = useTexts(webhooksMessages);
  const { date } = useFormats();
  return useMemo(
    () => [
      {
        id: 'url',
        title: t.url,
        width: 'minmax(14rem, 1.5fr)',
        cell: ({ id, url }) => (
          <Link to="/operations/webhooks/$id" params={{ id }} data-row>
            {url}
          </Link>
        ),
      },
      {
        id: 'description',
        title: t.description,
        width: 'minmax(8rem, 1fr)',
        cell: ({ description }) => <Quiet>{description}</Quiet>,
      },
      {
        id: 'events',
        title: t.events,
        width: 'minmax(9rem, 1fr)',
        cell: ({ event_names: names }) => (
          <Quiet title={names.join(', ')}>{names.length === 0 ? t.allEvents : names.join(', ')}</Quiet>
        ),
      },
      { id: 'status', title: t.status, width: '18.5rem', cell: (webhook) => <WebhookStatus webhook={webhook} /> },
      { id: 'added', title: t.added, width: '8rem', cell: ({ created_at }) => <Quiet>{date(created_at)}</Quiet> },
    ],
    [t, date],
  );
}
