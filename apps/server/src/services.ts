import { events, type contract } from '@marquee/api';
import type { Contract } from '@marquee/api/operation';
import { authService, type AuthDeps } from './auth/auth.service.ts';
import type { EventFeed } from './events/feed.ts';
import { logService } from './events/log.service.ts';
import { streamService } from './events/stream.raw.ts';
import { webhooksService, type WebhooksDeps } from './events/webhooks.service.ts';
import { twilioHooks, type TwilioHookDeps } from './hooks/twilio.raw.ts';
import { whatsappHooks } from './hooks/whatsapp.raw.ts';
import { referenceService } from './http/reference/reference.ts';
import type { Implements } from './kernel/context.ts';
import type { Limits } from './kernel/limits/limits.ts';
import type { KeyedHash } from './lib/crypto/keyed-hash.ts';
import type { Sealer } from './lib/crypto/sealed.ts';
import type { FileStore } from './lib/files.ts';
import { contactImportsService } from './messaging/contact-imports/contact-imports.service.ts';
import { contactsService } from './messaging/contacts/contacts.service.ts';
import { segmentsService } from './messaging/segments/segments.service.ts';
import { sendersService } from './messaging/senders/senders.service.ts';
import { templatesService } from './messaging/templates/templates.service.ts';
import { campaignsService } from './messaging/campaigns/campaigns.service.ts';
import { inboundService } from './messaging/inbound/inbound.service.ts';
import { messagesService } from './messaging/messages/messages.service.ts';
import { monitoringService } from './messaging/monitoring/monitoring.service.ts';
import { optOutReviewsService } from './messaging/inbound/opt-out-reviews.service.ts';
import { statusIntake, type IntakeDeps } from './messaging/messages/status-intake.service.ts';
import { suppressionsService } from './messaging/suppressions/suppressions.service.ts';
import { whatsappMessagesService } from './messaging/whatsapp/whatsapp-messages.service.ts';
import { whatsappTemplatesService } from './messaging/whatsapp/whatsapp-templates.service.ts';
import type { MetricsAsking } from './metrics/series/ask.ts';
import { batchesService, type BatchesDeps } from './metrics/batches/batches.service.ts';
import { cacheService } from './metrics/cache/cache.service.ts';
import { catalogService } from './metrics/catalog/catalog.service.ts';
import { dashboardsService } from './metrics/dashboards/dashboards.service.ts';
import { performanceService } from './metrics/performance/performance.service.ts';
import { seriesService } from './metrics/series/series.service.ts';
import { viewsService } from './metrics/views/views.service.ts';
import { jobsService } from './system/jobs.service.ts';
import { systemService, type SystemDeps } from './system/system.service.ts';
import { apiKeysService } from './workspace/api-keys.service.ts';
import { auditService } from './workspace/audit.service.ts';
import { demoService, type DemoDeps } from './workspace/demo/demo.service.ts';
import { limitsService } from './workspace/limits.service.ts';
import { membersService } from './workspace/members.service.ts';
import { settingsService, type SettingsDeps } from './workspace/settings.service.ts';

/** Everything that services need besides their context. */
export interface ServiceDeps
  extends AuthDeps, SettingsDeps, DemoDeps, WebhooksDeps, IntakeDeps, BatchesDeps, Omit<TwilioHookDeps, 'intake'> {
  readonly metricsAsking: MetricsAsking;
  readonly limits: Pick<Limits, 'describe'>;
  readonly feed: EventFeed;
  readonly files: FileStore;
  readonly hashPhone: KeyedHash;
  readonly sealer: Sealer;
  /** Whether senders may go to a carrier simulator. */
  readonly simulatorPermitted: boolean;
  readonly system: SystemDeps;
  /** The contract itself, for its own reference. */
  readonly contract: () => Contract;
}

/** The functions behind the whole contract. */
export function services(deps: ServiceDeps): Implements<typeof contract> {
  const intake = statusIntake(deps);
  return {
    auth: authService(deps),
    events: { log: logService(), stream: streamService(deps), webhooks: webhooksService(deps) },
    system: { ...systemService(deps.system), ...referenceService(deps.contract, events), jobs: jobsService() },
    messaging: {
      contacts: contactsService(deps),
      contactImports: contactImportsService(deps),
      segments: segmentsService(),
      templates: templatesService(),
      senders: sendersService(deps),
      campaigns: campaignsService(deps),
      messages: messagesService(deps),
      inbound: inboundService(),
      monitoring: monitoringService(deps.system),
      suppressions: suppressionsService(deps),
      optOutReviews: optOutReviewsService(deps),
      whatsappMessages: whatsappMessagesService(deps),
      whatsappTemplates: whatsappTemplatesService(deps),
    },
    hooks: { twilio: twilioHooks({ ...deps, intake }), whatsapp: whatsappHooks({ ...deps, intake }) },
    metrics: {
      batches: batchesService(deps),
      dashboards: dashboardsService(deps),
      series: seriesService(deps),
      catalog: catalogService(),
      views: viewsService(),
      cache: cacheService(deps),
      performance: performanceService(deps),
    },
    workspace: {
      settings: settingsService(deps),
      apiKeys: apiKeysService(deps),
      audit: auditService(),
      members: membersService(deps),
      limits: limitsService(deps),
      demo: demoService(deps),
    },
  };
}
