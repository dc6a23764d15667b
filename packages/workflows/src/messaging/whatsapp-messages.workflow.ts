import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { WhatsappMessageActivities, WhatsappMessageRef } from './whatsapp-messages.activities.ts';

// A call lasts 15 seconds at most. What a lost worker leaves open is noticed this late; whoever records after that is believed, too.
const { attemptWhatsappMessage } = proxyActivities<WhatsappMessageActivities>({
  taskQueue: 'messaging',
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** The message's job is to be cancelled, or what it waited for is over. The rows say which. */
const wakeSignals = [defineSignal('cancel'), defineSignal('reschedule')];

/** Carries one WhatsApp message from its request to its end, however long it waits. */
export async function sendWhatsappMessage(ref: WhatsappMessageRef): Promise<void> {
  let isWoken = false;
  for (const signal of wakeSignals)
    setHandler(signal, () => {
      isWoken = true;
    });
  for (;;) {
    isWoken = false;
    const againInMs = await attemptWhatsappMessage(ref);
    if (againInMs === null) return;
    await condition(() => isWoken, againInMs);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof sendWhatsappMessage>(ref);
  }
}
