import { isStoppedAtProvider as isStop, providerStatusOf } from '@marquee/rules/messaging/sms/message-status';
import type { Db } from '../../database/database.ts';
import type { SendOutcome } from '../../gateways/twilio.ts';
import { applyParked } from '../messages/message-statuses.store.ts';
import type { Call, EndedGrant } from './send-calling.ts';
import type { SendDeps } from './send-deps.ts';
import { recordOutcomes, type OutcomeRow } from './send-outcomes.store.ts';
import { recordProviderStop } from './send-stop.ts';

/** A call that has ended, and how. */
export interface Made {
  readonly call: Call;
  readonly outcome: SendOutcome;
}

/** Calls that began together and have all ended. */
export interface MadeCalls {
  readonly made: readonly Made[];
  readonly grant: EndedGrant;
}

/** Writes down what became of calls, and what the carrier reported of them before they were answered. */
export async function recordCalls(
  deps: Pick<SendDeps, 'now' | 'newId' | 'hashPhone' | 'settleMs'>,
  db: Db,
  done: { workspaceId: string; made: readonly Made[] },
): Promise<void> {
  const now = deps.now();
  const { workspaceId, made } = done;
  const rows = made.map((each) => outcomeRow(each, { now, settleMs: deps.settleMs }));
  if (await recordOutcomes(db, workspaceId, { rows, at: now.toISOString() })) {
    const sids = rows.flatMap(({ provider_sid }) => provider_sid ?? []);
    await applyParked(db, workspaceId, sids);
  }
  for (const { call, outcome } of made.filter(isStoppedAtProvider)) {
    const errorCode = outcome.kind === 'refused' ? outcome.code : null;
    await recordProviderStop(deps, db, { workspaceId, phone: call.to, messageId: call.messageId, errorCode });
  }
}

/** Whether the carrier refused a call because the recipient has stopped there. */
export function isStoppedAtProvider({ outcome }: Made): boolean {
  return outcome.kind === 'refused' && isStop(outcome.code);
}

/** Adds what calls ended as to how many messages reached each status. */
export function countOutcomes(counts: Record<string, number>, made: readonly Made[]): void {
  for (const each of made) {
    const { status } = statusOf(each);
    counts[status] = (counts[status] ?? 0) + 1;
  }
}

function outcomeRow(made: Made, { now, settleMs }: { now: Date; settleMs: number }): OutcomeRow {
  const { call, outcome } = made;
  const nothing = { id: call.messageId, provider_sid: null, error_code: null, reason: null, not_before: null };
  const after = (ms: number) => new Date(now.getTime() + ms).toISOString();
  const row = { ...nothing, ...statusOf(made) };
  switch (outcome.kind) {
    case 'accepted':
      return { ...row, provider_sid: outcome.sid };
    case 'refused':
      return { ...row, error_code: outcome.code };
    case 'unauthorised':
      return row;
    case 'not_accepted':
      return { ...row, not_before: after(outcome.retryAfterMs) };
    case 'unknown':
      return { ...row, not_before: after(settleMs) };
  }
}

function statusOf(made: Made): Pick<OutcomeRow, 'status' | 'reason'> {
  switch (made.outcome.kind) {
    case 'accepted':
      return { status: providerStatusOf(made.outcome.status) ?? 'accepted', reason: null };
    case 'refused':
      return isStoppedAtProvider(made)
        ? { status: 'excluded', reason: 'stopped_at_carrier' }
        : { status: 'failed', reason: 'refused_by_carrier' };
    case 'unauthorised':
    case 'not_accepted':
      return { status: 'planned', reason: null };
    case 'unknown':
      return { status: 'unconfirmed', reason: 'no_answer_from_carrier' };
  }
}
