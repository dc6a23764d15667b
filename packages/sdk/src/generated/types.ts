// Made from the contract by `npm run generate`; do not edit.

export type {
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
export type { EventData, EventName, MarqueeEvent } from './events/kinds.ts';
export type { LoggedEventListParams } from './events/log.ts';
export type { LoggedEvent } from './events/schemas.ts';
export type { EventStreamParams } from './events/stream.ts';
export type {
  Webhook,
  WebhookAttempt,
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
export type {
  Campaign,
  CampaignCost,
  CampaignCreateParams,
  CampaignListParams,
  CampaignPlan,
  CampaignPreview,
  CampaignPreviewParams,
  CampaignRun,
  CampaignStatus,
  CampaignSummary,
  CampaignUpdateParams,
} from './messaging/campaigns.ts';
export type {
  ContactImport,
  ContactImportCreateParams,
  ContactImportListParams,
  ContactImportRowError,
  ContactImportStatus,
} from './messaging/contact-imports.ts';
export type {
  ConsentEvidence,
  Contact,
  ContactConsentsParams,
  ContactCreateParams,
  ContactListParams,
  ContactUpdateParams,
  DeletedContact,
  SavedContact,
} from './messaging/contacts.ts';
export type { InboundMessage, InboundMessageListParams, InboundReport } from './messaging/inbound.ts';
export type { Message, MessageChannel, MessageDetail, MessageListParams, MessageReport } from './messaging/messages.ts';
export type {
  MonitoringDashboard,
  MonitoringErrors,
  MonitoringErrorsParams,
  MonitoringTimeline,
  MonitoringTimelineParams,
} from './messaging/monitoring.ts';
export type {
  OptOutReview,
  OptOutReviewListParams,
  OptOutReviewResolveParams,
  ResolvedOptOutReview,
} from './messaging/opt-out-reviews.ts';
export type {
  ConsentEntry,
  ConsentState,
  FilterCondition,
  FilterGroup,
  MessageStatus,
  SegmentFilter,
} from './messaging/schemas.ts';
export type {
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
export type {
  Sender,
  SenderListParams,
  SenderPrices,
  SenderPutParams,
  WhatsappNumber,
  WhatsappNumberInput,
} from './messaging/senders.ts';
export type {
  Suppression,
  SuppressionAddParams,
  SuppressionEvidence,
  SuppressionListParams,
} from './messaging/suppressions.ts';
export type {
  DeletedTemplate,
  Template,
  TemplateCreateParams,
  TemplateListParams,
  TemplatePreview,
  TemplatePreviewParams,
  TemplateUpdateParams,
  TextSize,
} from './messaging/templates.ts';
export type { WhatsappMessage, WhatsappMessagesSendParams, WhatsappRecipient } from './messaging/whatsapp-messages.ts';
export type {
  WhatsappTemplate,
  WhatsappTemplateCreateParams,
  WhatsappTemplateListParams,
  WhatsappTemplateStatus,
} from './messaging/whatsapp-templates.ts';
export type { MetricBatch, MetricBatchGetParams, MetricBatchUploadParams, MetricRejection } from './metrics/batches.ts';
export type { CacheClearParams, ClearedCache } from './metrics/cache.ts';
export type { CatalogListParams, MetricsCatalog, MetricsCatalogType } from './metrics/catalog.ts';
export type { DashboardAnswer, DashboardsQueryParams, MetricSeries } from './metrics/dashboards.ts';
export type { MetricsPerformance } from './metrics/performance.ts';
export type { MetricPoint, MetricRequestInput, MetricsMetadata } from './metrics/schemas.ts';
export type { MetricSeriesAnswer, MetricSeriesAnswerCsvParams, MetricSeriesAnswerGetParams } from './metrics/series.ts';
export type {
  DeletedMetricsView,
  MetricRequest,
  MetricsView,
  MetricsViewCreateParams,
  MetricsViewListParams,
  MetricsViewQuery,
  MetricsViewQueryInput,
} from './metrics/views.ts';
export type {
  AccessScope,
  FieldProblem,
  FrequencyCap,
  Job,
  JobStatus,
  MemberRole,
  PageInfo,
  PageParams,
  Problem,
} from './schemas.ts';
export type { JobListParams } from './system/jobs.ts';
export type { Health, Liveness, OpenApiDocument, PartState, Readiness, ServerMetrics } from './system/system.ts';
export type { ApiKey, ApiKeyCreateParams, ApiKeyListParams, NewApiKey } from './workspace/api-keys.ts';
export type { AuditEntry, AuditEntryListParams } from './workspace/audit.ts';
export type { LimitState, LimitStates } from './workspace/limits.ts';
export type {
  WorkspaceMember,
  WorkspaceMemberInviteParams,
  WorkspaceMemberListParams,
  WorkspaceMemberUpdateParams,
} from './workspace/members.ts';
export type { DefaultQuietHours, WorkspaceSettings, WorkspaceSettingsUpdateParams } from './workspace/settings.ts';
