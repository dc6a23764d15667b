import { providerStatusOf } from '@marquee/rules/messaging/message-status';
import type { Db } from '../database/database.ts';
import type { Carrier, SendOutcome } from '../gateways/twilio.ts';
import { lockCampaign, setCampaignStatus } from './campaigns.store.ts';
import { applyParked } from './message-statuses.store.ts';
import { beginCalls, type Call, type Calling } from './send-calling.ts';
import { claimChunk, takeOverBatch, unclaim, type BatchClaim, type CallingSender } from './send-chunk.store.ts';
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
 * Sends what is due in one batch, a chunk at a time: claim, let the calls begin, call, record. Ends early when the campaign
 * no longer runs; what is left stays planned.
 *
 * @returns how many messages reached each status
 */
export async function sendBatch(deps: SendDeps, claim: BatchClaim, attempt: Attempt): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const inTransaction = <T>(work: (db: Db) => Promise<T>) => deps.asWorkspace(claim.workspaceId, work);
  let claimed = await inTransaction(async (db) => {
    const at = deps.now().toISOString();
    await takeOverBatch(db, claim, { at, settleMs: deps.settleMs });
    return await claimChunk(db, claim, { at, limit: chunkSize });
  });
  while (claimed > 0) {
    attempt.pulse();
    if (attempt.signal.aborted) {
      await inTransaction((db) => unclaim(db, claim, deps.now().toISOString()));
      attempt.signal.throwIfAborted();
    }
    const calling = await inTransaction((db) => beginCalls(db, claim, { now: deps.now(), grantId: deps.newId() }));
    if (calling.kind === 'stopped') break;
    if (calling.kind === 'wait') {
      await attempt.pause(Math.min(calling.ms, pauseMsMax));
      continue;
    }
    const made = await makeCalls(deps, claim, calling);
    const slowDownMs = retryAfterMs(made);
    const isRefusedEntry = made.some(({ outcome }) => outcome.kind === 'unauthorised');
    claimed = await inTransaction(async (db) => {
      await record(deps, db, { claim, calling, made, counts });
      if (calling.left > 0 && slowDownMs === 0) return calling.left;
      if (calling.left > 0) await unclaim(db, claim, deps.now().toISOString());
      return await claimChunk(db, claim, {
        at: new Date(deps.now().getTime() + slowDownMs).toISOString(),
        limit: chunkSize,
      });
    });
    // Apart from the record: the campaign's lock comes before the paces' everywhere.
    if (isRefusedEntry) await inTransaction((db) => pauseForCredentials(db, claim, deps.now().toISOString()));
    for (let left = slowDownMs; left > 0 && !attempt.signal.aborted; left -= pauseMsMax) {
      attempt.pulse();
      await attempt.pause(Math.min(left, pauseMsMax));
    }
  }
  return counts;
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
  readonly calling: Calls;
  readonly made: readonly Made[];
  readonly counts: Record<string, number>;
}

async function record(deps: SendDeps, db: Db, { claim, calling, made, counts }: Recording): Promise<void> {
  const now = deps.now();
  const at = now.toISOString();
  const { workspaceId } = claim;
  const rows = made.map((each) => outcomeRow(each, { now, settleMs: deps.settleMs }));
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1;
  await recordOutcomes(db, workspaceId, { rows, at });
  await applyParked(
    db,
    workspaceId,
    rows.flatMap(({ provider_sid }) => provider_sid ?? []),
  );
  if (made.length > 0)
    await settlePaces(db, workspaceId, { subjects: calling.paces, grantId: calling.grantId, nowMs: now.getTime() });
  for (const { call, outcome } of made) {
    if (outcome.kind === 'refused' && outcome.code === stoppedAtProvider) {
      await recordProviderStop(deps, db, { workspaceId, phone: call.to, messageId: call.messageId });
    }
  }
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
