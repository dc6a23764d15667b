// Made from the contract by `npm run generate`; do not edit.

import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';

/** The request was taken; what comes of it comes by mail */
export interface Accepted {
  /** What happens next, in words. */
  message: string;
}

export interface AuthAcceptInviteParams {
  /** The token from the invitation. At most 200 characters. */
  token: string;
  /** Required for someone new. At most 200 characters. */
  full_name?: string | undefined;
  /** The existing password, or a new one of at least 10 characters. At most 256 characters. */
  password: string;
  /**
   * For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer. Default
   * false.
   */
  web?: boolean | undefined;
}

export interface AuthForgotPasswordParams {
  /** E-mail address; upper and lower case are the same account. At most 254 characters. */
  email: string;
}

export interface AuthLoginParams {
  /** The e-mail address, as OAuth password forms call it. At most 320 characters. */
  username?: string | undefined;
  /** The e-mail address. At most 320 characters. */
  email?: string | undefined;
  /** The account’s password. At most 256 characters. */
  password: string;
  /** The workspace to act in; the last used one when omitted. */
  workspace_id?: string | undefined;
  /**
   * For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer. Default
   * false.
   */
  web?: boolean | undefined;
}

export interface AuthLogoutParams {
  /** Where no access token is sent. At most 200 characters. */
  refresh_token?: string | undefined;
}

export interface AuthRefreshParams {
  /** The refresh token of the last answer; see above. At most 200 characters. */
  refresh_token?: string | undefined;
}

export interface AuthRegisterParams {
  /** E-mail address; upper and lower case are the same account. At most 254 characters. */
  email: string;
  /** At least 10 characters; a sentence is a good choice. 10 to 256 characters. */
  password: string;
  /** Your name. At most 200 characters. */
  full_name: string;
  /** Name of the new workspace; `tenant_name` is the same. At most 120 characters. */
  workspace_name?: string | undefined;
  /** The same as `workspace_name`. At most 120 characters. */
  tenant_name?: string | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. Default "UTC". */
  time_zone?: string | undefined;
  /**
   * For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer. Default
   * false.
   */
  web?: boolean | undefined;
}

export interface AuthResetPasswordParams {
  /** The token from the mail. At most 200 characters. */
  token: string;
  /** At least 10 characters; a sentence is a good choice. 10 to 256 characters. */
  new_password: string;
}

/** Who is calling, and where they may go */
export interface Identity {
  /** A person, or a program with a key. */
  kind: 'user' | 'api_key';
  /** The person; for an API key the member who made it. */
  user: {
    /** User id. */
    id: string;
    /** E-mail address. */
    email: string;
    /** Name to show. */
    full_name: string;
  };
  /** The API key in use; null for people. */
  api_key_id: string | null;
  /** The workspace this call acts in. */
  workspace: {
    /** Workspace id. */
    id: string;
    /** Name of the workspace. */
    name: string;
    /** IANA time zone of its days and reports. */
    time_zone: string;
    /** Holds made-up data. */
    is_demo: boolean;
  };
  /** The person’s role in it. */
  role: MemberRole;
  /** What this call was allowed to do. */
  scopes: AccessScope[];
  /** Every workspace the person belongs to; pass one as `workspace_id` when signing in. Empty for API keys. */
  workspaces: {
    /** Workspace id. */
    id: string;
    /** Name of the workspace. */
    name: string;
    /** The person’s role in it. */
    role: MemberRole;
  }[];
}

/** What signing in answers */
export interface Tokens {
  /** Send as `Authorization: Bearer …`. */
  access_token: string;
  /** Good for one exchange at /auth/refresh; absent when it went into the web cookie. */
  refresh_token?: string;
  /** The scheme of `Authorization`. */
  token_type: 'bearer';
  /** Seconds until the access token ends. */
  expires_in: number;
  /** The workspace these tokens act in. */
  workspace_id: string;
}

/** What the event of each name carries */
export interface EventData {
  /** A campaign was cancelled. */
  'messaging.campaigns.cancelled': {
    campaign_id: string;
    run: number;
  };
  /** A campaign sent all it could. */
  'messaging.campaigns.completed': {
    campaign_id: string;
    run: number;
  };
  /** A campaign could not be sent. */
  'messaging.campaigns.failed': {
    campaign_id: string;
    run: number;
  };
  /** A campaign was paused. */
  'messaging.campaigns.paused': {
    campaign_id: string;
    run: number;
  };
  /** A campaign was resumed. */
  'messaging.campaigns.resumed': {
    campaign_id: string;
    run: number;
  };
  /** A campaign waits for its time. */
  'messaging.campaigns.scheduled': {
    campaign_id: string;
    run: number;
  };
  /** A campaign started sending. */
  'messaging.campaigns.started': {
    campaign_id: string;
    run: number;
    recipients: number;
  };
  /** An import ended: `completed`, `failed` or `cancelled`. */
  'messaging.contactImports.completed': {
    import_id: string;
    status: ContactImportStatus;
    processed: number;
    created: number;
    updated: number;
    errors: number;
  };
  /** A contact was added. */
  'messaging.contacts.created': {
    contact_id: string;
    consent_state: ConsentState;
  };
  /** A contact was deleted. */
  'messaging.contacts.deleted': {
    contact_id: string;
  };
  /** A contact was changed. */
  'messaging.contacts.updated': {
    contact_id: string;
    consent_state: ConsentState;
  };
  /** A message arrived. */
  'messaging.inbound.received': {
    inbound_id: string;
    keyword: string | null;
  };
  /** Messages changed status. */
  'messaging.messages.changed': {
    campaign_id: string | null;
    /** Messages by the status they reached. */
    counts: Record<string, number>;
  };
  /** Someone was invited to the workspace. */
  'workspace.members.invited': {
    invitation_id: string;
    role: MemberRole;
  };
  /** Someone accepted an invitation. */
  'workspace.members.joined': {
    user_id: string;
    role: MemberRole;
  };
  /** A member was removed, or an invitation withdrawn. */
  'workspace.members.removed': {
    user_id: string;
    status: 'active' | 'invited';
  };
  /** A member has another role. */
  'workspace.members.updated': {
    user_id: string;
    role: MemberRole;
  };
}

