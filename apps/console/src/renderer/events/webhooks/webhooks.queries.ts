import { useQueryClient } from '@tanstack/react-query';
import type { InputOf, ItemOf } from '../../api/operations.ts';
import { useChange, useDeletion, useRead } from '../../api/use-operation.ts';
import { oneOf } from '../../ui/filters/use-url-state.ts';

/** An endpoint that events are posted to. */
export type Webhook = ItemOf<'events.webhooks.list'>;

/** One event on its way to one endpoint. */
export type Delivery = ItemOf<'events.webhooks.deliveries'>;

/** Where a delivery can stand. */
export const deliveryStatuses = [
  'pending',
  'delivered',
  'failed',
  'skipped',
] as const satisfies readonly Delivery['status'][];

// A workspace has at most fifty.
const all = { limit: 100 } as const;
const refreshes = ['events.webhooks.'];

/** One webhook; null when there is none of this id. */
export function useWebhook(id: string) {
  const read = useRead('events.webhooks.list', all);
  const data = read.data === undefined ? undefined : (read.data.items.find((webhook) => webhook.id === id) ?? null);
  return { ...read, data };
}

/** Adds a webhook; the answer holds its secret, this once. */
export function useCreateWebhook() {
  return useChange('events.webhooks.create', { refreshes });
}

/** Changes a webhook, and shows the change before the list is read again. */
export function useUpdateWebhook() {
  const cache = useQueryClient();
  return useChange('events.webhooks.update', {
    refreshes,
    onDone: (webhook) =>
      cache.setQueriesData<{ readonly items: readonly Webhook[] }>({ queryKey: ['events.webhooks.list'] }, (page) =>
        page === undefined
          ? page
          : { ...page, items: page.items.map((each) => (each.id === webhook.id ? webhook : each)) },
      ),
  });
}

/** Deletes a webhook with its deliveries and goes back to the list. */
export function useDeleteWebhook() {
  return useDeletion('events.webhooks.delete', { refreshes: ['events.webhooks.list'], goesTo: '/operations/webhooks' });
}

/** Gives a webhook a new secret, which is in the answer this once. */
export function useRotateWebhook() {
  return useChange('events.webhooks.rotate', { refreshes });
}

/** Sends a test event. */
export function useTestWebhook() {
  return useChange('events.webhooks.test', { refreshes });
}

/** Delivers one event again. */
export function useReplayDelivery() {
  return useChange('events.webhooks.replay', { refreshes });
}

/** Delivers a range of the event log again. */
export function useReplayRange() {
  return useChange('events.webhooks.replayRange', { refreshes });
}

/** The list of deliveries as its address has it. */
export function deliveriesInput(webhookId: string, status: string | undefined): InputOf<'events.webhooks.deliveries'> {
  const known = oneOf(status, deliveryStatuses);
  return { webhook_id: webhookId, ...(known === undefined ? {} : { status: known }) };
}
