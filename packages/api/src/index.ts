import { auth } from './auth/auth.contract.ts';
import { log } from './events/log.contract.ts';
import { stream } from './events/stream.contract.ts';
import { webhookEvents, webhooks } from './events/webhooks.contract.ts';
import { twilio } from './hooks/twilio.contract.ts';
import { whatsapp } from './hooks/whatsapp.contract.ts';
import { campaignEvents } from './messaging/campaign-events.contract.ts';
import { campaigns } from './messaging/campaigns.contract.ts';
import { inbound, inboundEvents } from './messaging/inbound.contract.ts';
import { messageEvents, messages } from './messaging/messages.contract.ts';
import { optOutReviewEvents, optOutReviews } from './messaging/opt-out-reviews.contract.ts';
import { suppressionEvents, suppressions } from './messaging/suppressions.contract.ts';
import { contactImports, contactImportsEvents } from './messaging/contact-imports.contract.ts';
import { contacts, contactsEvents } from './messaging/contacts.contract.ts';
import { monitoring } from './messaging/monitoring.contract.ts';
import { segments } from './messaging/segments.contract.ts';
import { senders } from './messaging/senders.contract.ts';
import { templates } from './messaging/templates.contract.ts';
import { whatsappMessages } from './messaging/whatsapp-messages.contract.ts';
import { whatsappTemplateEvents, whatsappTemplates } from './messaging/whatsapp-templates.contract.ts';
import { batches, batchEvents } from './metrics/batches.contract.ts';
import { cache } from './metrics/cache.contract.ts';
import { catalog } from './metrics/catalog.contract.ts';
import { dashboards } from './metrics/dashboards.contract.ts';
import { performance } from './metrics/performance.contract.ts';
import { series } from './metrics/series.contract.ts';
import { views } from './metrics/views.contract.ts';
import type { RouterOf } from './operation.ts';
import { jobs } from './system/jobs.contract.ts';
import { reference } from './system/reference.contract.ts';
import { system } from './system/system.contract.ts';
import { apiKeys } from './workspace/api-keys.contract.ts';
import { audit } from './workspace/audit.contract.ts';
import { demo, demoEvents } from './workspace/demo.contract.ts';
import { limits } from './workspace/limits.contract.ts';
import { memberEvents, members } from './workspace/members.contract.ts';
import { settings } from './workspace/settings.contract.ts';

/** Every operation of Marquee by domain, resource and verb. */
export const contract = {
  events: { log, stream, webhooks },
  system: { ...system, ...reference, jobs },
  auth,
  messaging: {
    ...{ contacts, contactImports, segments, templates, senders, campaigns, messages, inbound },
    ...{ suppressions, optOutReviews, monitoring, whatsappMessages, whatsappTemplates },
  },
  hooks: { twilio, whatsapp },
  metrics: { batches, dashboards, series, catalog, views, cache, performance },
  workspace: { settings, apiKeys, audit, members, limits, demo },
};

/** Every event that can be emitted, by name. */
export const events = {
  events: { webhooks: webhookEvents },
  messaging: {
    contacts: contactsEvents,
    contactImports: contactImportsEvents,
    campaigns: campaignEvents,
    messages: messageEvents,
    inbound: inboundEvents,
    suppressions: suppressionEvents,
    optOutReviews: optOutReviewEvents,
    whatsappTemplates: whatsappTemplateEvents,
  },
  metrics: { batches: batchEvents },
  workspace: { members: memberEvents, demo: demoEvents },
};

/** The tRPC router that clients are typed by. */
export type AppRouter = RouterOf<typeof contract>;
