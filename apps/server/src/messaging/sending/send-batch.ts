import type { Db } from '../../database/database.ts';
import type { Carrier, SendOutcome } from '../../gateways/twilio.ts';
import { lockCampaign, setCampaignStatus } from '../campaigns/campaigns.store.ts';
import { beginCalls, type Call, type Calling } from './send-calling.ts';
import {
  claimBatch,
  takeOverBatch,
  unclaim,
  type BatchClaim,
  type CallingSender,
  type ClaimedMessage,
} from './send-chunk.store.ts';
import type { Attempt, SendDeps } from './send-deps.ts';
import { settlePaces } from './send-pace.store.ts';
import { countOutcomes, isStoppedAtProvider, recordCalls, type Made, type MadeCalls } from './send-record.ts';
import { senderSealContext } from '../senders/senders.store.ts';

/** How many messages are called at once by one attempt. */
const chunkSize = 25;
const pauseMsMax = 1000;

type Calls = Extract<Calling, { kind: 'calls' }>;

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
async function sendLine(sending: Sending, claimed: readonly ClaimedMessage[]): Promise<boolean> {
  const { deps, claim, attempt } = sending;
  let line = claimed;
  let done: MadeCalls | null = null;
  while (line.length > 0) {
    attempt.pulse();
    if (attempt.signal.aborted) {
      await endLine(sending, done);
      attempt.signal.throwIfAborted();
    }
    const calling: Calling = await beginNext(sending, { chunk: line.slice(0, chunkSize), done });
    done = null;
    if (calling.kind === 'stopped') return false;
    if (calling.kind === 'refused') {
      await pauseRun(sending, calling.reason);
      return false;
    }
    if (calling.kind === 'wait') {
      await attempt.pause(Math.min(calling.ms, pauseMsMax));
      continue;
    }
    line = [...calling.left, ...line.slice(chunkSize)];
    const made = await makeCalls(deps, claim, calling);
    if (made.length > 0) done = { made, grant: { ...calling.grant, atMs: deps.now().getTime() } };
    const slowDownMs = retryAfterMs(made);
    if (done === null || (slowDownMs === 0 && !made.some(isExceptional))) continue;
    await recordApart(sending, done);
    done = null;
    await obey(sending, made, slowDownMs);
  }
  if (done !== null) await recordApart(sending, done);
  return true;
}

interface Next {
  readonly chunk: readonly ClaimedMessage[];
  /** The calls before, not recorded yet. */
  readonly done: MadeCalls | null;
}

/** Records the calls before and lets the next begin, in one transaction: half the price of two. */
async function beginNext(sending: Sending, { chunk, done }: Next): Promise<Calling> {
  const { deps, claim, counts } = sending;
  const { simulatorPermitted } = deps;
  const options = { now: deps.now(), grantId: deps.newId(), chunk, ended: done?.grant ?? null, simulatorPermitted };
  try {
    const calling = await deps.asWorkspace(claim.workspaceId, async (db) => {
      const recorded = done === null ? undefined : recordCalls(deps, db, { ...claim, made: done.made });
      return (await Promise.all([beginCalls(db, claim, options), recorded]))[0];
    });
    countOutcomes(counts, done?.made ?? []);
    return calling;
  } catch (error) {
    // Whatever hindered the next calls, what became of these is not forgotten.
    if (done !== null) await recordApart(sending, done);
    throw error;
  }
}

/** Records calls by themselves and gives their room back. */
async function recordApart({ deps, claim, counts }: Sending, { made, grant }: MadeCalls): Promise<void> {
  await deps.asWorkspace(claim.workspaceId, async (db) => {
    await recordCalls(deps, db, { ...claim, made });
    await settlePaces(db, claim.workspaceId, grant);
  });
  countOutcomes(counts, made);
}

/** Ends an attempt that is to stop: records its calls and gives back what it has claimed. */
async function endLine(sending: Sending, done: MadeCalls | null): Promise<void> {
  const { deps, claim } = sending;
  if (done !== null) await recordApart(sending, done);
  await deps.asWorkspace(claim.workspaceId, (db) => unclaim(db, claim, deps.now().toISOString()));
}

/** Outcomes that take locks of their own, which must not meet those of a calling update. */
function isExceptional(made: Made): boolean {
  return made.outcome.kind === 'unauthorised' || isStoppedAtProvider(made);
}

/** Does what the carrier asks for: pauses the campaign whose credentials it refuses, waits when it is called too fast. */
async function obey(sending: Sending, made: readonly Made[], slowDownMs: number): Promise<void> {
  const { attempt } = sending;
  if (made.some(({ outcome }) => outcome.kind === 'unauthorised'))
    await pauseRun(sending, 'carrier_refused_credentials');
  for (let left = slowDownMs; left > 0 && !attempt.signal.aborted; left -= pauseMsMax) {
    attempt.pulse();
    await attempt.pause(Math.min(left, pauseMsMax));
  }
}

async function makeCalls(
  deps: SendDeps,
  { workspaceId }: BatchClaim,
  { begun, sender }: Calls,
): Promise<readonly Made[]> {
  const calls = await begun;
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

/** The campaign's row says so, and the next calling update obeys it. */
async function pauseRun({ deps, claim }: Sending, reason: string): Promise<void> {
  const key = { workspaceId: claim.workspaceId, id: claim.campaignId };
  await deps.asWorkspace(claim.workspaceId, async (db) => {
    const campaign = await lockCampaign(db, key);
    if (campaign?.status === 'running')
      await setCampaignStatus(db, key, { status: 'paused', at: deps.now().toISOString(), reason });
  });
}

function retryAfterMs(made: readonly Made[]): number {
  return Math.max(0, ...made.map(({ outcome }) => (outcome.kind === 'not_accepted' ? outcome.retryAfterMs : 0)));
}
