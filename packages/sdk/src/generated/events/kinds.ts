// Made from the contract by `npm run generate`; do not edit.

import type { LoggedEvent } from './schemas.ts';
import type { ContactImportStatus } from '../messaging/contact-imports.ts';
import type { ConsentState } from '../messaging/schemas.ts';
import type { MemberRole } from '../schemas.ts';

/** What the event of each name carries */
export interface EventData {
  /** An endpoint failed for too long, or said that it is gone, and gets nothing more. */
  'events.webhooks.disabled': {
    webhook_id: string;
    reason: 'failing' | 'gone' | (string & {});
  };
  /** A test of an endpoint; sent to that endpoint only and not logged. */
  'events.webhooks.tested': {
    webhook_id: string;
  };
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
  /** An answer that may mean stop waits for a person’s judgement. */
  'messaging.optOutReviews.opened': {
    review_id: string;
    contact_id: string;
  };
  /** An answer that may mean stop was judged. */
  'messaging.optOutReviews.resolved': {
    review_id: string;
    contact_id: string;
    /** `open` until judged; then `stopped` or `released`. */
    status: 'open' | 'stopped' | 'released' | (string & {});
  };
  /** A number was suppressed by an operator. */
  'messaging.suppressions.added': {
    suppression_id: string;
    contact_id: string | null;
  };
  /** A WhatsApp template stands differently with Meta. */
  'messaging.whatsapp_templates.changed': {
    template_id: string;
    status: string;
  };
  /** A batch of metrics is in the catalog and in every query. */
  'metrics.batches.processed': {
    batch_id: string;
    data_type: string;
    accepted: number;
    replaced: number;
    duplicates: number;
    rejected: number;
  };
  /** The demo is as it began: what was read before is gone. */
  'workspace.demo.reset': {
    job_id: string;
  };
  /** Someone was invited to the workspace. */
  'workspace.members.invited': {
    invitation_id: string;
    role: MemberRole;
  };
  /** Someone accepted an invitation, or stays in the demo with an account of their own. */
  'workspace.members.joined': {
    user_id: string;
    role: MemberRole;
  };
  /** A member was removed, or an invitation withdrawn. */
  'workspace.members.removed': {
    user_id: string;
    status: 'active' | 'invited' | (string & {});
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
