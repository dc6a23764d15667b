import { webhooksActivities, type WebhooksActivityDeps } from '../events/webhooks.activities.ts';
import { carrierPool } from '../gateways/twilio.ts';
import { whatsappPool } from '../gateways/whatsapp.ts';
import { campaignActivities } from '../messaging/campaigns/campaigns.activities.ts';
import {
  contactImportsActivities,
  type ContactImportsActivityDeps,
} from '../messaging/contact-imports/contact-imports.activities.ts';
import { metricsActivities, type MetricsActivityDeps } from '../metrics/batches/batches.activities.ts';
import type { SendDeps } from '../messaging/sending/send-deps.ts';
import { whatsappSilenceMs } from '../messaging/whatsapp/whatsapp-deps.ts';
import { whatsappMessageActivities } from '../messaging/whatsapp/whatsapp-messages.activities.ts';
import { whatsappTemplateActivities } from '../messaging/whatsapp/whatsapp-templates.activities.ts';
import { demoActivities, type DemoActivityDeps } from '../workspace/demo/demo.activities.ts';
import type { ActivityTable } from './worker.ts';

/** Everything that activities need. */
export interface ActivityDeps
  extends
    ContactImportsActivityDeps,
    WebhooksActivityDeps,
    MetricsActivityDeps,
    DemoActivityDeps,
    Omit<SendDeps, 'carrierFor'> {
  /** Wakes the publisher: events were promised. */
  readonly wake: () => void;
  /** Wakes the dispatcher: workflow commands were promised. */
  readonly wakeCommands: () => void;
}

/** Every activity of every domain, by name. */
export function activities(deps: ActivityDeps): ActivityTable {
  const whatsapp = { ...deps, whatsappFor: whatsappPool(), silenceMs: whatsappSilenceMs };
  return {
    ...campaignActivities({ ...deps, carrierFor: carrierPool() }),
    ...whatsappMessageActivities(whatsapp),
    ...whatsappTemplateActivities(whatsapp),
    ...contactImportsActivities(deps),
    ...webhooksActivities(deps),
    ...metricsActivities(deps),
    ...demoActivities(deps),
  };
}
