// Made from the contract by `npm run generate`; do not edit.

import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';
import type {
  Accepted,
  AuthAcceptInviteParams,
  AuthForgotPasswordParams,
  AuthLoginParams,
  AuthLogoutParams,
  AuthRefreshParams,
  AuthRegisterParams,
  AuthResetPasswordParams,
  Identity,
  Tokens,
} from './auth/auth.ts';
import type { LoggedEventListParams } from './events/log.ts';
import type { LoggedEvent } from './events/schemas.ts';
import type { EventStreamParams } from './events/stream.ts';
import type {
  Webhook,
  WebhookCreateParams,
  WebhookDeleteAnswer,
  WebhookDeliveriesParams,
  WebhookDelivery,
  WebhookListParams,
  WebhookReplay,
  WebhookReplayRangeParams,
  WebhookRotateParams,
  WebhookUpdateParams,
  WebhookWithSecret,
} from './events/webhooks.ts';
import type {
  Campaign,
  CampaignCreateParams,
  CampaignListParams,
  CampaignPreview,
  CampaignPreviewParams,
  CampaignRun,
  CampaignSummary,
  CampaignUpdateParams,
} from './messaging/campaigns.ts';
import type { ContactImport, ContactImportListParams } from './messaging/contact-imports.ts';
import type {
  Contact,
  ContactConsentsParams,
  ContactCreateParams,
  ContactListParams,
  ContactUpdateParams,
  DeletedContact,
  SavedContact,
} from './messaging/contacts.ts';
import type { InboundMessage, InboundMessageListParams, InboundReport } from './messaging/inbound.ts';
import type { Message, MessageDetail, MessageListParams, MessageReport } from './messaging/messages.ts';
import type {
  MonitoringDashboard,
  MonitoringErrors,
  MonitoringErrorsParams,
  MonitoringTimeline,
  MonitoringTimelineParams,
} from './messaging/monitoring.ts';
import type {
  OptOutReview,
  OptOutReviewListParams,
  OptOutReviewResolveParams,
  ResolvedOptOutReview,
} from './messaging/opt-out-reviews.ts';
import type { ConsentEntry } from './messaging/schemas.ts';
import type {
  DeletedSegment,
  Segment,
  SegmentCreateParams,
  SegmentEvaluateParams,
  SegmentEvaluation,
  SegmentListParams,
  SegmentPreview,
  SegmentPreviewParams,
  SegmentUpdateParams,
} from './messaging/segments.ts';
import type { Sender, SenderListParams, SenderPutParams } from './messaging/senders.ts';
import type { Suppression, SuppressionAddParams, SuppressionListParams } from './messaging/suppressions.ts';
import type {
  DeletedTemplate,
  Template,
  TemplateCreateParams,
  TemplateListParams,
  TemplatePreview,
  TemplatePreviewParams,
  TemplateUpdateParams,
} from './messaging/templates.ts';
import type { WhatsappMessage, WhatsappMessagesSendParams, WhatsappRecipient } from './messaging/whatsapp-messages.ts';
import type {
  WhatsappTemplate,
  WhatsappTemplateCreateParams,
  WhatsappTemplateListParams,
} from './messaging/whatsapp-templates.ts';
import type { MetricBatch, MetricBatchGetParams, MetricBatchUploadParams } from './metrics/batches.ts';
import type { CacheClearParams, ClearedCache } from './metrics/cache.ts';
import type { CatalogListParams, MetricsCatalog } from './metrics/catalog.ts';
import type { DashboardAnswer, DashboardsQueryParams } from './metrics/dashboards.ts';
import type { MetricsPerformance } from './metrics/performance.ts';
import type { MetricSeriesAnswer, MetricSeriesAnswerGetParams } from './metrics/series.ts';
import type {
  DeletedMetricsView,
  MetricsView,
  MetricsViewCreateParams,
  MetricsViewListParams,
} from './metrics/views.ts';
import type { Job, PageInfo, Problem } from './schemas.ts';
import type { JobListParams } from './system/jobs.ts';
import type { Health, Liveness, Readiness } from './system/system.ts';
import type { ApiKey, ApiKeyCreateParams, ApiKeyListParams, NewApiKey } from './workspace/api-keys.ts';
import type { AuditEntry, AuditEntryListParams } from './workspace/audit.ts';
import type { LimitStates } from './workspace/limits.ts';
import type {
  WorkspaceMember,
  WorkspaceMemberInviteParams,
  WorkspaceMemberListParams,
  WorkspaceMemberUpdateParams,
} from './workspace/members.ts';
import type { WorkspaceSettings, WorkspaceSettingsUpdateParams } from './workspace/settings.ts';

