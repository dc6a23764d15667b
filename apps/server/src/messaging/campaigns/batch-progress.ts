import { advanceJob } from '../../kernel/jobs/jobs.store.ts';
import { pendingInBatch, type BatchClaim } from '../sending/send-chunk.store.ts';
import type { SendDeps } from '../sending/send-deps.ts';
import { jobOfRun } from './campaign-runs.store.ts';

/** Moves a job on by what a batch has settled. */
export interface BatchProgress extends AsyncDisposable {
  /** Tells what has been settled and not told yet. */
  readonly tell: () => Promise<void>;
}

const tellEveryMs = 3000;

/**
 * Tells every few seconds how far a batch is, since a slow campaign takes hours for one. Counts the batch alone: counting the whole run
 * would cost more than the batch, in a long run.
 */
export async function openBatchProgress(deps: SendDeps, claim: BatchClaim): Promise<BatchProgress> {
  const { workspaceId } = claim;
  let pending = await deps.asWorkspace(workspaceId, (db) => pendingInBatch(db, claim));
  const advance = async (): Promise<void> => {
    pending = await deps.asWorkspace(workspaceId, async (db) => {
      const left = await pendingInBatch(db, claim);
      const jobId = left === pending ? undefined : await jobOfRun(db, claim);
      if (jobId !== undefined) await advanceJob(db, workspaceId, { jobId, by: pending - left });
      return left;
    });
  };
  let telling: Promise<void> = Promise.resolve();
  const tell = (): Promise<void> => (telling = telling.then(advance));
  const timer = setInterval(() => {
    // What failed to be told is told the next time, and by the batch's end at the latest.
    telling = tell().catch((error: unknown) => deps.log.warn({ error }, 'the progress of a batch could not be told'));
  }, tellEveryMs);
  return {
    tell,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await telling.catch(() => undefined); // whoever told it has heard
    },
  };
}
