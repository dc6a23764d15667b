export type { WebhookDeliveryRef, WebhooksActivities } from './events/webhooks.activities.ts';
export { deliverWebhook } from './events/webhooks.workflow.ts';
export type { CampaignActivities, CampaignRunRef, CampaignStep } from './messaging/campaigns.activities.ts';
export {
  cancelSignal,
  pauseSignal,
  rescheduleSignal,
  resumeSignal,
  sendCampaign,
} from './messaging/campaigns.workflow.ts';
export type { ContactImportRef, ContactImportsActivities } from './messaging/contact-imports.activities.ts';
export { contactImport } from './messaging/contact-imports.workflow.ts';
export type { WhatsappMessageActivities, WhatsappMessageRef } from './messaging/whatsapp-messages.activities.ts';
export { sendWhatsappMessage } from './messaging/whatsapp-messages.workflow.ts';
export type { WhatsappTemplateActivities, WhatsappTemplateRef } from './messaging/whatsapp-templates.activities.ts';
export { submitWhatsappTemplate } from './messaging/whatsapp-templates.workflow.ts';
export type { MetricsActivities, MetricsBatchRef, MetricsDaysRef } from './metrics/batches.activities.ts';
export { metricsBatch, metricsDays } from './metrics/batches.workflow.ts';
export type { DemoActivities, DemoRef } from './workspace/demo.activities.ts';
export { removeDemo, resetDemo } from './workspace/demo.workflow.ts';
