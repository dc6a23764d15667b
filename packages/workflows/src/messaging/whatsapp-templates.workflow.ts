import { proxyActivities, sleep } from '@temporalio/workflow';
import type { WhatsappTemplateActivities, WhatsappTemplateRef } from './whatsapp-templates.activities.ts';

const { attemptWhatsappTemplate } = proxyActivities<WhatsappTemplateActivities>({
  taskQueue: 'messaging',
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** Hands one WhatsApp template over for review, however many attempts that takes. */
export async function submitWhatsappTemplate(ref: WhatsappTemplateRef): Promise<void> {
  for (;;) {
    const againInMs = await attemptWhatsappTemplate(ref);
    if (againInMs === null) return;
    await sleep(againInMs);
  }
}
