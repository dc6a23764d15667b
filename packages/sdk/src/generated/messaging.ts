// Made from the contract by `npm run generate`; do not edit.

import type { Transport } from '../calls/resource.ts';
import { Resource } from '../calls/resource.ts';
import { Campaigns } from './messaging/campaigns.ts';
import { ContactImports } from './messaging/contact-imports.ts';
import { Contacts } from './messaging/contacts.ts';
import { Inbound } from './messaging/inbound.ts';
import { Messages } from './messaging/messages.ts';
import { Monitoring } from './messaging/monitoring.ts';
import { OptOutReviews } from './messaging/opt-out-reviews.ts';
import { Segments } from './messaging/segments.ts';
import { Senders } from './messaging/senders.ts';
import { Suppressions } from './messaging/suppressions.ts';
import { Templates } from './messaging/templates.ts';
import { WhatsappMessages } from './messaging/whatsapp-messages.ts';
import { WhatsappTemplates } from './messaging/whatsapp-templates.ts';

/** `marquee.messaging` */
export class Messaging extends Resource {
  readonly campaigns: Campaigns;
  readonly contactImports: ContactImports;
  readonly contacts: Contacts;
  readonly inbound: Inbound;
  readonly messages: Messages;
  readonly monitoring: Monitoring;
  readonly optOutReviews: OptOutReviews;
  readonly segments: Segments;
  readonly senders: Senders;
  readonly suppressions: Suppressions;
  readonly templates: Templates;
  readonly whatsappMessages: WhatsappMessages;
  readonly whatsappTemplates: WhatsappTemplates;

  constructor(client: Transport) {
    super(client);
    this.campaigns = new Campaigns(client);
    this.contactImports = new ContactImports(client);
    this.contacts = new Contacts(client);
    this.inbound = new Inbound(client);
    this.messages = new Messages(client);
    this.monitoring = new Monitoring(client);
    this.optOutReviews = new OptOutReviews(client);
    this.segments = new Segments(client);
    this.senders = new Senders(client);
    this.suppressions = new Suppressions(client);
    this.templates = new Templates(client);
    this.whatsappMessages = new WhatsappMessages(client);
    this.whatsappTemplates = new WhatsappTemplates(client);
  }
}

export {
  Campaigns,
  ContactImports,
  Contacts,
  Inbound,
  Messages,
  Monitoring,
  OptOutReviews,
  Segments,
  Senders,
  Suppressions,
  Templates,
  WhatsappMessages,
  WhatsappTemplates,
};
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
