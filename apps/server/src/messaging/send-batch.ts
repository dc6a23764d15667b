import { providerStatusOf } from '@marquee/rules/messaging/message-status';
import type { Db } from '../database/database.ts';
import type { Carrier, SendOutcome } from '../gateways/twilio.ts';
import { lockCampaign, setCampaignStatus } from './campaigns.store.ts';
import { applyParked } from './message-statuses.store.ts';
import { beginCalls, type Call, type Calling, type CallingOptions, type EndedGrant } from './send-calling.ts';
import {
  claimBatch,
  takeOverBatch,
  unclaim,
  type BatchClaim,
  type CallingSender,
  type ClaimedMessage,
} from './send-chunk.store.ts';
import type { Attempt, SendDeps } from './send-deps.ts';
import { recordOutcomes, type OutcomeRow } from './send-outcomes.store.ts';
import { settlePaces } from './send-pace.store.ts';
import { recordProviderStop } from './send-stop.ts';
import { senderSealContext } from './senders.store.ts';

/** How many messages are called at once by one attempt. */
const chunkSize = 25;
const pauseMsMax = 1000;
/** The carrier's words: the recipient has sent STOP to this number. */
const stoppedAtProvider = 21_610;

type Calls = Extract<Calling, { kind: 'calls' }>;

interface Made {
  readonly call: Call;
  readonly outcome: SendOutcome;
}

/**
 * Sends what is due in one batch: claims it, then a chunk at a time lets the calls begin, calls, and records. Ends early when the
 * campaign no longer runs; what is left stays planned.
 *
 * @returns how many messages reached each status
 */
export async function sendBatch(deps: SendDeps, claim: BatchClaim, attempt: Attempt): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const sending: Sending = { deps, claim, attempt, counts };
  const inTransaction = <T>(work: (db: Db) => Promise<T>) => deps.asWorkspace(claim.workspaceId, work);
  await inTransaction((db) => takeOverBatch(db, claim, { at: deps.now().toISOString(), settleMs: deps.settleMs }));
  for (;;) {
    // Again after the last chunk: what the carrier put off may have become due.
    const line = await inTransaction((db) => claimBatch(db, claim, deps.now().toISOString()));
    if (line.length === 0 || !(await sendLine(sending, line))) return counts;
  }
}

interface Sending {
  readonly deps: SendDeps;
  readonly claim: BatchClaim;
  readonly attempt: Attempt;
  readonly counts: Record<string, number>;
}

/** Calls what is claimed, in order; `false` when the campaign no longer runs. */
async function sendLine(
  { deps, claim, attempt, counts }: Sending,
  claimed: readonly ClaimedMessage[],
): Promise<boolean> {
  const inTransaction = <T>(work: (db: Db) => Promise<T>) => deps.asWorkspace(claim.workspaceId, work);
  let line = claimed;
  let ended: EndedGrant | null = null;
  while (line.length > 0) {
    attempt.pulse();
    if (attempt.signal.aborted) {
      await inTransaction((db) => giveBack(deps, db, { claim, ended }));
      attempt.signal.throwIfAborted();
    }
    const options: CallingOptions = {
      ...{ now: deps.now(), grantId: deps.newId() },
      ...{ chunk: line.slice(0, chunkSize), ended },
    };
    const calling: Calling = await inTransaction((db) => beginCalls(db, claim, options));
    if (calling.kind === 'stopped') return false;
    ended = null;
    if (calling.kind === 'wait') {
      await attempt.pause(Math.min(calling.ms, pauseMsMax));
      continue;
    }
    const made = await makeCalls(deps, claim, calling);
    line = [...calling.left, ...line.slice(chunkSize)];
    const slowDownMs = retryAfterMs(made);
    if (made.length > 0) ended = { ...calling.grant, atMs: deps.now().getTime() };
    const isLast = line.length === 0 || slowDownMs > 0;
    await inTransaction((db) => record(deps, db, { claim, made, counts, ended: isLast ? ended : null }));
    if (isLast) ended = null;
    await afterCalls({ deps, claim, attempt, counts }, made, slowDownMs);
  }
  return true;
}

/** Obeys what the carrier asked for: a pause of the campaign whose credentials it refuses, of this line when it is called too fast. */
async function afterCalls({ deps, claim, attempt }: Sending, made: readonly Made[], slowDownMs: number): Promise<void> {
  // Apart from the record: the campaign's lock comes before the paces' everywhere.
  if (made.some(({ outcome }) => outcome.kind === 'unauthorised'))
    await deps.asWorkspace(claim.workspaceId, (db) => pauseForCredentials(db, claim, deps.now().toISOString()));
  for (let left = slowDownMs; left > 0 && !attempt.signal.aborted; left -= pauseMsMax) {
    attempt.pulse();
    await attempt.pause(Math.min(left, pauseMsMax));
  }
}