/** The name of an event that this version knows */
export type EventName = keyof EventData;

/** An event of a known name: testing `name` tells what `data` is */
export type MarqueeEvent = {
  [Name in EventName]: Omit<LoggedEvent, 'name' | 'data'> & { name: Name; data: EventData[Name] };
}[EventName];

export interface LoggedEventListParams extends PageParams {
  /** `sequence` of the last event already seen; 0 means from the beginning. Default 0. */
  after?: number | undefined;
  /** Keep only events whose name begins so, such as `messaging.campaigns.`. */
  name_prefix?: string | undefined;
}

/** One thing that happened in the workspace: ids and states; read the record for the rest */
export interface LoggedEvent {
  /** Position in the workspace: rising by one, without gaps. */
  sequence: number;
  /** Event id. */
  id: string;
  /** `domain.resource.past_tense_verb`. */
  name: string;
  /** Instant in UTC, ISO 8601. */
  at: string;
  /** Ids and states, as the event of that name declares. */
  data: Record<string, unknown>;
}

export interface EventStreamParams {
  /** Begin after this `sequence`; without it, with what happens from here on. */
  after?: number | undefined;
  /** Keep only events whose name begins so, such as `messaging.campaigns.`. */
  name_prefix?: string | undefined;
}

/** One message to everyone in a segment, sent durably */
export interface Campaign {
  /** Campaign id. */
  id: string;
  /** Name of the campaign. */
  name: string;
  /** Notes of your own. */
  description: string | null;
  status: CampaignStatus;
  /**
   * Why it is paused or failed, when we did that rather than a person: `carrier_refused_credentials`,
   * `simulator_not_permitted`, `sender_changed` (from or to a simulator: cancel it and make another),
   * `segment_deleted`.
   */
  status_reason: string | null;
  /** The template it sends; null once deleted. */
  template: {
    /** Its id. */
    id: string;
    /** Its name. */
    name: string;
    /** Text with variables. */
    content: string;
  } | null;
  /** Whom it is sent to; null once deleted. */
  segment: {
    /** Its id. */
    id: string;
    /** Its name. */
    name: string;
  } | null;
  /** The sender it goes out from; null means the only active one. */
  sender_id: string | null;
  /** When sending starts; null means as soon as it is triggered. */
  schedule_time: string | null;
  /** Nothing is sent from this instant on. */
  expires_at: string | null;
  /** At most this many messages in any one second; null leaves it to the sender. */
  rate_limit_per_second: number | null;
  /** Local time of day, `HH:MM` on a 24-hour clock. */
  quiet_hours_start: string | null;
  /** Local time of day, `HH:MM` on a 24-hour clock. */
  quiet_hours_end: string | null;
  /** For recipients whose own zone cannot be told; null means the workspace zone. */
  time_zone: string | null;
  /** How often it was triggered; 0 before the first time. */
  run: number;
  /** The job of the latest run. */
  job_id: string | null;
  /** The audience frozen at the start of the run; null before. */
  recipients: number | null;
  /** Accepted by the carrier, whatever became of them, plus those it refused. */
  messages_sent: number;
  /** Failed or undelivered. */
  messages_failed: number;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
  /** Instant in UTC, ISO 8601. */
  started_at: string | null;
  /** Instant in UTC, ISO 8601. */
  completed_at: string | null;
}

export interface CampaignCreateParams {
  /** Name of the campaign. At most 200 characters. */
  name: string;
  /** Notes of your own. At most 2000 characters. */
  description?: string | null | undefined;
  /** The template to send. */
  template_id: string;
  /** Whom to send it to. */
  segment_id: string;
  /** Null means the only active sender. At most 100 characters. */
  sender_id?: string | null | undefined;
  /** When sending starts once triggered; null starts at once. */
  schedule_time?: string | null | undefined;
  /** Nothing is sent from this instant on; the rest is reported as expired. */
  expires_at?: string | null | undefined;
  /** At most this many messages in any one second. 1 to 1000. */
  rate_limit_per_second?: number | null | undefined;
  /** In the recipient’s own zone; may be later than the end, over midnight. */
  quiet_hours_start?: string | null | undefined;
  /** The first minute that is open again; equal to the start means no quiet hours. */
  quiet_hours_end?: string | null | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. */
  time_zone?: string | null | undefined;
}

export interface CampaignListParams extends PageParams {
  /** Only campaigns that stand so. */
  status?: CampaignStatus | undefined;
}

