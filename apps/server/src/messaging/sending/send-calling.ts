import { isCapped, type FrequencyCap } from '@marquee/rules/messaging/sending/frequency-cap';
import type { QuietHours } from '@marquee/rules/messaging/sending/quiet-hours';
import { decideSend, type Recipient, type SendTerms } from '@marquee/rules/messaging/sending/send-plan';
import { zonesFor } from '@marquee/rules/messaging/zones/recipient-zone';
import type { Db } from '../../database/database.ts';
import { withCommit } from '../../database/session.ts';
import {
  callTerms,
  lockRecipients,
  paceOfCampaign,
  recentMessages,
  unclaim,
  writeDecisions,
  type BatchClaim,
  type CallingSender,
  type CallTerms,
  type ClaimedMessage,
  type DecisionRow,
  type RecipientRow,
} from './send-chunk.store.ts';
import { completePaces } from './send-pace.store.ts';
import { grantRoom, limitOfSender, withEnded, type Limit } from './send-room.ts';

/** One call that may begin. */
export interface Call {
  readonly messageId: string;
  readonly contactId: string;
  readonly to: string;
  readonly body: string;
}

/** What the calling update decided; messages that are `left` stay claimed because there is no room for them yet. */
export type Calling =
  | {
      readonly kind: 'calls';
      /** Known once the transaction has committed. */
      readonly begun: Promise<readonly Call[]>;
      readonly sender: CallingSender;
      readonly grant: CallGrant;
      readonly left: readonly ClaimedMessage[];
    }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The campaign is to be paused for this reason. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'stopped' };

/** The room that calls which began together take up at the paces of their campaign and sender. */
export interface CallGrant {
  readonly id: string;
  readonly paces: readonly string[];
}

/** A grant whose calls have all ended. */
export interface EndedGrant extends CallGrant {
  readonly atMs: number;
}

/** When and as what the calling update runs. */
export interface CallingOptions {
  readonly now: Date;
  /** Names the calls that begin together. */
  readonly grantId: string;
  /** What this attempt has claimed and wants to call together. */
  readonly chunk: readonly ClaimedMessage[];
  /** Its calls before, which have ended: their room is given back with this update. */
  readonly ended: EndedGrant | null;
  /** Whether this installation may send through a carrier simulator. */
  readonly simulatorPermitted: boolean;
}

/**
 * The update that lets calls begin, `claimed → calling`, in the caller's transaction: it reads campaign, consent, reviews, zones
 * and paces again under locks, writes what became of each claimed message, and answers the calls. They may begin once it has
 * committed, and not otherwise.
 */
export async function beginCalls(db: Db, claim: BatchClaim, options: CallingOptions): Promise<Calling> {
  const { now, grantId, chunk, ended, simulatorPermitted } = options;
  const at = now.toISOString();
  const contacts = chunk.map(({ contact_id }) => contact_id);
  const [terms, recipients] = await Promise.all([
    callTerms(db, claim),
    lockRecipients(db, claim.workspaceId, contacts),
  ]);
  if (terms?.status !== 'running' || terms.cancel_requested || terms.sender === null) {
    await unclaim(db, claim, at);
    return { kind: 'stopped' };
  }
  const reason = senderRefusal(terms, terms.sender, simulatorPermitted);
  if (reason !== null) {
    await unclaim(db, claim, at);
    return { kind: 'refused', reason };
  }
  const limits = limitsOf(claim, terms, terms.sender);
  const locked = await completePaces(db, claim.workspaceId, { subjects: limits, locked: terms.paces, at });
  const paces = withEnded(locked, ended);
  const recent = await recentMessages(db, claim.workspaceId, { caps: capsOf(terms), contacts: recipients, at: now });
  const decided = decideAll({ claimed: chunk, recipients, recent, terms, now });

  const wanted = decided.filter(({ status }) => status === 'calling').length;
  const granted = grantRoom({ limits, paces, wanted, nowMs: now.getTime(), grantId });
  const rows = withinRoom(decided, granted.count);
  const used = granted.count > 0 ? granted.paces : ended === null ? [] : [...paces.values()];
  const written = writeDecisions(db, claim, { rows, paces: used, at });
  const begun = withCommit(
    db,
    written.then((ids) => rows.flatMap((row) => callOf(row, chunk, ids))),
  );

  if (granted.waitMs > 0) return { kind: 'wait', ms: granted.waitMs };
  const decidedIds = new Set(rows.map(({ id }) => id));
  return {
    kind: 'calls',
    begun,
    sender: terms.sender,
    grant: { id: grantId, paces: limits.map(({ subject }) => subject) },
    left: chunk.filter(({ id }) => !decidedIds.has(id)),
  };
}

/** Why a run may not go through its sender as it is now; null when it may. */
export function senderRefusal(
  { simulated }: Pick<CallTerms, 'simulated'>,
  sender: Pick<CallingSender, 'simulated'>,
  simulatorPermitted: boolean,
): 'simulator_not_permitted' | 'sender_changed' | null {
  if (sender.simulated && !simulatorPermitted) return 'simulator_not_permitted';
  // A run is simulated as a whole or not at all: its report says one of the two of every message.
  return sender.simulated === simulated ? null : 'sender_changed';
}

