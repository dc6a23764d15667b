import { reconcile } from '@marquee/rules/messaging/sending/send-reconciliation';
import { providerStatusOf } from '@marquee/rules/messaging/sms/message-status';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Carrier, ListedMessage } from '../../gateways/twilio.ts';
import { applyParked } from '../messages/message-statuses.store.ts';
import { carrierOf } from './send-batch.ts';
import { senderRefusal } from './send-calling.ts';
import { callTerms } from './send-chunk.store.ts';
import type { Attempt, SendDeps } from './send-deps.ts';
import {
  knownSids,
  putOffLook,
  recordOutcomes,
  unconfirmedMessages,
  type OutcomeRow,
  type UnconfirmedMessage,
} from './send-outcomes.store.ts';

const looksAtOnce = 8;
const looksMax = 400;
const listLimit = 50;
const againMs = 5000;

interface Look {
  readonly message: UnconfirmedMessage;
  readonly listed: readonly ListedMessage[];
}

/** Finds out at the carrier what became of calls without an answer. Nothing is sent from here. */
export async function reconcileRun(deps: SendDeps, ref: CampaignRunRef, attempt: Attempt): Promise<void> {
  const { workspaceId } = ref;
  const { terms, messages } = await deps.asWorkspace(workspaceId, async (db) => ({
    terms: await callTerms(db, ref),
    messages: await unconfirmedMessages(db, ref, { at: deps.now().toISOString(), limit: looksMax }),
  }));
  if (messages.length === 0) return;
  const { sender } = terms ?? { sender: null };
  // Another carrier than the one that was called knows nothing of these messages, and would have them sent again.
  if (terms === undefined || sender === null || senderRefusal(terms, sender, deps.simulatorPermitted) !== null) {
    return await putOff(deps, workspaceId, messages);
  }
  const carrier = carrierOf(deps, workspaceId, sender);
  for (let at = 0; at < messages.length; at += looksAtOnce) {
    attempt.pulse();
    attempt.signal.throwIfAborted();
    const some = messages.slice(at, at + looksAtOnce);
    const looks = await lookUp(deps, { carrier, from: sender.phone_e164, messages: some });
    await settle(deps, workspaceId, looks);
    const missed = some.filter(({ id }) => !looks.some(({ message }) => message.id === id));
    await putOff(deps, workspaceId, missed);
  }
}

/** What could be looked up; a carrier that does not answer is asked again later. */
async function lookUp(
  { log }: SendDeps,
  { carrier, from, messages }: { carrier: Carrier; from: string; messages: readonly UnconfirmedMessage[] },
): Promise<readonly Look[]> {
  const looks = await Promise.all(
    messages.map(async (message): Promise<Look | null> => {
      try {
        return { message, listed: await carrier.list({ to: message.phone_e164, from, limit: listLimit }) };
      } catch (error) {
        log.warn(
          { err: error, message_id: message.id },
          'the carrier could not be asked about a message; trying again',
        );
        return null;
      }
    }),
  );
  return looks.filter((look) => look !== null);
}

async function settle({ asWorkspace, now }: SendDeps, workspaceId: string, looks: readonly Look[]): Promise<void> {
  if (looks.length === 0) return;
  await asWorkspace(workspaceId, async (db) => {
    const taken = new Set(
      await knownSids(
        db,
        workspaceId,
        looks.flatMap(({ listed }) => listed.map(({ sid }) => sid)),
      ),
    );
    const rows = looks.map(({ message, listed }) => {
      const call = { body: message.body, calledAt: new Date(message.called_at), calls: message.calls };
      const result = reconcile(call, listed, taken);
      if (result.kind === 'found') taken.add(result.listed.sid);
      return outcomeRow(message.id, result);
    });
    await recordOutcomes(db, workspaceId, { rows, at: now().toISOString() });
    await applyParked(
      db,
      workspaceId,
      rows.flatMap(({ provider_sid }) => provider_sid ?? []),
    );
  });
}

function outcomeRow(id: string, result: ReturnType<typeof reconcile<ListedMessage>>): OutcomeRow {
  const nothing = { id, provider_sid: null, error_code: null, reason: null, not_before: null };
  switch (result.kind) {
    case 'found': {
      const { sid, status, errorCode } = result.listed;
      return { ...nothing, status: providerStatusOf(status) ?? 'accepted', provider_sid: sid, error_code: errorCode };
    }
    case 'absent':
      return { ...nothing, status: 'planned' };
    case 'hold':
      return { ...nothing, status: 'held', reason: 'unconfirmed' };
  }
}

async function putOff(
  { asWorkspace, now }: SendDeps,
  workspaceId: string,
  messages: readonly UnconfirmedMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const until = new Date(now().getTime() + againMs).toISOString();
  await asWorkspace(workspaceId, (db) => putOffLook(db, workspaceId, { ids: messages.map(({ id }) => id), until }));
}
