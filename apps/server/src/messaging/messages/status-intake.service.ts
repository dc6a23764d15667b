import { messageEvents } from '@marquee/api/messaging/messages.contract';
import { isStoppedAtProvider } from '@marquee/rules/messaging/sms/message-status';
import type { Db } from '../../database/database.ts';
import { insertEvent } from '../../kernel/outbox/outbox.store.ts';
import { applyReports, type StatusMove, type StatusReport } from './message-statuses.store.ts';
import type { SendDeps } from '../sending/send-deps.ts';
import { recordProviderStop } from '../sending/send-stop.ts';

/** Takes carriers' reports; settles once they are kept. */
export type StatusIntake = (workspaceId: string, report: StatusReport) => Promise<void>;

/** What reports are kept with. */
export type IntakeDeps = Pick<SendDeps, 'asWorkspace' | 'hashPhone' | 'newId' | 'now'>;

interface Waiting {
  readonly report: StatusReport;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const togetherMax = 200;

/**
 * Keeps reports in shared transactions: while one commits, the next gathers. A campaign's callbacks come by thousands, and a
 * transaction for each would cost more than the sending.
 */
export function statusIntake(deps: IntakeDeps): StatusIntake {
  const lines = new Map<string, Waiting[]>();
  const drain = async (workspaceId: string, line: Waiting[]) => {
    for (let batch = line.splice(0, togetherMax); batch.length > 0; batch = line.splice(0, togetherMax)) {
      try {
        await keep(
          deps,
          workspaceId,
          batch.map(({ report }) => report),
        );
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    lines.delete(workspaceId);
  };
  return (workspaceId, report) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { report, done: resolve, failed: reject };
    const line = lines.get(workspaceId);
    if (line === undefined) {
      const opened = [waiting];
      lines.set(workspaceId, opened);
      // A turn of the event loop lets requests that came together go together.
      setImmediate(() => void drain(workspaceId, opened));
    } else line.push(waiting);
    return promise;
  };
}

async function keep(deps: IntakeDeps, workspaceId: string, reports: readonly StatusReport[]): Promise<void> {
  await deps.asWorkspace(workspaceId, async (db) => {
    const moves = await applyReports(db, workspaceId, reports);
    for (const { id: messageId, phone_e164: phone, error_code: errorCode } of moves) {
      if (isStoppedAtProvider(errorCode))
        await recordProviderStop(deps, db, { workspaceId, phone, messageId, errorCode });
    }
    for (const [campaignId, some] of Map.groupBy(moves, ({ campaign_id }) => campaign_id)) {
      await announce(deps, db, { workspaceId, campaignId, moves: some });
    }
  });
}

async function announce(
  { newId, now }: IntakeDeps,
  db: Db,
  { workspaceId, campaignId, moves }: { workspaceId: string; campaignId: string | null; moves: readonly StatusMove[] },
): Promise<void> {
  const counts: Record<string, number> = {};
  for (const { status } of moves) counts[status] = (counts[status] ?? 0) + 1;
  const { name, scope } = messageEvents.changed;
  await insertEvent(db, {
    ...{ id: newId(), workspaceId, name, scope, at: now().toISOString(), requestId: null },
    data: { campaign_id: campaignId, counts },
  });
}