/** The error shape of every tRPC failure. */
export interface TrpcErrorShape {
  code: number;
  message: string;
  data: { code: string; httpStatus: number; path?: string; problem: Problem };
}

interface Root {
  ctx: object;
  meta: object;
  errorShape: TrpcErrorShape;
  transformer: false;
}

type Nothing = Record<string, never>;
type Listed<Item> = { items: Item[]; page: PageInfo };
type Query<Input, Output> = TRPCQueryProcedure<{
  input: Input;
  output: Output;
  meta: object;
  errorShape: TrpcErrorShape;
}>;
type Mutation<Input, Output> = TRPCMutationProcedure<{
  input: Input;
  output: Output;
  meta: object;
  errorShape: TrpcErrorShape;
}>;
type Subscription<Input, Item> = TRPCSubscriptionProcedure<{
  input: Input;
  output: AsyncIterable<{ id: string; data: Item }, void>;
  meta: object;
}>;

/** The tRPC router of the API: the input of a procedure is the path parameters and params of the SDK method in one object. */
export type AppRouter = TRPCBuiltRouter<
  Root,
  {
    auth: {
      acceptInvite: Mutation<AuthAcceptInviteParams, Tokens>;
      forgotPassword: Mutation<AuthForgotPasswordParams, Accepted>;
      login: Mutation<AuthLoginParams, Tokens>;
      logout: Mutation<AuthLogoutParams, Nothing>;
      me: Query<Nothing, Identity>;
      refresh: Mutation<AuthRefreshParams, Tokens>;
      register: Mutation<AuthRegisterParams, Tokens>;
      resetPassword: Mutation<AuthResetPasswordParams, Nothing>;
    };
    events: {
      log: {
        list: Query<LoggedEventListParams, Listed<LoggedEvent>>;
      };
      stream: {
        websocket: Subscription<EventStreamParams, LoggedEvent>;
      };
      webhooks: {
        list: Query<WebhookListParams, Listed<Webhook>>;
        create: Mutation<WebhookCreateParams, WebhookWithSecret>;
        update: Mutation<{ webhook_id: string } & WebhookUpdateParams, Webhook>;
        delete: Mutation<{ webhook_id: string }, WebhookDeleteAnswer>;
        deliveries: Query<{ webhook_id: string } & WebhookDeliveriesParams, Listed<WebhookDelivery>>;
        replay: Mutation<{ webhook_id: string; delivery_id: string }, WebhookDelivery>;
        replayRange: Mutation<{ webhook_id: string } & WebhookReplayRangeParams, WebhookReplay>;
        rotate: Mutation<{ webhook_id: string } & WebhookRotateParams, WebhookWithSecret>;
        test: Mutation<{ webhook_id: string }, WebhookDelivery>;
      };
    };
    messaging: {
      campaigns: {
        list: Query<CampaignListParams, Listed<Campaign>>;
        get: Query<{ campaign_id: string }, Campaign>;
        create: Mutation<CampaignCreateParams, Campaign>;
        update: Mutation<{ campaign_id: string } & CampaignUpdateParams, Campaign>;
        delete: Mutation<{ campaign_id: string }, Nothing>;
        cancel: Mutation<{ campaign_id: string }, Campaign>;
        pause: Mutation<{ campaign_id: string }, Campaign>;
        preview: Query<{ campaign_id: string } & CampaignPreviewParams, CampaignPreview>;
        resume: Mutation<{ campaign_id: string }, Campaign>;
        summary: Query<{ campaign_id: string }, CampaignSummary>;
        trigger: Mutation<{ campaign_id: string }, CampaignRun>;
      };
      contactImports: {
        list: Query<ContactImportListParams, Listed<ContactImport>>;
        get: Query<{ import_id: string }, ContactImport>;
        cancel: Mutation<{ import_id: string }, ContactImport>;
      };
      contacts: {
        list: Query<ContactListParams, Listed<Contact>>;
        get: Query<{ phone_e164: string }, Contact>;
        create: Mutation<ContactCreateParams, SavedContact>;
        update: Mutation<{ phone_e164: string } & ContactUpdateParams, SavedContact>;
        delete: Mutation<{ phone_e164: string }, DeletedContact>;
        consents: Query<{ phone_e164: string } & ContactConsentsParams, Listed<ConsentEntry>>;
      };
      inbound: {
        list: Query<InboundMessageListParams, Listed<InboundMessage> & InboundReport>;
      };
      messages: {
        list: Query<MessageListParams, Listed<Message> & MessageReport>;
        get: Query<{ message_id: string }, MessageDetail>;
      };
      monitoring: {
        dashboard: Query<Nothing, MonitoringDashboard>;
        errors: Query<MonitoringErrorsParams, MonitoringErrors>;
        timeline: Query<MonitoringTimelineParams, MonitoringTimeline>;
      };
      optOutReviews: {
        list: Query<OptOutReviewListParams, Listed<OptOutReview>>;
        resolve: Mutation<{ review_id: string } & OptOutReviewResolveParams, ResolvedOptOutReview>;
      };
      segments: {
        list: Query<SegmentListParams, Listed<Segment>>;
        get: Query<{ segment_id: string }, Segment>;
        create: Mutation<SegmentCreateParams, Segment>;
        update: Mutation<{ segment_id: string } & SegmentUpdateParams, Segment>;
        delete: Mutation<{ segment_id: string }, DeletedSegment>;
        evaluate: Query<{ segment_id: string } & SegmentEvaluateParams, SegmentEvaluation>;
        preview: Query<SegmentPreviewParams, SegmentPreview>;
      };
      senders: {
        list: Query<SenderListParams, Listed<Sender>>;
        put: Mutation<{ sender_id: string } & SenderPutParams, Sender>;
      };
      suppressions: {
        list: Query<SuppressionListParams, Listed<Suppression>>;
        add: Mutation<SuppressionAddParams, Suppression>;
      };
      templates: {
        list: Query<TemplateListParams, Listed<Template>>;
        get: Query<{ template_id: string }, Template>;
        create: Mutation<TemplateCreateParams, Template>;
        update: Mutation<{ template_id: string } & TemplateUpdateParams, Template>;
        delete: Mutation<{ template_id: string }, DeletedTemplate>;
        preview: Query<{ template_id: string } & TemplatePreviewParams, TemplatePreview>;
      };
      whatsappMessages: {
        check: Query<{ sender_id: string; phone_e164: string }, WhatsappRecipient>;
        send: Mutation<WhatsappMessagesSendParams, WhatsappMessage>;
      };
      whatsappTemplates: {
        list: Query<WhatsappTemplateListParams, Listed<WhatsappTemplate>>;
        get: Query<{ template_id: string }, WhatsappTemplate>;
        create: Mutation<WhatsappTemplateCreateParams, WhatsappTemplate>;
      };
    };
    metrics: {
      batches: {
        get: Query<{ batch_id: string } & MetricBatchGetParams, MetricBatch>;
        upload: Mutation<MetricBatchUploadParams, MetricBatch>;
      };
      cache: {
        clear: Mutation<CacheClearParams, ClearedCache>;
      };
      catalog: {
        list: Query<CatalogListParams, MetricsCatalog>;
      };
      dashboards: {
        query: Query<DashboardsQueryParams, DashboardAnswer>;
      };
      performance: {
        get: Query<Nothing, MetricsPerformance>;
      };
      series: {
        get: Query<{ metric_name: string } & MetricSeriesAnswerGetParams, MetricSeriesAnswer>;
      };
      views: {
        list: Query<MetricsViewListParams, Listed<MetricsView>>;
        create: Mutation<MetricsViewCreateParams, MetricsView>;
        delete: Mutation<{ view_id: string }, DeletedMetricsView>;
      };
    };
    system: {
      health: Query<Nothing, Health>;
      live: Query<Nothing, Liveness>;
      ready: Query<Nothing, Readiness>;
      jobs: {
        list: Query<JobListParams, Listed<Job>>;
        get: Query<{ job_id: string }, Job>;
        cancel: Mutation<{ job_id: string }, Job>;
      };
    };
    workspace: {
      apiKeys: {
        list: Query<ApiKeyListParams, Listed<ApiKey>>;
        create: Mutation<ApiKeyCreateParams, NewApiKey>;
        revoke: Mutation<{ key_id: string }, ApiKey>;
      };
      audit: {
        list: Query<AuditEntryListParams, Listed<AuditEntry>>;
      };
      demo: {
        delete: Mutation<Nothing, Job>;
        reset: Mutation<Nothing, Job>;
      };
      limits: {
        get: Query<Nothing, LimitStates>;
      };
      members: {
        list: Query<WorkspaceMemberListParams, Listed<WorkspaceMember>>;
        update: Mutation<{ user_id: string } & WorkspaceMemberUpdateParams, WorkspaceMember>;
        invite: Mutation<WorkspaceMemberInviteParams, WorkspaceMember>;
        remove: Mutation<{ user_id: string }, Nothing>;
      };
      settings: {
        get: Query<Nothing, WorkspaceSettings>;
        update: Mutation<WorkspaceSettingsUpdateParams, WorkspaceSettings>;
      };
    };
  }
>;
