import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { CampaignActivities, CampaignRunRef } from './campaigns.activities.ts';

const retry = { initialInterval: '1s', maximumInterval: '30s', backoffCoefficient: 2 } as const;

const { nextCampaignStep, reconcileCampaign } = proxyActivities<CampaignActivities>({
  taskQueue: 'messaging',
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '60s',
  retry,
});

const { planCampaign, freezeCampaignAudience } = proxyActivities<CampaignActivities>({
  taskQueue: 'bulk',
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '1 minute',
  retry,
});

// A batch of a slow campaign takes hours; its heartbeat tells a live worker from a dead one.
const { sendCampaignBatch } = proxyActivities<CampaignActivities>({
  taskQueue: 'messaging',
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '15s',
  retry: { ...retry, initialInterval: '200ms' },
});

const batchesAtOnce = 4;
const historyEventsMax = 8000;
const waitMsMax = 24 * 3600 * 1000;

/** The campaign's row says paused. */
export const pauseSignal = defineSignal('pause');
/** The campaign's row says running again. */
export const resumeSignal = defineSignal('resume');
/** The campaign's row says cancelled. */
export const cancelSignal = defineSignal('cancel');
/** The campaign's times, rate or quiet hours changed. */
export const rescheduleSignal = defineSignal('reschedule');

/**
 * Carries one run of a campaign from its schedule to its report. The rows are the truth: signals only say that they changed.
 *
 * @returns the status that the run ended in
 */
export async function sendCampaign(run: CampaignRunRef): Promise<string> {
  let changed = false;
  for (const signal of [pauseSignal, resumeSignal, cancelSignal, rescheduleSignal]) {
    setHandler(signal, () => {
      changed = true;
    });
  }

  for (;;) {
    changed = false;
    const step = await nextCampaignStep(run);
    switch (step.kind) {
      case 'ended':
        return step.status;
      case 'plan':
        await planCampaign(run);
        break;
      case 'freeze':
        await freezeCampaignAudience(run);
        break;
      case 'reconcile':
        await reconcileCampaign(run);
        break;
      case 'send':
        await sendBatches({ run, batches: step.batches, isChanged: () => changed });
        break;
      case 'wait':
        await waitForChange(() => changed, step.until);
        break;
    }
    if (workflowInfo().historyLength > historyEventsMax || workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof sendCampaign>(run);
    }
  }
}

interface Sending {
  readonly run: CampaignRunRef;
  readonly batches: readonly number[];
  readonly isChanged: () => boolean;
}

/** Four lanes take batches from one line, and leave the rest when the campaign was paused, cancelled or changed. */
async function sendBatches({ run, batches, isChanged }: Sending): Promise<void> {
  const line = batches.values();
  const lane = async () => {
    for (const batch of line) {
      await sendCampaignBatch({ ...run, batch });
      if (isChanged()) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(batchesAtOnce, batches.length) }, lane));
}

/** Waits at most a day at a time: a clock set wrong when the wait began is then corrected. */
async function waitForChange(isChanged: () => boolean, until: string | null): Promise<void> {
  if (until === null) return await condition(isChanged);
  const ms = Math.min(Math.max(Date.parse(until) - Date.now(), 50), waitMsMax);
  await condition(isChanged, ms);
}
