import { Button } from '@mantine/core';
import { Plus, RadioTower } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { SimulatedMark } from '../../ui/feedback/simulated-mark.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { oneOf, useUrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { useMoney } from '../use-money.ts';
import { EditSender } from './edit-sender.tsx';
import type { Sender, SenderKind } from './sender-form.ts';
import { sendersMessages } from './senders.messages.ts';

const input = {};

/** Numbers that messages come from, and the accounts behind them. */
export function SendersPage() {
  const t = useTexts(sendersMessages);
  const { scopes } = useIdentity();
  const [{ add: asked }, setUrl] = useUrlState();
  const [chosen, setChosen] = useState<SenderKind | Sender | null>(null);
  const canChange = scopes.includes('workspace:admin');
  // A link from elsewhere, such as from a page that lacks a sender, opens the dialog.
  const open = chosen ?? (canChange ? (oneOf(asked, ['sms', 'whatsapp']) ?? null) : null);
  const close = () => {
    setChosen(null);
    setUrl({ add: undefined });
  };
  const columns = useColumns(canChange ? setChosen : null);
  const add = canChange ? (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setChosen('sms')}>
      {t.add}
    </Button>
  ) : null;
  return (
    <ListPage
      title={t.title}
      list="messaging.senders.list"
      input={input}
      columns={columns}
      rowKey={({ sender_id }) => sender_id}
      action={add}
      empty={
        <EmptyState icon={RadioTower} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
    >
      {open === null ? null : <EditSender sender={open} onClose={close} />}
    </ListPage>
  );
}

function useColumns(onEdit: ((sender: Sender) => void) | null): readonly Column<Sender>[] {
  const ui = useTexts(uiMessages);
  const t = useTexts(sendersMessages);
  const { number, date } = useFormats();
  return useMemo(
    () => [
      { id: 'id', title: t.id, width: 'minmax(8rem, 1fr)', cell: ({ sender_id }) => sender_id },
      { id: 'kind', title: t.kind, width: '6rem', cell: ({ kind }) => <Quiet>{t[kind]}</Quiet> },
      { id: 'phone', title: t.phone, width: '9rem', cell: ({ phone_e164 }) => phone_e164 },
      {
        id: 'simulated',
        title: ui.simulated,
        isTitleHidden: true,
        width: '6.5rem',
        cell: ({ simulated }) => (simulated ? <SimulatedMark /> : null),
      },
      {
        id: 'rate',
        title: t.rate,
        width: '10.5rem',
        cell: ({ rate_per_second, burst }) => t.rateOf(number(rate_per_second), number(burst)),
      },
      {
        id: 'prices',
        title: t.prices,
        width: '8.5rem',
        cell: ({ kind, prices }) => (kind === 'sms' ? <Prices prices={prices} /> : <Quiet>–</Quiet>),
      },
      {
        id: 'updated',
        title: t.updated,
        width: '7.5rem',
        isNumeric: true,
        cell: ({ updated_at }) => <Quiet>{date(updated_at)}</Quiet>,
      },
      {
        id: 'edit',
        title: t.edit,
        isTitleHidden: true,
        width: '5.5rem',
        cell: (sender) =>
          onEdit === null ? null : (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              aria-label={t.editOf(sender.sender_id)}
              onClick={() => onEdit(sender)}
            >
              {t.edit}
            </Button>
          ),
      },
    ],
    [t, ui, number, date, onEdit],
  );
}

function Prices({ prices }: Pick<Sender, 'prices'>) {
  const t = useTexts(sendersMessages);
  const money = useMoney();
  if (prices === null) return <Quiet>{t.noPrices}</Quiet>;
  const count = Object.keys(prices.by_prefix).length;
  const all = prices.per_part === null ? [] : [money(prices.per_part, prices.currency)];
  return [...all, ...(count === 0 ? [] : [t.byPrefix(count)])].join(', ');
}
