import { proxyActivities, sleep } from '@temporalio/workflow';
import type { WebhookDeliveryRef, WebhooksActivities } from './webhooks.activities.ts';

// A queue of its own: endpoints that hang must not hold up messages.
const { attemptWebhookDelivery } = proxyActivities<WebhooksActivities>({
  taskQueue: 'webhooks',
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** Delivers one event to one endpoint, however many attempts that takes. */
export async function deliverWebhook(ref: WebhookDeliveryRef): Promise<void> {
  for (;;) {
    const againInMs = await attemptWebhookDelivery(ref);
    if (againInMs === null) return;
    await sleep(againInMs);
  }
}
