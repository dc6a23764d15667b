import { useMemo } from 'react';
import { failureOf } from '../../api/failure.ts';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { StatusPill, type Tone } from '../../ui/feedback/status-pill.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { WriteButton } from '../../ui/forms/write-button.tsx';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { deliveriesMessages } from './webhook-deliveries.messages.ts';
import { useReplayDelivery, type Delivery, type Webhook } from './webhooks.queries.ts';

const tones = { pending: 'info', delivered: 'good', failed: 'bad', skipped: 'neutral' } as const satisfies Record<
  Delivery['status'],
  Tone
>;

/** Where a delivery stands; one that has failed before and is tried again says so. */
export function DeliveryStatus({ delivery: { status, attempts } }: { readonly delivery: Delivery }) {
  const t = useTexts(deliveriesMessages);
  if (status === 'pending' && attempts.length > 0) return <StatusPill tone="warn" label={t.retrying} />;
  return <StatusPill tone={tones[status]} label={t[status]} />;
}

/** The columns of deliveries; a row opens its attempts. */
export function useDeliveryColumns(
  webhook: Webhook,
  onOpen: (delivery: Delivery) => void,
): readonly Column<Delivery>[] {
  const t = useTexts(deliveriesMessages);
  const ui = useTexts(uiMessages);
  const { instant, number } = useFormats();
  const { scopes } = useIdentity();
  const canReplay = scopes.includes('workspace:admin') && webhook.status === 'active';
  return useMemo(
    () => [
      {
        id: 'event',
        title: t.event,
        width: 'minmax(15.5rem, 2fr)',
        cell: (delivery) => (
          <button type="button" data-row onClick={() => onOpen(delivery)}>
            {delivery.event_name}
          </button>
        ),
      },
      {
        id: 'sequence',
        title: t.sequence,
        width: '5rem',
        isNumeric: true,
        cell: ({ sequence }) => <Quiet>{sequence === null ? t.test : number(sequence)}</Quiet>,
      },
      { id: 'status', title: t.status, width: '7rem', cell: (delivery) => <DeliveryStatus delivery={delivery} /> },
      {
        id: 'attempts',
        title: t.attempts,
        width: '5.5rem',
        isNumeric: true,
        cell: ({ attempts }) => number(attempts.length),
      },
      { id: 'answer', title: t.answer, width: 'minmax(8rem, 1fr)', cell: (delivery) => <LastAnswer {...delivery} /> },
      { id: 'at', title: t.at, width: '14.5rem', cell: ({ created_at }) => <Quiet>{instant(created_at)}</Quiet> },
      {
        id: 'actions',
        title: ui.actions,
        isTitleHidden: true,
        width: '7rem',
        cell: (delivery) =>
          canReplay && delivery.status !== 'pending' && delivery.sequence !== null ? (
            <ReplayButton delivery={delivery} />
          ) : null,
      },
    ],
    [t, ui, instant, number, canReplay, onOpen],
  );
}

function LastAnswer({ attempts }: Delivery) {
  const t = useTexts(deliveriesMessages);
  const last = attempts.at(-1);
  if (last === undefined) return null;
  return <Quiet title={last.error ?? ''}>{last.status_code ?? last.error ?? t.noAnswer}</Quiet>;
}

function ReplayButton({ delivery }: { readonly delivery: Delivery }) {
  const t = useTexts(deliveriesMessages);
  const say = useToast();
  const replay = useReplayDelivery();
  const again = () =>
    replay.mutateAsync({ webhook_id: delivery.webhook_id, delivery_id: delivery.id }).then(
      () => say(t.replayed),
      (error: unknown) => say(failureOf(error).detail),
    );
  return (
    <WriteButton
      variant="subtle"
      color="gray"
      size="compact-xs"
      aria-label={t.replayOf(delivery.event_name)}
      loading={replay.isPending}
      onClick={() => void again()}
    >
      {t.replay}
    </WriteButton>
  );
}