/** A campaign's limit holds for every window of a second; a sender has a bucket besides, so that its burst is not its rate. */
function limitsOf(
  { campaignId }: BatchClaim,
  { rate_limit_per_second }: CallTerms,
  sender: CallingSender,
): readonly Limit[] {
  const ofSender = limitOfSender(sender);
  if (rate_limit_per_second === null) return [ofSender];
  return [
    { subject: paceOfCampaign(campaignId), tokensWhenNew: 0, max: rate_limit_per_second, policy: null },
    ofSender,
  ];
}

/** Decisions without the calls there is no room for: those stay claimed and are decided again. */
function withinRoom(decided: readonly DecisionRow[], room: number): readonly DecisionRow[] {
  let left = room;
  return decided.filter(({ status }) => status !== 'calling' || left-- > 0);
}

interface Deciding {
  readonly claimed: readonly ClaimedMessage[];
  readonly recipients: readonly RecipientRow[];
  readonly recent: Awaited<ReturnType<typeof recentMessages>>;
  readonly terms: CallTerms;
  readonly now: Date;
}

function decideAll({ claimed, recipients, recent, terms, now }: Deciding): readonly DecisionRow[] {
  const byId = new Map(recipients.map((row) => [row.id, row]));
  const sendTerms = sendTermsOf(terms);
  const where = { ...terms, caps: capsOf(terms), at: now };
  return claimed.map((message) => {
    const row = byId.get(message.contact_id);
    const known = { phone: message.phone_e164, recent: recent.get(message.contact_id) ?? [] };
    const recipient = row === undefined ? null : recipientOf({ row, ...known }, where);
    const decided = { id: message.id, consent_id: row?.consent_id ?? null };
    return decisionRow(decided, decideSend(recipient, sendTerms, now));
  });
}

/** What a campaign sends and when it may, as the rules want it. */
export function sendTermsOf(
  terms: Pick<CallTerms, 'content' | 'expires_at' | 'quiet_hours_start' | 'quiet_hours_end'>,
): SendTerms {
  const { quiet_hours_start: start, quiet_hours_end: end } = terms;
  const quiet: QuietHours | null = start === null || end === null ? null : { start, end };
  return { content: terms.content, quiet, expiresAt: terms.expires_at === null ? null : new Date(terms.expires_at) };
}

/** The frequency caps that hold for a campaign: its own and the workspace's. */
export function capsOf(terms: Pick<CallTerms, 'frequency_cap' | 'workspace_frequency_cap'>): readonly FrequencyCap[] {
  return [terms.frequency_cap, terms.workspace_frequency_cap].filter((cap) => cap !== null);
}

/** What is known of a recipient. */
interface Known {
  readonly row: RecipientRow;
  readonly phone: string;
  /** When messages to them began of late. */
  readonly recent: readonly Date[];
}

/** What a recipient is decided under. */
interface DecidedUnder extends Pick<CallTerms, 'time_zone' | 'workspace_time_zone'> {
  readonly caps: readonly FrequencyCap[];
  readonly at: Date;
}

/** A contact's row as the rules want it. */
export function recipientOf({ row, phone, recent }: Known, terms: DecidedUnder): Recipient {
  const where = {
    contactZone: row.time_zone,
    phone,
    campaignZone: terms.time_zone,
    workspaceZone: terms.workspace_time_zone,
  };
  return {
    consent: row.consent_state,
    reviewOpenedAt: row.review_opened_at === null ? null : new Date(row.review_opened_at),
    isFrequencyCapped: isCapped(terms.caps, recent, terms.at),
    attributes: row.attributes,
    zones: zonesFor(where),
  };
}

function decisionRow(
  decided: Pick<DecisionRow, 'id' | 'consent_id'>,
  decision: ReturnType<typeof decideSend>,
): DecisionRow {
  const nothing = { ...decided, reason: null, not_before: null, body: null, parts: null, encoding: null };
  switch (decision.kind) {
    case 'send':
      return { ...nothing, status: 'calling', body: decision.text, parts: decision.parts, encoding: decision.encoding };
    case 'exclude':
      return { ...nothing, status: 'excluded', reason: decision.reason };
    case 'hold':
      return { ...nothing, status: 'planned', reason: decision.reason, not_before: decision.until.toISOString() };
    case 'expire':
      return { ...nothing, status: 'expired', reason: decision.reason };
    case 'wait':
      return { ...nothing, status: 'planned', reason: 'quiet_hours', not_before: decision.until.toISOString() };
  }
}

function callOf(row: DecisionRow, claimed: readonly ClaimedMessage[], begun: ReadonlySet<string>): readonly Call[] {
  const message = claimed.find(({ id }) => id === row.id);
  if (message === undefined || row.body === null || !begun.has(row.id)) return [];
  return [{ messageId: row.id, contactId: message.contact_id, to: message.phone_e164, body: row.body }];
}