/** What a campaign would send */
export interface CampaignPreview {
  /** Campaign id. */
  campaign_id: string;
  /** Members of the segment. */
  audience: number;
  /** Those who would be sent to. */
  sendable: number;
  /** Number left out, by reason. */
  excluded: Record<string, number>;
  /** Messages by encoding, GSM-7 or UCS-2. */
  encodings: Record<string, number>;
  /** SMS parts, which carriers bill. */
  parts: {
    /** Of all messages. */
    total: number;
    /** Of the shortest message. */
    min: number | null;
    /** Of the longest message. */
    max: number | null;
  };
  /** Parts times the given price; null without one. */
  cost: {
    /** In units of the currency. */
    amount: number;
    /** ISO 4217 code. */
    currency: string;
  } | null;
  /** When recipients can be sent to first, by zone; null when not before the campaign expires. */
  histogram: {
    /** IANA time zone. */
    time_zone: string;
    /** When the first of them can be sent to. */
    sends_from: string | null;
    /** Recipients there. */
    recipients: number;
  }[];
  /** At the rate limit alone; null without one. */
  duration_seconds: number | null;
  /** The first recipient’s message. */
  sample_text: string | null;
}

export interface CampaignPreviewParams {
  /** What one SMS part costs you. 0 to 100. */
  price_per_part?: number | undefined;
  /** ISO 4217 code of the price. Default "USD". */
  currency?: string | undefined;
}

/** One run of a campaign */
export interface CampaignRun {
  /** Campaign id. */
  campaign_id: string;
  /** Number of the run, from 1. */
  run: number;
  status: CampaignStatus;
  /** The job that reports progress; `jobs.wait` follows it. */
  job_id: string;
  /** Members of the segment now; the audience itself is frozen when sending starts. */
  estimated_recipients: number;
  /** False while it waits for its schedule. */
  execution_started: boolean;
}

/** draft → scheduled → running ⇄ paused → completed, cancelled or failed */
export type CampaignStatus = 'draft' | 'scheduled' | 'running' | 'paused' | 'completed' | 'cancelled' | 'failed';

/** What a campaign’s latest run did */
export interface CampaignSummary {
  /** Campaign id. */
  campaign_id: string;
  /** Name of the campaign. */
  campaign_name: string;
  /** Where it stands, as in `Campaign.status`. */
  status: string;
  /** Number of the run, from 1. */
  run: number;
  /** True when the carrier was the simulator: nobody received anything. */
  simulated: boolean;
  /** Numbers of the run. */
  performance_metrics: {
    /** The audience frozen at the start. */
    recipients: number;
    /** Handed to the carrier: delivered, in flight, undelivered or failed. */
    messages_sent: number;
    /** Delivered or read. */
    messages_delivered: number;
    /** Failed and undelivered. */
    messages_failed: number;
    /** Accepted by the carrier, with no final word yet. */
    messages_in_flight: number;
    /** Not yet handed to the carrier. */
    messages_pending: number;
    /** Delivered of sent, in percent; null when nothing was sent. */
    delivery_rate: number | null;
    /** From handing over to delivery, in minutes. */
    average_delivery_time_minutes: number | null;
    /** SMS parts handed to the carrier. */
    parts: number;
  };
  /** Messages by status. */
  status_breakdown: Record<string, number>;
  /** Failed messages by cause. */
  error_analysis: Record<string, number>;
  /** Recipients never sent to, by reason. */
  exclusions: Record<string, number>;
  /** Planned recipients who were not sent to after all, by status and reason. */
  deviations: Record<string, number>;
  /** Messages whose fate at the carrier is being found out; never sent again blindly. */
  unconfirmed: number;
  /** When it ran. */
  execution_timeline: {
    /** When it was to start. */
    scheduled_for: string | null;
    /** When it started. */
    started_at: string | null;
    /** When it ended. */
    completed_at: string | null;
    /** From start to end, in minutes; null before the end. */
    duration_minutes: number | null;
  };
}

export type CampaignUpdateParams = Partial<CampaignCreateParams>;

/** One import of a file of contacts */
export interface ContactImport {
  /** Import id. */
  id: string;
  /** The job that reports progress. */
  job_id: string | null;
  status: ContactImportStatus;
  /** `json` is an array of objects or one object a line. */
  format: 'csv' | 'json';
  /** Name of the file, as sent. */
  file_name: string | null;
  /** Size of the file in bytes. */
  bytes: number;
  /** Digest of the file, hexadecimal. */
  sha256: string;
  /**
   * Column name to field: `phone_e164`, `consent_state`, `time_zone`, or the attribute to fill; null leaves a
   * column out. Columns not named keep their own name.
   */
  mapping: Record<string, string | null>;
  /** For rows that state none. */
  default_consent_state: ConsentState | null;
  /** Rows read so far: created + updated + errors. */
  processed: number;
  /** Contacts added. */
  created: number;
  /** Contacts that existed; a number that repeats inside the file counts here. */
  updated: number;
  /** Rows left out, each with a reason in `errors.csv`. */
  errors: number;
  /** Rows whose opt-in was not taken over: the number asked to stop, or was deleted. */
  suppressed: number;
  /** The first 20 row errors. */
  validation_errors: ContactImportRowError[];
  /** Why the import failed. */
  error: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  started_at: string | null;
  /** Instant in UTC, ISO 8601. */
  completed_at: string | null;
}