async function giveBack(
  { now }: SendDeps,
  db: Db,
  { claim, ended }: { readonly claim: BatchClaim; readonly ended: EndedGrant | null },
): Promise<void> {
  await unclaim(db, claim, now().toISOString());
  if (ended !== null) await settlePaces(db, claim.workspaceId, ended);
}

async function makeCalls(
  deps: SendDeps,
  { workspaceId }: BatchClaim,
  { calls, sender }: Calls,
): Promise<readonly Made[]> {
  if (calls.length === 0) return [];
  const carrier = carrierOf(deps, workspaceId, sender);
  return await Promise.all(
    calls.map(async (call) => ({ call, outcome: await send(deps, carrier, { call, from: sender.phone_e164 }) })),
  );
}

/** The sender's account at the carrier. */
export function carrierOf({ sealer, carrierFor }: SendDeps, workspaceId: string, sender: CallingSender): Carrier {
  const context = senderSealContext({ workspaceId, senderId: sender.sender_id });
  const authToken = sealer.open(sender.auth_token_sealed, context);
  return carrierFor({ accountSid: sender.account_sid, authToken, baseUrl: sender.base_url });
}

async function send(
  { publicUrl }: SendDeps,
  carrier: Carrier,
  { call, from }: { call: Call; from: string },
): Promise<SendOutcome> {
  const statusCallback = `${publicUrl}/api/v1/hooks/twilio/status?message_id=${call.messageId}`;
  return await carrier.send({ to: call.to, from, body: call.body, statusCallback });
}

interface Recording {
  readonly claim: BatchClaim;
  readonly made: readonly Made[];
  readonly counts: Record<string, number>;
  /** Calls that ended and whose room no calling update will give back. */
  readonly ended: EndedGrant | null;
}

async function record(deps: SendDeps, db: Db, { claim, made, counts, ended }: Recording): Promise<void> {
  const now = deps.now();
  const at = now.toISOString();
  const { workspaceId } = claim;
  const rows = made.map((each) => outcomeRow(each, { now, settleMs: deps.settleMs }));
  const isReportParked = await recordOutcomes(db, workspaceId, { rows, at });
  if (isReportParked) {
    const sids = rows.flatMap(({ provider_sid }) => provider_sid ?? []);
    await applyParked(db, workspaceId, sids);
  }
  if (ended !== null) await settlePaces(db, workspaceId, ended);
  for (const { call, outcome } of made) {
    if (outcome.kind === 'refused' && outcome.code === stoppedAtProvider) {
      await recordProviderStop(deps, db, { workspaceId, phone: call.to, messageId: call.messageId });
    }
  }
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1;
}

/** The campaign's row says so, and the next calling update obeys it. */
async function pauseForCredentials(db: Db, { workspaceId, campaignId }: BatchClaim, at: string): Promise<void> {
  const key = { workspaceId, id: campaignId };
  const campaign = await lockCampaign(db, key);
  if (campaign?.status === 'running')
    await setCampaignStatus(db, key, { status: 'paused', at, reason: 'carrier_refused_credentials' });
}

function outcomeRow({ call, outcome }: Made, { now, settleMs }: { now: Date; settleMs: number }): OutcomeRow {
  const nothing = { id: call.messageId, provider_sid: null, error_code: null, reason: null, not_before: null };
  const after = (ms: number) => new Date(now.getTime() + ms).toISOString();
  switch (outcome.kind) {
    case 'accepted':
      return { ...nothing, status: providerStatusOf(outcome.status) ?? 'accepted', provider_sid: outcome.sid };
    case 'refused':
      return outcome.code === stoppedAtProvider
        ? { ...nothing, status: 'excluded', reason: 'stopped_at_carrier', error_code: outcome.code }
        : { ...nothing, status: 'failed', reason: 'refused_by_carrier', error_code: outcome.code };
    case 'unauthorised':
      return { ...nothing, status: 'planned' };
    case 'not_accepted':
      return { ...nothing, status: 'planned', not_before: after(outcome.retryAfterMs) };
    case 'unknown':
      return { ...nothing, status: 'unconfirmed', reason: 'no_answer_from_carrier', not_before: after(settleMs) };
  }
}

function retryAfterMs(made: readonly Made[]): number {
  return Math.max(0, ...made.map(({ outcome }) => (outcome.kind === 'not_accepted' ? outcome.retryAfterMs : 0)));
}
