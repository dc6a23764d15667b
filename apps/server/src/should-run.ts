import { unfinishedDeliveries } from './events/webhook-deliveries.store.ts';
import type { FindShouldRun } from './kernel/jobs/reconciler.ts';
import { campaignsToResume } from './messaging/campaigns/campaign-runs.store.ts';
import { unfinishedImports } from './messaging/contact-imports/contact-imports.store.ts';
import { unfinishedWhatsapp } from './messaging/whatsapp/whatsapp-messages.store.ts';
import { unsubmittedTemplates } from './messaging/whatsapp/whatsapp-templates.store.ts';
import { unprocessedBatches } from './metrics/batches/batches.store.ts';
import { unfinishedDays } from './metrics/catalog/metric-types.store.ts';

/** What each domain says should be running, asked at every start. */
export const shouldRun: readonly FindShouldRun[] = [
  campaignsToResume,
  unfinishedImports,
  unfinishedDeliveries,
  unfinishedWhatsapp,
  unsubmittedTemplates,
  unprocessedBatches,
  unfinishedDays,
];