export interface ContactImportCreateParams {
  /** JSON object: column name to field, see `ContactImport.mapping`. At most 20000 characters. */
  mapping?: string | undefined;
  /** For rows that state none; OPT_OUT for new contacts when omitted. */
  default_consent_state?: ConsentState | undefined;
  /** What shows that these people agreed, such as `store sign-up sheet, May`. At most 500 characters. */
  evidence?: string | undefined;
  /** Name to show, when the body is the file itself. At most 255 characters. */
  file_name?: string | undefined;
}

export interface ContactImportListParams extends PageParams {
  /** Only imports that stand so. */
  status?: ContactImportStatus | undefined;
}

export interface ContactImportRowError {
  /** Row of the file, from 1, without the header. */
  row: number;
  /** The column at fault; null for the whole row. */
  field: string | null;
  /** What is wrong with it. */
  reason: string;
}

/** queued → running → completed, failed or cancelled */
export type ContactImportStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

export interface ConsentEntry {
  /** Entry id. */
  id: string;
  state: ConsentState;
  /** `api`, `import`, `compat`, `keyword`, `operator`, `provider` or `deletion`. */
  source: string;
  /** What was given or attested; `flagged` is true when nobody gave evidence. */
  evidence: Record<string, unknown>;
  /** Instant in UTC, ISO 8601. */
  at: string;
}

/** What shows that a person agreed */
export interface ConsentEvidence {
  /** Where consent was given, such as `signup form` or `call centre`. At most 100 characters. */
  source: string;
  /** When it was given; now when omitted. */
  at?: string | undefined;
  /** The wording agreed to. At most 2000 characters. */
  text?: string | undefined;
  /** The page it was given on. At most 2000 characters. */
  url?: string | undefined;
  /** The address it was given from. At most 45 characters. */
  ip?: string | undefined;
}

/** One person who can be messaged */
export interface Contact {
  /** Contact id. */
  id: string;
  /** Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`. */
  phone_e164: string;
  consent_state: ConsentState;
  /** When consent last changed. */
  consent_updated_at: string;
  /** Attributes by name. */
  attributes: Record<string, string | number | boolean>;
  /** IANA time zone of the contact; null when only the number tells. */
  time_zone: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
  /** When the contact last wrote to us. */
  last_message_received: string | null;
}

export interface ContactConsentsParams extends PageParams {}

export interface ContactCreateParams {
  /** Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`. */
  phone_e164: string;
  /** Default "OPT_OUT". */
  consent_state?: ConsentState | undefined;
  consent_evidence?: ConsentEvidence | undefined;
  /** Attributes by name; merged into what is stored, null removes one. At most 100. */
  attributes?: Record<string, string | number | boolean | null> | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. */
  time_zone?: string | undefined;
}

export interface ContactListParams extends PageParams {
  consent_state?: ConsentState | undefined;
  /** Only numbers that begin with this, such as `+49`. */
  phone_prefix?: string | undefined;
}

export interface ContactUpdateParams {
  consent_state?: ConsentState | undefined;
  consent_evidence?: ConsentEvidence | undefined;
  /** Attributes by name; merged into what is stored, null removes one. At most 100. */
  attributes?: Record<string, string | number | boolean | null> | undefined;
  /** IANA time zone; null forgets it. At most 64 characters. */
  time_zone?: string | null | undefined;
}

export interface DeletedContact {
  /** Contact id. */
  id: string;
  /** Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`. */
  phone_e164: string;
}

/** A contact as it was stored */
export interface SavedContact extends Contact {
  /** What looks odd but was accepted, such as a number that its country cannot have. */
  warnings: string[];
}

/** One message that someone sent to one of our numbers */
export interface InboundMessage {
  /** Id of the inbound message. */
  id: string;
  /** Who sent it, E.164. */
  from_phone: string;
  /** Our number, E.164. */
  to_phone: string;
  /** Text. */
  body: string;
  /** What the message asks for, when it is a keyword. */
  keyword: 'stop' | 'start' | 'help' | null;
  /** The contact with that number, if there is one. */
  contact_id: string | null;
  /** The carrier’s id of it. */
  message_sid: string;
  /** True when it came from a carrier simulator: no person wrote it. */
  simulated: boolean;
  /** Instant in UTC, ISO 8601. */
  received_at: string;
}

export interface InboundMessageListParams extends PageParams {
  /** Hours to look back. 1 to 2160. Default 24. */
  hours?: number | undefined;
}

export interface InboundReport {
  /** Totals of the time looked back at. */
  summary: {
    /** Messages in that time. */
    total: number;
    /** Numbers they came from. */
    unique_senders: number;
    /** Messages an hour. */
    average_per_hour: number;
    /** Messages that asked to stop. */
    stop_commands: number;
  };
}

