import { SegmentedControl } from '@mantine/core';
import { Send } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { DataTable } from '../../ui/tables/data-table.tsx';
import { NoMatch } from '../../ui/tables/no-match.tsx';
import { useSettlingDeliveries } from '../settling-deliveries.ts';
import { useDeliveryColumns } from './delivery-columns.tsx';
import { DeliveryDetails } from './delivery-details.tsx';
import { deliveriesMessages } from './webhook-deliveries.messages.ts';
import classes from './webhook-deliveries.module.css';
import { deliveriesInput, deliveryStatuses, type Delivery, type Webhook } from './webhooks.queries.ts';

/** What was delivered to a webhook, with every attempt. */
export function WebhookDeliveries({ webhook }: { readonly webhook: Webhook }) {
  const t = useTexts(deliveriesMessages);
  const [{ status }, setUrl] = useUrlState();
  const [shown, setShown] = useState<Delivery | null>(null);
  const input = useMemo(() => deliveriesInput(webhook.id, status), [webhook.id, status]);
  const columns = useDeliveryColumns(webhook, setShown);
  useSettlingDeliveries(webhook.id);
  const filter = (next: string) => setUrl({ status: next === '' ? undefined : next, cursor: undefined });
  return (
    <>
      <div className={classes['bar']}>
        <h2 className={classes['title']}>{t.title}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t.filter}
          value={input.status ?? ''}
          onChange={filter}
          data={[{ value: '', label: t.all }, ...deliveryStatuses.map((value) => ({ value, label: t[value] }))]}
        />
      </div>
      <DataTable
        list="events.webhooks.deliveries"
        input={input}
        label={t.title}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          input.status === undefined ? (
            <EmptyState icon={Send} title={t.emptyTitle}>
              {t.emptyText}
            </EmptyState>
          ) : (
            <NoMatch icon={Send} title={t.noMatchTitle} text={t.noMatchText} onClear={() => filter('')} />
          )
        }
      />
      <DeliveryDetails delivery={shown} onClose={() => setShown(null)} />
    </>
  );
}
