import type { LoggedEvent } from '@marquee/api/events/log.contract';
import type { DeliveryRow } from './webhook-deliveries.store.ts';
import type { WebhookRow } from './webhooks.store.ts';

/** A delivery of an event that begins at once. An event without a sequence is a test, which is in no log. */
export function newDelivery(
  { workspace_id, id: webhook_id }: WebhookRow,
  event: Pick<LoggedEvent, 'id' | 'name'> & { readonly sequence: number | null },
  { id, at, replayOf = null }: { readonly id: string; readonly at: string; readonly replayOf?: string | null },
): DeliveryRow {
  return {
    ...{ workspace_id, id, webhook_id, status: 'pending', attempt_count: 0 },
    ...{ event_id: event.id, event_name: event.name, sequence: event.sequence },
    ...{ next_attempt_at: at, replay_of: replayOf, created_at: at, finished_at: null },
  };
}

/** The exact text that is signed and posted. */
export function webhookBody({
  sequence,
  id,
  name,
  at,
  data,
}: Omit<LoggedEvent, 'sequence'> & { readonly sequence: number | null }): string {
  return JSON.stringify({ type: name, timestamp: at, id, sequence, data });
}
