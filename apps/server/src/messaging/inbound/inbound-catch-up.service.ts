import type { AsSystem, Db } from '../../database/database.ts';
import type { KeptInbound } from '../../gateways/twilio.ts';
import { insertCommand, insertEvent } from '../../kernel/outbox/outbox.store.ts';
import { markInboundSeen, takeInboundLooks, type InboundLook } from './inbound-looks.store.ts';
import { receiveMessage, type Receiving } from './inbound-receive.service.ts';
import { knownInbound } from './inbound.store.ts';
import { carrierOf } from '../sending/send-batch.ts';
import type { SendDeps } from '../sending/send-deps.ts';
import { senderById } from '../senders/senders.store.ts';

/** What catching up works with. */
export interface CatchUpDeps extends SendDeps {
  readonly asSystem: AsSystem;
  /** Wakes the publisher and the dispatcher: events and workflow commands were promised. */
  readonly wake: () => void;
  /** Hears of every message that is learned of. */
  readonly onLearned?: (() => void) | undefined;
}

const sendersAtOnce = 4;
const horizonMs = 30 * 24 * 3600 * 1000;
// A carrier's list may be a little behind its webhooks.
const overlapMs = 10 * 60_000;

/**
 * Learns from the carriers' own lists what came to our numbers while no webhook reached us: after a failed webhook Twilio logs an
 * error and does nothing more (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). Nothing is answered:
 * a reply would come out of the blue.
 *
 * @param restMs senders that were looked for in this time are left for later
 * @returns how many messages were learned of
 */
export async function catchUpInbound(deps: CatchUpDeps, restMs: number): Promise<number> {
  const nowMs = deps.now().getTime();
  const ago = (ms: number) => new Date(nowMs - ms).toISOString();
  const taken = { at: ago(0), before: ago(restMs), horizon: ago(horizonMs) };
  const looks = await deps.asSystem('look for inbound messages', (db) => takeInboundLooks(db, taken));
  const line = looks.values();
  let learned = 0;
  const lane = async () => {
    for (const look of line) learned += await lookFor(deps, look, taken.at);
  };
  await Promise.all(Array.from({ length: sendersAtOnce }, lane));
  if (learned > 0) deps.wake();
  return learned;
}

/** A carrier that cannot be asked is asked again later, from where it was, and keeps no other sender waiting. */
async function lookFor(deps: CatchUpDeps, look: InboundLook, at: string): Promise<number> {
  const { workspace_id, sender_id, seen_until } = look;
  const sender = await deps.asWorkspace(workspace_id, (db) => senderById(db, workspace_id, sender_id));
  if (sender === undefined || (sender.simulated && !deps.simulatorPermitted)) return 0;
  const since = new Date(Date.parse(seen_until) - overlapMs);
  let learned = 0;
  try {
    for await (const kept of carrierOf(deps, workspace_id, sender).inbound({ to: sender.phone_e164, since }))
      learned += await takeMissed(deps, workspace_id, kept);
  } catch (error) {
    deps.log.warn({ err: error, sender_id }, 'inbound messages of a sender could not be looked for; trying again');
    return learned;
  }
  await deps.asWorkspace(workspace_id, (db) => markInboundSeen(db, workspace_id, { senderId: sender_id, until: at }));
  return learned;
}

/** One transaction each: every one takes its person's lock. */
async function takeMissed(deps: CatchUpDeps, workspaceId: string, kept: readonly KeptInbound[]): Promise<number> {
  const sids = kept.map(({ sid }) => sid);
  const known = await deps.asWorkspace(workspaceId, (db) => knownInbound(db, workspaceId, sids));
  const missed = kept.filter(({ sid }) => !known.has(sid));
  for (const message of missed) {
    await deps.asWorkspace(workspaceId, (db) => take(deps, receivingIn(deps, db, workspaceId), message));
    deps.onLearned?.();
  }
  return missed.length;
}

async function take({ hashPhone }: CatchUpDeps, receiving: Receiving, message: KeptInbound): Promise<void> {
  const { sid, from, to, body, receivedAt: keptAt } = message;
  await receiveMessage(receiving, { sid, from, to, body, optOutType: null, keptAt }, hashPhone);
}

function receivingIn({ now, newId }: CatchUpDeps, db: Db, workspaceId: string): Receiving {
  const stamp = () => ({ id: newId(), workspaceId, at: now().toISOString() });
  return {
    ...{ db, now, newId, caller: { workspaceId } },
    emit: ({ name, scope }, data) => insertEvent(db, { ...stamp(), name, scope, data, requestId: null }),
    signalWorkflow: ({ workflowId, signal, args }) =>
      insertCommand(db, { ...stamp(), kind: 'signal', workflow: null, workflowId, signal, args }),
  };
}