/** One message to one recipient */
export interface Message {
  /** Message id. */
  id: string;
  /** The campaign it belongs to. */
  campaign_id: string | null;
  /** Name of that campaign. */
  campaign_name: string | null;
  /** The contact it goes to. */
  contact_id: string | null;
  /** Number it goes to, E.164. */
  recipient_phone: string;
  status: MessageStatus;
  /** Why it was excluded, held, expired or canceled. */
  reason: string | null;
  /** The carrier’s id of it. */
  provider_sid: string | null;
  /** True when the carrier is a simulator: nobody receives it. */
  simulated: boolean;
  /** The carrier’s error code. */
  error_code: number | null;
  /** Text as sent; null before. */
  body: string | null;
  /** SMS parts billed. */
  parts: number | null;
  /** GSM-7 or UCS-2. */
  encoding: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** When it was handed to the carrier. */
  sent_at: string | null;
  /** Instant in UTC, ISO 8601. */
  delivered_at: string | null;
  /** From handing over to delivery, in seconds. */
  delivery_time_seconds: number | null;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

/** A message with everything the carrier reported */
export interface MessageDetail extends Message {
  /** Everything the carrier reported, oldest first. */
  statuses: {
    /** The status reported. */
    status: string;
    /** The carrier’s error code. */
    error_code: number | null;
    /** Instant in UTC, ISO 8601. */
    at: string;
  }[];
}

export interface MessageListParams extends PageParams {
  /** Only messages of this campaign. */
  campaign_id?: string | undefined;
  /** Only messages that stand so. */
  status?: MessageStatus | undefined;
  /** Made at or after. */
  start_date?: string | undefined;
  /** Made before. */
  end_date?: string | undefined;
  /** Also count everything that matches, by outcome. Default false. */
  include_summary?: boolean | undefined;
}

export interface MessageReport {
  /** Totals, when `include_summary` was given. */
  summary?: {
    /** Everything that matches. */
    total_messages: number;
    /** Delivered or read. */
    delivered: number;
    /** Failed or undelivered. */
    failed: number;
    /** Neither delivered, failed nor left out. */
    pending: number;
    /** Delivered of those handed to the carrier, in percent; null for none. */
    delivery_rate: number | null;
  };
}

/**
 * Before the carrier: planned, excluded, claimed, calling, unconfirmed, expired, held. At the carrier: accepted
 * to read, undelivered, failed, canceled
 */
export type MessageStatus =
  | 'planned'
  | 'excluded'
  | 'claimed'
  | 'calling'
  | 'unconfirmed'
  | 'expired'
  | 'held'
  | 'accepted'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'undelivered'
  | 'failed'
  | 'canceled';

/**
 * `OPT_IN`: may be messaged. `OPT_OUT`: has not agreed, or withdrew. `STOP`: asked to stop by keyword or through
 * an operator; only new evidence lifts it
 */
export type ConsentState = 'OPT_IN' | 'OPT_OUT' | 'STOP';

export interface DeletedSegment {
  /** Segment id. */
  id: string;
}

/** One condition on one attribute */
export interface FilterCondition {
  /**
   * An attribute’s name, or one of phone_e164, consent_state, time_zone, created_at, updated_at,
   * consent_updated_at, last_message_received.
   */
  attribute: string;
  /**
   * `equals`, `in` compare case-sensitively; `contains`, `starts_with` in any case. `not_equals`, `not_in` also
   * match contacts without the attribute. `greater_than`, `less_than`, `gte`, `lte` take a number, a day or an
   * instant; `before`, `after` a day (midnight UTC) or an instant. `within_days`: an instant in the last N days.
   * `exists` without a value, or with true: the attribute is there.
   */
  operator:
    | 'equals'
    | 'not_equals'
    | 'greater_than'
    | 'less_than'
    | 'gte'
    | 'lte'
    | 'contains'
    | 'starts_with'
    | 'in'
    | 'not_in'
    | 'exists'
    | 'before'
    | 'after'
    | 'within_days';
  /** What to compare with; a list for `in` and `not_in`. */
  value?: string | number | boolean | (string | number | boolean)[];
}

/** Conditions joined by AND or OR */
export interface FilterGroup {
  /** `AND`: every condition holds. `OR`: at least one does. */
  operator: 'AND' | 'OR';
  /** Conditions, and groups of them. */
  conditions: (FilterCondition | FilterGroup)[];
}

/** A saved filter over contacts */
export interface Segment {
  /** Segment id. */
  id: string;
  /** Unique name. */
  name: string;
  /** Notes of your own. */
  description: string | null;
  /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
  filter_criteria: SegmentFilter;
  /** Contacts that match: counted now by `get`, when the segment was last saved by `list`. */
  estimated_audience_size: number;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface SegmentCreateParams {
  /** Unique name. At most 200 characters. */
  name: string;
  /** Notes of your own. At most 2000 characters. */
  description?: string | null | undefined;
  /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
  filter_criteria: SegmentFilter;
}

export interface SegmentEvaluateParams {
  /** Numbers to show, 0 to 100. Default 10. */
  sample_size?: number | undefined;
}

export interface SegmentEvaluation {
  /** Segment id. */
  segment_id: string;
  /** Contacts that match, whatever their consent. */
  matching_users: number;
  /** Those of them that may be messaged. */
  opted_in: number;
  /** Numbers of the newest that match. */
  sample_users: string[];
  /** Milliseconds the evaluation took. */
  evaluation_time_ms: number;
}

export type SegmentFilter = FilterCondition | FilterGroup;

export interface SegmentListParams extends PageParams {}

export interface SegmentUpdateParams {
  /** Unique name. At most 200 characters. */
  name?: string | undefined;
  /** Notes of your own. At most 2000 characters. */
  description?: string | null | undefined;
  /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
  filter_criteria?: SegmentFilter | undefined;
}

/** A number that messages come from, and the account behind it */
export interface Sender {
  /** Your name for the sender: 1 to 63 of a-z 0-9 _ -. */
  sender_id: string;
  /** What it sends. */
  kind: 'sms';
  /** The number messages come from; belongs to one workspace only. */
  phone_e164: string;
  /** Account SID at the carrier. */
  account_sid: string;
  /** Where the carrier’s HTTP API is. */
  base_url: string;
  /** Messages a second, shared by every campaign that uses the sender. */
  rate_per_second: number;
  /** Messages that may go at once after a quiet spell; over any second at most rate + burst go. */
  burst: number;
  /** True when a carrier simulator answers: nothing reaches a phone. */
  simulated: boolean;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface SenderListParams extends PageParams {}

export interface SenderPutParams {
  /** What it sends. Default "sms". */
  kind?: 'sms' | undefined;
  /** The number messages come from; belongs to one workspace only. */
  phone_e164: string;
  /** Account SID at the carrier. */
  account_sid: string;
  /**
   * Signs requests and webhooks; stored sealed and never shown. Needed once; omit to keep it. At most 200
   * characters.
   */
  auth_token?: string | undefined;
  /**
   * Where the carrier’s HTTP API is, such as `https://api.twilio.com`. At most 500 characters. Default
   * "https://api.twilio.com".
   */
  base_url?: string | undefined;
  /** Messages a second, shared by every campaign that uses the sender. 0.01 to 10000. Default 1. */
  rate_per_second?: number | undefined;
  /**
   * Messages that may go at once after a quiet spell; over any second at most rate + burst go. 1 to 10000. Default
   * 1.
   */
  burst?: number | undefined;
  /** True when a carrier simulator answers: nothing reaches a phone. Default false. */
  simulated?: boolean | undefined;
}

export interface DeletedTemplate {
  /** Template id. */
  id: string;
}

/** A text with variables */
export interface Template {
  /** Template id. */
  id: string;
  /** Unique name. */
  name: string;
  /** Text; `{name}` is replaced by the contact’s attribute of that name. */
  content: string;
  /** Names used in `content`, in order of appearance. */
  variables: string[];
  /** `UCS-2` as soon as one character is outside GSM 03.38. */
  encoding: 'GSM-7' | 'UCS-2';
  /** Messages it is split into and billed as. */
  parts: number;
  /** Characters of the text. */
  character_count: number;
  /** With every variable replaced by 40 characters outside GSM 03.38: what a message can cost when values are long. */
  worst_case: TextSize;
  /** Inactive templates are not offered for new campaigns. */
  is_active: boolean;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface TemplateCreateParams {
  /** Unique name. At most 200 characters. */
  name: string;
  /** Text of the message, at most 1600 characters; `{name}` is replaced by the contact’s attribute of that name. */
  content: string;
  /** Names used in `content` as `{name}`; when given they must be exactly those. At most 100 items. */
  variables?: string[] | undefined;
  /** Inactive templates are not offered for new campaigns. Default true. */
  is_active?: boolean | undefined;
}

export interface TemplateListParams extends PageParams {
  /** Only active, or only inactive ones. */
  is_active?: boolean | undefined;
}

/** A template as one contact would get it */
export interface TemplatePreview {
  /** The text with variables replaced; a missing one stays as `{name}`. */
  text: string;
  /** `UCS-2` as soon as one character is outside GSM 03.38. */
  encoding: 'GSM-7' | 'UCS-2';
  /** Messages it is split into and billed as. */
  parts: number;
  /** Characters of the text. */
  character_count: number;
  /** Variables without a value: a campaign leaves such a contact out. */
  missing_variables: string[];
}

export interface TemplatePreviewParams {
  /** Fill it in for this contact. */
  contact_id?: string | undefined;
  /** The same, by phone number. */
  phone_e164?: string | undefined;
  /** Values by variable name. */
  values?: Record<string, string | number | boolean> | undefined;
}

export interface TemplateUpdateParams {
  /** Unique name. At most 200 characters. */
  name?: string | undefined;
  /** Text of the message, at most 1600 characters; `{name}` is replaced by the contact’s attribute of that name. */
  content?: string | undefined;
  /** Names used in `content` as `{name}`; when given they must be exactly those. At most 100 items. */
  variables?: string[] | undefined;
  /** Inactive templates are not offered for new campaigns. */
  is_active?: boolean | undefined;
}

/** How a text travels, and how many parts it is billed as */
export interface TextSize {
  /** `UCS-2` as soon as one character is outside GSM 03.38. */
  encoding: 'GSM-7' | 'UCS-2';
  /** Messages it is split into and billed as. */
  parts: number;
  /** Characters of the text. */
  character_count: number;
}

/** One permission */
export type AccessScope =
  | 'messaging:read'
  | 'messaging:write'
  | 'messaging:send'
  | 'events:read'
  | 'system:read'
  | 'jobs:write'
  | 'workspace:read'
  | 'workspace:admin';

export interface FieldProblem {
  /** RFC 6901 JSON pointer into the input. */
  pointer: string;
  code: string;
  detail: string;
}

/** viewer reads; operator also writes and sends; admin also manages people and keys; owner all */
export type MemberRole = 'viewer' | 'operator' | 'admin' | 'owner';

export interface PageInfo {
  /** Pass as `cursor` for the next page; null at the end. */
  next_cursor: string | null;
  /** Items a page, as asked for. */
  limit: number;
  /** Everything that matches, when `include_total` was given. */
  total?: number;
}

export interface PageParams {
  /** Items in this page, 1 to 500. Default 50. */
  limit?: number | undefined;
  /** `page.next_cursor` of the page before; omit for the first page. At most 1000 characters. */
  cursor?: string | undefined;
  /** Also count everything that matches; slower on large lists. Default false. */
  include_total?: boolean | undefined;
}

/** Why a request failed (RFC 9457) */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** What to change. */
  detail: string;
  instance?: string;
  code:
    | 'malformed'
    | 'validation_failed'
    | 'unauthenticated'
    | 'forbidden'
    | 'not_found'
    | 'method_not_allowed'
    | 'request_timeout'
    | 'conflict'
    | 'idempotency_in_progress'
    | 'payload_too_large'
    | 'unsupported_media_type'
    | 'unprocessable'
    | 'idempotency_mismatch'
    | 'consent_missing'
    | 'not_configured'
    | 'quota_exceeded'
    | 'rate_limited'
    | 'internal'
    | 'unavailable';
  request_id: string;
  errors?: FieldProblem[];
}

/** A piece of work that outlives its request */
export interface Job {
  /** Job id. */
  id: string;
  /** What is done. */
  kind: string;
  /** The record it is done to. */
  record_id: string;
  /** The operation that asked for it. */
  operation: string;
  status: JobStatus;
  /** How far it is; null before it begins. */
  progress: {
    /** Steps done. */
    done: number;
    /** Steps in all; null while unknown. */
    total: number | null;
  } | null;
  /** What came of it; null until it has succeeded. */
  result: unknown;
  /** Why it failed. */
  error: {
    /** What went wrong. */
    code: string;
    /** The same in words. */
    detail: string;
  } | null;
  /** Instant in UTC, ISO 8601. */
  cancel_requested_at: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
  /** Instant in UTC, ISO 8601. */
  finished_at: string | null;
}

export interface JobListParams extends PageParams {
  /** Only jobs that stand so. */
  status?: JobStatus | undefined;
  /** Only this kind, such as `messaging.campaigns.send`. At most 100 characters. */
  kind?: string | undefined;
  /** Only jobs of this record. At most 100 characters. */
  record_id?: string | undefined;
  /** Only jobs made by operations of this scope. At most 100 characters. */
  scope?: string | undefined;
}

/** `waiting_for_engine`: accepted and kept; it starts when the durable engine is back */
export type JobStatus = 'queued' | 'waiting_for_engine' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** How the server and its parts are */
export interface Health {
  /** `degraded`: requests are answered, but work waits; `unhealthy`: requests fail. */
  status: 'healthy' | 'degraded' | 'unhealthy';
  /** Version of the server. */
  version: string;
  /** Name of the installation. */
  environment: string;
  /** Where records are kept. */
  database: PartState;
  /** The durable engine; while it is away, jobs say `waiting_for_engine`. */
  engine: PartState;
  /** Carries out jobs. */
  worker: PartState;
  /** Queries of marketing metrics that this process has answered. */
  aggregator_stats: {
    /** Queries answered. */
    queries_processed: number;
    /** Seconds; null before the first query. */
    avg_latency: number | null;
  };
  /** Seconds since the process began. */
  uptime_seconds: number;
  /** When this was found. */
  checked_at: string;
}

export interface Liveness {
  /** The process answers. */
  status: 'alive';
}

/** An OpenAPI 3.1 document */
export type OpenApiDocument = Record<string, unknown>;

/** `elsewhere`: run by another process of this installation */
export type PartState = 'healthy' | 'starting' | 'unavailable' | 'elsewhere';

export interface Readiness {
  /** Requests are taken. */
  status: 'ready';
  /** Where records are kept. */
  database: 'healthy';
}

/** What the process uses; null where the platform does not tell */
export interface ServerMetrics {
  /** What runs. */
  app: {
    /** Name of the program. */
    name: string;
    /** Its version. */
    version: string;
    /** Name of the installation. */
    environment: string;
  };
  /** What the process uses. */
  system: {
    /** Of one core, since the last reading. */
    cpu_percent: number;
    /** Resident memory in MiB. */
    memory_mb: number;
    /** Resident memory as a share of the machine. */
    memory_percent: number;
    /** Threads of the process. */
    threads: number | null;
    /** Open file descriptors. */
    open_files: number | null;
  };
  /** Seconds since the process began. */
  uptime_seconds: number;
}

/** An API key as it is listed: never the key itself */
export interface ApiKey {
  /** Key id. */
  id: string;
  /** What it is for. */
  name: string;
  /** How the key begins, to recognise it by. */
  prefix: string;
  /** What the key may do, as far as its maker may still do it. */
  scopes: AccessScope[];
  /** User id of the member who made it. */
  made_by: string;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** When it ends; null means when it is revoked. */
  expires_at: string | null;
  /** Exact to about five minutes. */
  last_used_at: string | null;
  /** When it was revoked; null while it works. */
  revoked_at: string | null;
}

export interface ApiKeyCreateParams {
  /** What it is for. At most 120 characters. */
  name: string;
  /** No more than the caller has. At most 8 items. */
  scopes: AccessScope[];
  /** Without it, the key lasts until it is revoked. */
  expires_at?: string | undefined;
}

export interface ApiKeyListParams extends PageParams {
  /** Also keys that no longer work. Default false. */
  include_revoked?: boolean | undefined;
}

/** A new API key; `key` is shown this once */
export interface NewApiKey extends ApiKey {
  /** Send as `Authorization: Bearer …`. It cannot be shown again. */
  key: string;
}

/** One line of the audit trail */
export interface AuditEntry {
  /** Entry id. */
  id: string;
  /** Instant in UTC, ISO 8601. */
  at: string;
  /** `user`, `api_key` or what else acted. */
  actor_kind: string;
  /** Id of the user or key. */
  actor_id: string | null;
  /** Operation name. */
  operation: string;
  /** The `x-request-id` of the call. */
  request_id: string;
  /** `done` or `refused`. */
  outcome: string;
  /** Ids and states the call touched. */
  facts: Record<string, string | number | boolean | null>;
}

export interface AuditEntryListParams extends PageParams {
  /** Only this operation, such as `messaging.campaigns.trigger`. At most 100 characters. */
  operation?: string | undefined;
  /** Only what this user or key did. At most 100 characters. */
  actor_id?: string | undefined;
  /** Only `done`, or only `refused`. At most 100 characters. */
  outcome?: string | undefined;
  /** Entries at or after this instant. */
  from?: string | undefined;
  /** Entries before this instant. */
  until?: string | undefined;
}

/** One rate limit as it stands for the caller */
export interface LimitState {
  /** Name of the policy, as in the RateLimit headers. */
  policy: string;
  /** Calls allowed in one window. */
  quota: number;
  /** Length of one window in seconds. */
  window_seconds: number;
  /** Calls left. */
  remaining: number;
  /** Seconds until the whole limit is there again. */
  reset_seconds: number;
}

export interface LimitStates {
  /** One a policy. */
  items: LimitState[];
}

/** Someone who belongs to the workspace, or is invited to */
export interface WorkspaceMember {
  /** While `invited`, the id of the invitation. */
  user_id: string;
  /** Belongs to it, or is invited to. */
  status: 'active' | 'invited';
  /** E-mail address. */
  email: string;
  /** Null while invited. */
  full_name: string | null;
  role: MemberRole;
  /** When they joined or were invited. */
  created_at: string;
  /** When an invitation ends; null for members. */
  expires_at: string | null;
}

export interface WorkspaceMemberInviteParams {
  /** E-mail address; upper and lower case are the same account. At most 254 characters. */
  email: string;
  /** Default "operator". */
  role?: MemberRole | undefined;
}

export interface WorkspaceMemberListParams extends PageParams {}

export interface WorkspaceMemberUpdateParams {
  role: MemberRole;
}

/** Local hours without messages, `[start, end)`; may wrap midnight; start = end means none */
export interface DefaultQuietHours {
  /** Local time of day, `HH:MM` on a 24-hour clock. */
  start: string;
  /** Local time of day, `HH:MM` on a 24-hour clock. */
  end: string;
}

/** A workspace’s name, clock and defaults */
export interface WorkspaceSettings {
  /** Workspace id. */
  workspace_id: string;
  /** Name of the workspace. */
  name: string;
  /** IANA time zone of days, reports and schedules. */
  time_zone: string;
  /** A workspace with made-up data. */
  is_demo: boolean;
  /** Quiet hours of campaigns that state none; null for none. */
  default_quiet_hours: DefaultQuietHours | null;
  /** Sender of campaigns that state none. */
  default_sender_id: string | null;
  /** Whether webhooks and base URLs may point at private network addresses; for servers inside a company network. */
  allow_private_links: boolean;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
}

export interface WorkspaceSettingsUpdateParams {
  /** Name of the workspace. At most 120 characters. */
  name?: string | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. */
  time_zone?: string | undefined;
  /** Quiet hours of campaigns that state none; null for none. */
  default_quiet_hours?: DefaultQuietHours | null | undefined;
  /** Sender of campaigns that state none. At most 63 characters. */
  default_sender_id?: string | null | undefined;
  /** Whether webhooks and base URLs may point at private network addresses; for servers inside a company network. */
  allow_private_links?: boolean | undefined;
}

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
      segments: {
        list: Query<SegmentListParams, Listed<Segment>>;
        get: Query<{ segment_id: string }, Segment>;
        create: Mutation<SegmentCreateParams, Segment>;
        update: Mutation<{ segment_id: string } & SegmentUpdateParams, Segment>;
        delete: Mutation<{ segment_id: string }, DeletedSegment>;
        evaluate: Query<{ segment_id: string } & SegmentEvaluateParams, SegmentEvaluation>;
      };
      senders: {
        list: Query<SenderListParams, Listed<Sender>>;
        put: Mutation<{ sender_id: string } & SenderPutParams, Sender>;
      };
      templates: {
        list: Query<TemplateListParams, Listed<Template>>;
        get: Query<{ template_id: string }, Template>;
        create: Mutation<TemplateCreateParams, Template>;
        update: Mutation<{ template_id: string } & TemplateUpdateParams, Template>;
        delete: Mutation<{ template_id: string }, DeletedTemplate>;
        preview: Query<{ template_id: string } & TemplatePreviewParams, TemplatePreview>;
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

/** What raw operations take, by name. */
export interface RawOperations {
  'messaging.contactImports.create': ContactImportCreateParams;
  'messaging.contactImports.errors': { import_id: string };
  'system.metrics': Nothing;
  'system.openapi': Nothing;
}
