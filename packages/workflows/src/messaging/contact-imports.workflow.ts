import { CancellationScope, defineSignal, isCancellation, proxyActivities, setHandler } from '@temporalio/workflow';
import type { ContactImportRef, ContactImportsActivities } from './contact-imports.activities.ts';

// A large file takes long; the heartbeat tells a live worker from a dead one, and the row says where to go on.
const { importContacts } = proxyActivities<ContactImportsActivities>({
  taskQueue: 'bulk',
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute', maximumAttempts: 100 },
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
});

const { endContactImport } = proxyActivities<ContactImportsActivities>({
  taskQueue: 'bulk',
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

const cancelImportSignal = defineSignal('cancel');

/** Carries out one import of contacts. The signal `cancel` stops it after the chunk at hand. */
export async function contactImport(ref: ContactImportRef): Promise<void> {
  const reading = new CancellationScope();
  setHandler(cancelImportSignal, () => reading.cancel());
  try {
    await reading.run(() => importContacts(ref));
  } catch (error) {
    const ended = isCancellation(error)
      ? ({ status: 'cancelled', error: null } as const)
      : ({ status: 'failed', error: 'The import could not be finished; send the file again.' } as const);
    await CancellationScope.nonCancellable(() => endContactImport({ ...ref, ...ended }));
  }
}
